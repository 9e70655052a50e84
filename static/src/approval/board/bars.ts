/** Measures as bars over time: start, review, end and landing of each in each province. Pure; times in ms. */
import type { MeasurePartRow, MeasureRow, MeasureState, Row } from '../../lib/types'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Hours before the end at which somebody is asked whether to extend (DOMAIN.md §1d). */
const REVIEW_HOURS = [72, 24] as const

/** What the colour says: waits for a decision, is being brought, is live, lands, needs a person, is over. */
export type Tone = 'awaiting' | 'moving' | 'live' | 'landing' | 'trouble' | 'over'

const TONES: Readonly<Record<MeasureState, Tone>> = {
  draft: 'awaiting', pending_approval: 'awaiting', approved: 'awaiting', rejected: 'over', cancelled: 'over',
  executing: 'moving', held: 'moving', partially_applied: 'trouble', in_effect: 'live', ending: 'landing', completed: 'over', reversing: 'trouble', reversed: 'over',
}

export interface Bar {
  readonly measure: string
  readonly province: string
  readonly state: MeasureState
  readonly tone: Tone
  readonly from: number
  readonly to: number
  /** When the last step of its landing is over; null: it has none. */
  readonly landed: number | null
  readonly reviews: readonly number[]
  /** When clocks run again, stage by stage. */
  readonly stages: readonly number[]
}

export interface Group {
  /** A province, or a measure. */
  readonly key: string
  readonly bars: readonly Bar[]
}

interface Told {
  readonly measures: readonly MeasureRow[]
  readonly parts: readonly MeasurePartRow[]
  /** Rows of `landing_stage`. */
  readonly stages: readonly Row[]
}

/** One bar for each measure and province; what was given up before it started has none. */
export function barsOf({ measures, parts, stages }: Told): readonly Bar[] {
  const partOf = new Map(parts.map((part) => [`${part.measure_id}:${part.province}`, part]))
  const stagesOf = new Map<string, number[]>()
  for (const stage of stages) {
    const key = String(stage['measure_id'])
    stagesOf.set(key, [...(stagesOf.get(key) ?? []), Date.parse(String(stage['restart_at']))].sort((a, b) => a - b))
  }
  return measures.filter((row) => row.started_at !== null || TONES[row.state] !== 'over').flatMap((row) => {
    const steps = stagesOf.get(row.id) ?? []
    return Object.keys(row.area).map((province) => bar(row, partOf.get(`${row.id}:${province}`), province, steps))
  })
}

function bar(row: MeasureRow, part: MeasurePartRow | undefined, province: string, steps: readonly number[]): Bar {
  const [from, to] = [Date.parse((part ?? row).window_from), Date.parse((part ?? row).window_to)]
  const state = part?.state ?? row.state
  const later = steps.filter((at) => at > to)
  return {
    measure: row.id, province, state, tone: TONES[state], from, to, landed: later.at(-1) ?? null, stages: later,
    reviews: TONES[state] === 'over' ? [] : REVIEW_HOURS.map((hours) => to - hours * HOUR).filter((at) => at > from),
  }
}

/** Grouped by province (in the order of their codes) or by measure (in the order given). */
export function grouped(bars: readonly Bar[], by: 'province' | 'measure'): readonly Group[] {
  const groups = new Map<string, Bar[]>()
  for (const one of bars) groups.set(one[by], [...(groups.get(one[by]) ?? []), one])
  const keys = by === 'province' ? [...groups.keys()].sort() : [...groups.keys()]
  return keys.map((key) => ({ key, bars: groups.get(key) ?? [] }))
}

export interface Axis {
  readonly from: number
  readonly to: number
  readonly ticks: readonly number[]
}

const STEPS = [DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY, 365 * DAY]
const CHINA = 8 * HOUR

/** From the first start to the last landing, now included; at most so many ticks, each at midnight in China. */
export function axisOf(bars: readonly Bar[], now: number, mostTicks: number): Axis {
  const first = Math.min(now, ...bars.map((one) => one.from))
  const last = Math.max(now + HOUR, ...bars.map((one) => one.landed ?? one.to))
  const margin = (last - first) * 0.02
  const [from, to] = [first - margin, last + margin]
  const step = STEPS.find((one) => (to - from) / one <= mostTicks) ?? (STEPS.at(-1) as number)
  const ticks: number[] = []
  for (let at = Math.ceil((from + CHINA) / step) * step - CHINA; at <= to; at += step) ticks.push(at)
  return { from, to, ticks }
}

/** Where a moment lies on the axis, in percent. */
export function place(axis: Axis, at: number): number {
  return (100 * (Math.min(Math.max(at, axis.from), axis.to) - axis.from)) / (axis.to - axis.from)
}
