/** The pre-flight as the server makes it (incident/rules/preflight.py); money in fen, shares in parts per million. */
import type { Area } from '../../lib/types'

export interface HotlineHour {
  readonly hour: number
  readonly calls: number
  /** Null: more than any hotline has. */
  readonly seats_needed: number | null
  /** Mean wait in seconds; null: more calls than the seats can take. */
  readonly wait_s: number | null
  readonly in_time_ppm: number
  readonly beyond: number
}

export interface Hotline {
  readonly customers: number
  readonly calls_per_100k: readonly number[]
  readonly talk_s: number
  readonly seats: number
  readonly answer_s: number
  readonly answer_percent: number
  readonly hours: readonly HotlineHour[]
}

export interface Overlapping {
  readonly measure: string
  readonly incident: string
  readonly title_zh: string
  readonly title_en: string
  readonly actions: readonly string[]
  readonly customers: number
  readonly area: Area
}

export interface Preflight {
  readonly revision: number
  readonly footprint: { readonly id: string; readonly version: number } | null
  readonly customers: { readonly total: number; readonly by_segment: Readonly<Record<string, number>>; readonly provinces: number; readonly counties: number }
  readonly eligibility: {
    readonly rules: readonly { readonly rule: string; readonly customers: number | null; readonly by_segment: Readonly<Record<string, number>> | null }[]
    readonly union: number | null
    readonly label_zh: string
    readonly label_en: string
    readonly as_of: string
  }
  readonly overlap?: { readonly measures: readonly Overlapping[]; readonly customers: number }
  readonly money?: {
    readonly expected_fen: number
    readonly per_day_fen: number
    readonly cap_fen: number
    readonly uncapped_fen: number
    readonly days: number
    readonly stops_on_day: number | null
  }
  /** Null for a cell broadcast, which has pages instead. */
  readonly messages: { readonly parts: number; readonly messages: number; readonly rate_per_s: number; readonly minutes: number } | null
  readonly pages?: number | null
  readonly hotline: Hotline
  readonly autopay?: 'included' | 'excluded' | 'not_touched'
  readonly of_which: Readonly<Record<string, number>> | null
}

export interface SeenBy {
  readonly approval: string
  readonly person: string
  readonly revision: number
  readonly same: boolean
  readonly changed: readonly string[]
}

export interface Looked {
  readonly digest: string
  readonly preflight: Preflight
  readonly seen: readonly SeenBy[]
}
