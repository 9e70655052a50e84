/** Numbers of the headline strip and of the matrix, derived from rows alone: pure. */
import type { NamedTask } from '../lib/tasking-types'
import { addTiers, type ByTier } from '../lib/tiers'
import type { BroadcastPartRow, FootprintRow, ImpactRow, MeasureRow, ProvinceIncidentRow } from '../lib/types'
import type { ProvinceTally, TaskTally } from './tally'

export interface BandSum {
  readonly valueMilli: number
  readonly customers: number
}

export interface Exposure {
  readonly bands: readonly BandSum[]
  readonly customers: number
  readonly counties: number
  readonly cities: number
  readonly provinces: number
  readonly notAssessed: number
  readonly lowest: number
  readonly unit: string
}

/** Sums over provinces by band, worst first; they add up to the total because bands are exclusive. */
export function exposure(rows: readonly ImpactRow[], footprint: FootprintRow | undefined): Exposure {
  const byBand = new Map<number, number>()
  const places = { county: new Set<string>(), city: new Set<string>(), province: new Set<string>() }
  for (const row of rows) {
    places[row.level].add(row.region)
    if (row.level === 'province') byBand.set(row.value_milli, (byBand.get(row.value_milli) ?? 0) + row.total)
  }
  const bands = [...byBand].map(([valueMilli, customers]) => ({ valueMilli, customers }))
    .sort((a, b) => b.valueMilli - a.valueMilli)
  return {
    bands,
    customers: bands.reduce((sum, band) => sum + band.customers, 0),
    counties: places.county.size, cities: places.city.size, provinces: places.province.size,
    notAssessed: footprint?.not_assessed.length ?? 0,
    lowest: bands.at(-1)?.valueMilli ?? 0,
    unit: rows[0]?.unit ?? '',
  }
}

export interface Severe {
  readonly customers: number
  readonly sites: number
  readonly halls: number
  readonly keyCustomers: number
  /** Those by tier; null: not counted by tier. */
  readonly keyTiers: ByTier | null
}

/** What stands in bands of at least `fromMilli`. */
export function severe(rows: readonly ImpactRow[], fromMilli: number): Severe {
  const found = rows.filter((row) => row.level === 'province' && row.value_milli >= fromMilli)
  const sum = (pick: (row: ImpactRow) => number): number => found.reduce((total, row) => total + pick(row), 0)
  return {
    customers: sum((row) => row.total), sites: sum((row) => row.sites), halls: sum((row) => row.halls),
    keyCustomers: sum((row) => row.key_customers),
    keyTiers: found.map((row) => row.key_customer_tiers).reduce(addTiers, {}),
  }
}

export interface TaskSums {
  readonly total: number
  readonly open: number
  readonly overdue: number
  readonly silent: number
  readonly declined: number
  readonly finished: number
  /** Unacknowledged tasks by deadline, not yet called late. */
  readonly upcoming: readonly NamedTask[]
}

export function taskSums(tally: TaskTally, silent: ReadonlySet<string>): TaskSums {
  const sum = (pick: (own: ProvinceTally, isSilent: boolean) => number): number =>
    [...tally.provinces].reduce((total, [province, own]) => total + pick(own, silent.has(province)), 0)
  return {
    total: tally.total,
    open: sum(({ all }) => all.open + all.late),
    overdue: sum(({ all }, isSilent) => (isSilent ? 0 : all.late)),
    silent: sum(({ all }, isSilent) => (isSilent ? all.open + all.late : 0)),
    declined: sum(({ all }) => all.declined),
    finished: sum(({ all }) => all.done),
    upcoming: tally.upcoming.filter((task) => !silent.has(task.province)),
  }
}

/** The next deadline that is still ahead; the server calls the others late within a second. */
export function nextDue(sums: TaskSums, nowMs: number): NamedTask | null {
  return sums.upcoming.find((task) => Date.parse(task.ack_due_at) > nowMs) ?? null
}

export function silentProvinces(rows: readonly ProvinceIncidentRow[]): ReadonlySet<string> {
  return new Set(rows.filter((row) => row.unreachable_since).map((row) => row.province))
}

export interface Money {
  readonly committed: number
  readonly cap: number
}

const COMMITTED: ReadonlySet<string> = new Set([
  'approved', 'executing', 'held', 'partially_applied', 'in_effect', 'ending', 'completed',
])

/** Expected cost of what has been approved, against the caps of the same measures. */
export function moneySums(measures: readonly MeasureRow[]): Money {
  const counted = measures.filter((measure) => COMMITTED.has(measure.state))
  return {
    committed: counted.reduce((sum, measure) => sum + measure.cost_fen, 0),
    cap: counted.reduce((sum, measure) => sum + measure.cap_fen, 0),
  }
}

export interface Sending {
  readonly customers: number
  readonly delivered: number
  readonly settled: number
}

/** Submitted is not delivered: progress counts what the gateway has settled. */
export function sending(parts: readonly BroadcastPartRow[]): Sending {
  const sum = (pick: (row: BroadcastPartRow) => number): number => parts.reduce((total, row) => total + pick(row), 0)
  return {
    customers: sum((row) => row.customers),
    delivered: sum((row) => row.delivered),
    settled: sum((row) => row.customers - row.queued - row.submitted),
  }
}

/** When it will be done if it goes on as since `startedMs`; null while nothing can be said. */
export function finishAt(progress: Sending, startedMs: number, nowMs: number): number | null {
  if (progress.settled <= 0 || nowMs <= startedMs || progress.settled >= progress.customers) return null
  return nowMs + ((nowMs - startedMs) * (progress.customers - progress.settled)) / progress.settled
}
