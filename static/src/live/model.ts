/** What the live console shows, as signals derived from one incident's store; shared by console and wall. */
import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { companies } from '../lib/regions'
import type { Store } from '../lib/store'
import type { BroadcastPartRow, BroadcastRow, FootprintRow, ImpactRow } from '../lib/types'
import { exposure, moneySums, sending, severe, silentProvinces, taskSums, type Exposure, type Money, type Sending, type Severe, type TaskSums } from './figures'
import { gradedByHand, worstFrom } from './map/bandNames'
import { countyFigures, type CountyFigures } from './map/quantities'
import { columns, matrixRows, type Column, type MatrixInput, type MatrixRow } from './matrix'
import type { Past } from './past/past'
import { tallyOfRows, tallyOfSums, type TaskTally } from './tally'

export interface Filter {
  readonly province: string | null
  readonly county: string | null
}

export interface LiveModel {
  /** The way back in time; a wall has none. */
  readonly past: Past | null
  readonly store: Store
  readonly filter: Signal<Filter>
  readonly footprint: ReadonlySignal<FootprintRow | undefined>
  readonly exposure: ReadonlySignal<Exposure>
  readonly severe: ReadonlySignal<Severe>
  readonly severeFrom: ReadonlySignal<number>
  readonly tally: ReadonlySignal<TaskTally>
  readonly tasks: ReadonlySignal<TaskSums>
  readonly money: ReadonlySignal<Money>
  readonly broadcast: ReadonlySignal<BroadcastRow | null>
  readonly sending: ReadonlySignal<Sending>
  readonly silent: ReadonlySignal<ReadonlySet<string>>
  readonly columns: ReadonlySignal<readonly Column[]>
  readonly matrix: ReadonlySignal<readonly MatrixRow[]>
  readonly counties: ReadonlySignal<ReadonlyMap<string, CountyFigures>>
  /** Highest band by county; changes with the footprint alone, so that labels are not laid out anew by a task. */
  readonly severity: ReadonlySignal<ReadonlyMap<string, number>>
}

export function liveModel(store: Store, past: Past | null = null): LiveModel {
  const impact = computed(() => {
    const current = store.incident.value?.footprint_id
    return current ? store.impact.value.filter((row) => row.footprint_id === current) : store.impact.value
  })
  const footprint = computed(() => {
    const current = store.incident.value?.footprint_id
    return store.footprints.value.find((row) => row.id === current)
  })
  effect(() => {
    gradedByHand.value = Boolean(footprint.value?.basis)
  })
  const silent = computed(() => silentProvinces(store.provinces.value))
  const shownExposure = computed(() => exposure(impact.value, footprint.value))
  const severeFrom = computed(() => worstFrom(shownExposure.value.unit))
  const broadcast = computed(() => latestBroadcast(store.broadcasts.value))
  const tally = computed(() => {
    const sums = store.sums.value
    return store.large.value && sums ? tallyOfSums(sums, null) : tallyOfRows(store.tasks.value)
  })
  const input = computed<MatrixInput>(() => ({
    companies: companies.value.map((region) => region.adcode),
    provinces: store.provinces.value, tally: tally.value, measures: store.measures.value,
    parts: store.measureParts.value, broadcasts: store.broadcasts.value, broadcastParts: store.broadcastParts.value,
  }))
  return {
    store,
    past,
    filter: signal<Filter>({ province: null, county: null }),
    footprint, silent, severeFrom, broadcast,
    exposure: shownExposure,
    severe: computed(() => severe(impact.value, severeFrom.value)),
    tally,
    tasks: computed(() => taskSums(tally.value, silent.value)),
    money: computed(() => moneySums(store.measures.value)),
    sending: computed(() => sending(partsOf(store.broadcastParts.value, broadcast.value))),
    columns: computed(() => columns(input.value)),
    matrix: computed(() => matrixRows(input.value)),
    severity: computed(() => severityOf(impact.value)),
    counties: computed(() => countyFigures(impact.value, footprint.value, input.value)),
  }
}

function severityOf(rows: readonly ImpactRow[]): ReadonlyMap<string, number> {
  const worst = new Map<string, number>()
  for (const row of rows) {
    if (row.level === 'county') worst.set(row.region, Math.max(worst.get(row.region) ?? 0, row.value_milli))
  }
  return worst
}

/** The one that is going out, else the last that went, else the first that waits. */
function latestBroadcast(rows: readonly BroadcastRow[]): BroadcastRow | null {
  const order = { broadcasting: 0, completed: 1, pending_approval: 2, draft: 3, rejected: 4, cancelled: 5 }
  const sorted = [...rows].sort((a, b) => order[a.state] - order[b.state] || (b.started_at ?? '').localeCompare(a.started_at ?? ''))
  return sorted[0] ?? null
}

function partsOf(parts: readonly BroadcastPartRow[], broadcast: BroadcastRow | null): readonly BroadcastPartRow[] {
  return broadcast ? parts.filter((part) => part.broadcast_id === broadcast.id) : []
}
