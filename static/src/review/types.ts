/** The answer of GET /incidents/{id}/review (incident/queries/review.py). Ages in whole seconds, money in fen. */
import type { Basis, IncidentRow, ResponseLevel } from '../lib/types'

export interface LevelSpan {
  readonly level: ResponseLevel
  readonly from: string
  readonly to: string
}
export interface FootprintMark {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly at: string
  readonly counties: number
  readonly subscribers: number
  readonly basis: Basis | null
}
export interface Bar {
  readonly id: string
  readonly noun: 'measure' | 'broadcast'
  readonly title_zh: string
  readonly title_en: string
  readonly state: string
  readonly customers: number
  readonly cost_fen: number | null
  readonly cap_fen: number | null
  readonly submitted_at: string | null
  readonly approved_at: string | null
  readonly started_at: string | null
  readonly in_effect_at: string | null
  readonly ended_at: string | null
}
export interface Tick {
  readonly id: string
  readonly province: string
  readonly title_zh: string
  readonly title_en: string
  readonly state: string
  readonly dispatched_at: string
  readonly answer_s: number | null
  readonly late: boolean
}
export interface Silence {
  readonly province: string
  readonly from: string
  readonly to: string | null
  readonly minutes: number | null
  /** Of the events that began and ended it. */
  readonly positions: readonly number[]
}
export interface Timeline {
  /** From when its log begins, where that is before it struck or opened (`zero`). */
  readonly from: string
  readonly zero: string
  readonly to: string
  readonly levels: readonly LevelSpan[]
  readonly footprints: readonly FootprintMark[]
  readonly measures: readonly Bar[]
  readonly broadcasts: readonly Bar[]
  readonly tasks: readonly Tick[]
  readonly silences: readonly Silence[]
}
export interface ProvinceLine {
  readonly province: string
  readonly tasks: number
  readonly acknowledged: number
  readonly ack_median_s: number | null
  readonly ack_p90_s: number | null
  readonly late: number
  readonly escalated: number
  readonly declined: number
  readonly done: number
  readonly work_late: number
  readonly silent_minutes: number
  readonly intended_customers: number
  readonly applied_customers: number
  readonly failed_customers: number
  readonly intended_fen: number
  readonly applied_fen: number
}
export interface Acknowledgements {
  readonly count: number
  readonly median_s: number | null
  readonly p90_s: number | null
  readonly limit_minutes: number | null
  readonly late: number
  readonly histogram: readonly { readonly from_min: number; readonly to_min: number | null; readonly count: number }[]
}
export interface OutcomeLine {
  readonly name: string
  readonly zh: string
  readonly en: string
  readonly unit_zh: string
  readonly unit_en: string
  readonly value: number
  readonly target: number | null
  readonly reached: boolean
  /** How figures of several tasks came together: counts are added, times and shares are not. */
  readonly together: 'sum' | 'mean' | 'most' | 'least'
  readonly asked: number
  readonly reported: number
  readonly by_province: Readonly<Record<string, number>>
}
export interface Decision {
  readonly id: string
  /** Of the event that logged it: what was known then is the console at this position. */
  readonly position: number
  readonly kind: string
  readonly at: string
  readonly province: string | null
  readonly text: string | null
  readonly person_zh: string
  readonly person_en: string
}
export interface Message {
  readonly id: string
  readonly title_zh: string
  readonly title_en: string
  readonly state: string
  readonly started_at: string | null
  readonly customers: number
  readonly delivered: number
  readonly failed: number
  readonly wait_s: number | null
  readonly sending_s: number | null
}
export interface Review {
  readonly communications: {
    readonly messages: readonly Message[]
    readonly notices: { readonly people: number; readonly unreached: number; readonly channels: Readonly<Record<string, number>> }
  }
  readonly incident: IncidentRow
  readonly timeline: Timeline
  /** Tasks that headquarters took back; on the timeline, in no other count. */
  readonly recalled: number
  readonly provinces: readonly ProvinceLine[]
  readonly acknowledgements: Acknowledgements
  readonly outcomes: readonly OutcomeLine[]
  readonly decisions: readonly Decision[]
  readonly log: { readonly first: number; readonly last: number; readonly verified: boolean; readonly faults: readonly string[] }
}
