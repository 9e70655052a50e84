/** What /api/v1/duty, /aid, /phonebook and /calendars answer. Times are UTC text of the world's clock. */
import type { Said } from '../lib/types'

export interface Named {
  readonly name_zh: string
  readonly name_en: string
}
export type People = Readonly<Record<string, Named>>

export interface Span {
  readonly begins: string
  readonly ends: string
}
export interface Faults {
  readonly gaps: readonly Span[]
  readonly overlaps: readonly (Span & { readonly person: string; readonly first: string; readonly second: string })[]
  readonly long: readonly (Span & { readonly person: string; readonly minutes: number; readonly shifts: readonly string[] })[]
}

export interface PlaceNow extends Faults {
  readonly scope: string
  readonly rostered: boolean
  /** Whether anything at all is planned from two days back to two days ahead. */
  readonly planned: boolean
  readonly on_duty: readonly string[]
  readonly deputies: readonly string[]
  readonly leads: readonly string[]
  readonly until: string | null
  readonly next: { readonly starts_at: string | null; readonly people: readonly string[] }
  readonly waiting: number
  readonly flagged: number
}
export interface Board {
  readonly at: string
  readonly places: readonly PlaceNow[]
  readonly people: People
}

export interface Shift {
  readonly id: string
  readonly scope: string
  readonly person_id: string | null
  readonly team_id: string | null
  readonly deputy_id: string | null
  readonly starts_at: string
  readonly ends_at: string
  readonly stands_in_for: string | null
  readonly revision: number
}
export interface Team extends Named {
  readonly id: string
  readonly scope: string
  readonly region: string
  readonly kind: string
  readonly answers_for: readonly string[]
  readonly members: readonly { readonly person: string; readonly role: 'lead' | 'member' }[]
}
export interface Roster extends Faults, Span {
  readonly scope: string
  readonly shifts: readonly Shift[]
  readonly teams: readonly Team[]
  readonly candidates: readonly { readonly person: string; readonly role: string }[]
  /** What playbooks call their teams. */
  readonly roles: Readonly<Record<string, Said>>
  readonly people: People
}

export interface Swap {
  readonly id: string
  readonly scope: string
  readonly from_person: string
  readonly to_person: string
  readonly shift: Shift | null
  readonly other: Shift | null
  readonly reason: string | null
}
export interface Handover {
  readonly id: string
  readonly scope: string
  readonly shift_id: string
  readonly from_person: string
  readonly to_person: string | null
  readonly state: 'open' | 'offered' | 'accepted' | 'passed' | 'flagged'
  readonly opened_at: string
  readonly due_at: string
  readonly settled_at: string | null
  readonly settled_to: string | null
  readonly note?: string | null
  readonly reason?: string | null
}
export interface Mine {
  readonly at: string
  readonly shifts: readonly (Shift & { readonly handover: string })[]
  readonly swaps: readonly Swap[]
  readonly handovers: readonly Handover[]
  readonly people: People
}
export interface Left {
  readonly scope: string
  readonly person: string
  readonly tasks: readonly (Named2 & { readonly id: string; readonly state: string; readonly region: string; readonly work_due_at: string | null; readonly overdue: boolean; readonly note: string | null; readonly incident: Named2 | null })[]
  readonly unacknowledged: number
  readonly handover: Handover | null
  readonly people: People
}
export interface Named2 {
  readonly title_zh: string
  readonly title_en: string
}

export interface AidRequest {
  readonly id: string
  readonly incident_id: string
  readonly incident: Named2 | null
  /** Null: headquarters asks. */
  readonly province: string | null
  readonly kind: string
  readonly quantity: number
  readonly region: string
  readonly needed_by: string
  readonly until: string
  readonly state: 'requested' | 'committed' | 'released' | 'cancelled'
  readonly commitments: Readonly<Record<string, number>>
  readonly asked_at: string
  /** By when headquarters owes a first step; null in older logs. */
  readonly answer_due_at: string | null
  readonly what: string | null
  readonly reason: string | null
  readonly revision: number
}
export interface AidPart {
  readonly id: string
  readonly request_id: string
  readonly incident: Named2 | null
  readonly province: string
  readonly for_scope: string
  readonly kind: string
  readonly quantity: number
  readonly region: string
  readonly needed_by: string
  readonly until: string
  readonly state: 'asked' | 'accepted' | 'declined' | 'committed' | 'released' | 'cancelled'
  readonly offered: number | null
  readonly available_at: string | null
  readonly committed: number | null
  /** By when the province owes an answer; null in older logs. */
  readonly answer_due_at: string | null
  readonly what: string | null
  readonly answer: string | null
  readonly revision: number
}
export interface Aid {
  readonly requests: readonly AidRequest[]
  readonly parts: readonly AidPart[]
  readonly kinds: Readonly<Record<string, Said>>
}

export interface PhoneEntry extends Named {
  readonly id: string
  readonly scope: string
  readonly post_zh: string
  readonly post_en: string
  readonly region: string
  readonly office: string | null
  readonly mobile: string | null
  readonly satellite: string | null
  readonly fax: string | null
  readonly call_order: number
  readonly unreadable: boolean
  readonly updated_at: string
}

export interface CalendarLink {
  readonly id: string
  readonly calendar: 'shifts' | 'deadlines'
  readonly scope: string
  readonly made_at: string
}
