/** Shapes that cross the wire (incident/models, DESIGN.md §4). Times are UTC text, money integer fen. */

import type { Json, PersonName, Row, Said, WorldTime } from './wire-types'

export type * from './broadcast-types'
export type * from './wire-types'

export interface World extends WorldTime {
  readonly kind: 'live' | 'exercise'
  readonly name: string
}

export interface Session {
  readonly person: { readonly id: string; readonly login: string } & PersonName
  readonly roles: readonly { readonly role: string; readonly scope: string }[]
  readonly rooms: readonly string[]
  readonly csrf: string
  readonly language: 'zh' | 'en'
  readonly world: World
  readonly watching: boolean
  readonly must_change_password: boolean
  /** Opened with a kiosk token: it watches and can do nothing else. */
  readonly kiosk: boolean
  /** What stands before every text that leaves this world; empty in a live one. */
  readonly text_prefix: string
  readonly permissions: readonly string[]
}

export interface Region {
  readonly adcode: string
  readonly name: string
  readonly name_en: string
  readonly level: 'province' | 'city' | 'county'
  readonly province: string
  readonly city: string | null
  readonly lon: number
  readonly lat: number
  /** Whether it lies within the operator's 31 companies. */
  readonly operator: boolean
  /** What else it answers to: pinyin, initials, names and codes of old. */
  readonly also?: string
}

export type ResponseLevel = 'I' | 'II' | 'III' | 'IV'
export type WarningColour = 'red' | 'orange' | 'yellow' | 'blue'

export interface IncidentRow {
  readonly id: string
  readonly kind: string
  readonly hazard: string
  readonly title_zh: string
  readonly title_en: string
  readonly state: string
  readonly response_level: ResponseLevel | null
  readonly level_authority_text: string | null
  readonly warning_colour: WarningColour | null
  readonly occurred_at: string
  readonly declared_at: string | null
  readonly closed_at: string | null
  readonly footprint_id: string | null
  readonly playbook_slug: string | null
  readonly playbook_version: number | null
  readonly revision: number
}

export interface TaskRow {
  readonly id: string
  readonly province: string
  readonly item_key: string
  readonly task_group: string
  readonly team: string
  readonly region: string
  readonly title_zh: string
  readonly title_en: string
  readonly detail_text: string | null
  readonly checklist: readonly Said[]
  readonly ticked: readonly number[]
  readonly outcome_fields: readonly OutcomeField[]
  readonly reasons: readonly Json[]
  readonly critical: boolean
  readonly state: TaskState
  readonly state_before: TaskState | null
  readonly revision: number
  readonly dispatched_at: string
  readonly acknowledge_minutes: number
  readonly work_minutes: number
  readonly ack_due_at: string
  readonly work_due_at: string | null
  /** Minutes within which an acknowledged task must be begun, and when that is over; null: never given back. */
  readonly start_minutes?: number | null
  readonly start_due_at?: string | null
  readonly acknowledged_at: string | null
  readonly acknowledged_by: string | null
  /** Who took it over at the end of a shift; null: whoever acknowledged it has it. */
  readonly responsible_by?: string | null
  /** Real time until when who acknowledged may take it back. */
  readonly undo_until?: string | null
  readonly proxy_for: string | null
  readonly started_at: string | null
  readonly held_since: string | null
  readonly resolved_at: string | null
  readonly closed_at: string | null
  readonly escalation: number
  readonly ack_overdue: boolean
  readonly work_overdue: boolean
  readonly reason_text: string | null
  /** 1e-7 degree; both or neither. */
  readonly lon_e7?: number | null
  readonly lat_e7?: number | null
  readonly waits_for?: readonly ({ readonly task?: string; readonly measure?: string; readonly state?: string; readonly title_zh: string; readonly title_en: string })[] | null
  readonly checkin_minutes?: number | null
  readonly checkin_due_at?: string | null
  readonly checkins_missed?: number | null
}
export type TaskState =
  | 'dispatched' | 'acknowledged' | 'in_progress' | 'pending' | 'held' | 'resolved' | 'closed' | 'rejected' | 'cancelled'

export interface OutcomeField {
  readonly name: string
  readonly zh: string
  readonly en: string
  readonly unit_zh: string
  readonly unit_en: string
  readonly minimum: number | null
  readonly maximum: number | null
  readonly target: number | null
  readonly required: boolean
}

/** province → county → segment → customers */
export type Area = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>

export interface MeasureRow {
  readonly id: string
  readonly item_key: string
  readonly kind: string
  /** Who carries it out: billing by instructions, the others by tasks. */
  readonly delivery: 'billing' | 'halls' | 'hotline' | 'teams'
  readonly title_zh: string
  readonly title_en: string
  readonly state: MeasureState
  readonly revision: number
  /** Whose approval counts; growth within its cap makes later revisions under the same one. */
  readonly approved_revision: number | null
  readonly approval_class: 'A' | 'B'
  readonly fields: Row
  readonly area: Area
  readonly rules?: readonly string[]
  readonly customers: number
  readonly window_from: string
  readonly window_to: string
  readonly cost_fen: number
  readonly cap_fen: number
  readonly digest: string
  readonly author_id: string
  readonly last_editor_id: string
  readonly submitted_at: string | null
  readonly approved_at: string | null
  readonly started_at: string | null
  readonly in_effect_at: string | null
  readonly ended_at: string | null
  readonly reason_text: string | null
  /** How its clocks run again after the end; null: it holds none. */
  readonly landing?: LandingPlan | null
  /** What is carried out while a next revision is decided on. */
  readonly running?: { readonly window_to: string } | null
  /** When somebody was asked, by hours before the end. */
  readonly prompts?: Readonly<Record<string, string>> | null
}

export interface LandingPlan {
  readonly stages: readonly { readonly hours_after_end: number; readonly share_ppm: number | null; readonly segments: readonly string[] }[]
  readonly courtesy_hours: number
  readonly instalments: { readonly count: number; readonly every_days: number } | null
  readonly least_days_left: number
}

/** One step of a landing: 0 the runway, then the stages in which clocks run again. */
export interface LandingStageRow {
  readonly id: string
  readonly measure_id: string
  readonly number: number
  readonly state: 'planned' | 'instructed' | 'done' | 'called_off'
  readonly revision: number
  readonly instruct_at: string
  readonly restart_at: string
  readonly share_ppm: number | null
  readonly segments: readonly string[]
  readonly customers: number | null
}

export type MeasureState =
  | 'draft' | 'pending_approval' | 'approved' | 'rejected' | 'executing' | 'held' | 'partially_applied'
  | 'in_effect' | 'ending' | 'completed' | 'reversing' | 'reversed' | 'cancelled'

export interface MeasurePartRow {
  readonly id: string
  readonly measure_id: string
  readonly province: string
  readonly kind: string
  readonly title_zh: string
  readonly title_en: string
  readonly state: MeasureState
  readonly revision: number
  readonly window_from: string
  readonly window_to: string
}

export interface FootprintBand {
  readonly band: string
  readonly value_milli: number
  readonly unit: string
  readonly area_km2: number
}

/** What a footprint is made of, where it is no area as it was given. */
export type Basis = 'regions' | 'venues'

export interface FootprintRow {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly source: string
  readonly bands: readonly FootprintBand[]
  readonly notes: readonly Json[]
  readonly supplied_at: string
  readonly exposure_label: string
  readonly not_assessed: readonly { readonly adcode: string; readonly reason: string }[]
  readonly basis?: Basis | null
}

export interface ImpactRow {
  readonly id: string
  readonly province: string | null
  readonly footprint_id: string
  readonly region: string
  readonly level: 'province' | 'city' | 'county'
  readonly city: string | null
  readonly band: string
  readonly value_milli: number
  readonly unit: string
  readonly area_share_ppm: number
  readonly basis: string
  readonly sites: number
  readonly halls: number
  readonly key_customers: number
  /** Key customers by tier (a_plus, a, b, c); null: counted before tiers were. */
  readonly key_customer_tiers: Readonly<Record<string, number>> | null
  readonly people: number | null
  readonly total: number
  readonly segments: Readonly<Record<string, number>>
  readonly of_which: Readonly<Record<string, number>>
}

export interface ProvinceIncidentRow {
  readonly id: string
  readonly province: string
  readonly state: string
  readonly title_zh: string
  readonly title_en: string
  readonly hazard: string
  readonly response_level: ResponseLevel | null
  readonly warning_colour: WarningColour | null
  readonly occurred_at: string
  readonly footprint_id: string | null
  readonly footprint_version: number | null
  readonly footprint_basis?: Basis | null
  readonly affected: boolean | null
  readonly unreachable_since: string | null
}

export interface ApprovalRow {
  readonly id: string
  readonly subject_kind: 'measure' | 'broadcast'
  readonly subject_id: string
  readonly revision: number
  readonly digest: string
  readonly person_id: string
  readonly decision: 'approve' | 'reject' | 'return'
  readonly at: string
}

export interface NoteRow {
  readonly id: string
  readonly province: string | null
  readonly kind: 'note' | 'decision' | 'call' | 'order' | 'request'
  readonly note_text: string
  readonly person_id: string
  readonly at: string
}
