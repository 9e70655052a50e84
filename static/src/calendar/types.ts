/** What GET /incidents/{id}/calendar and GET /planned-events answer. */
export interface PlannedEventItem {
  readonly id: string
  readonly title_zh: string
  readonly title_en: string
  readonly state: string
  readonly occurred_at: string
  readonly opens_on: string | null
  readonly closes_on: string | null
}

export type StepKind = 'review' | 'freeze' | 'rehearsal' | 'watch' | 'stand_down'

export interface StepItem {
  readonly id: string
  readonly kind: StepKind
  readonly day: string
  readonly offset: string
  readonly due_at: string
  readonly state: 'planned' | 'reminded' | 'cancelled'
  readonly reminded_at: string | null
  readonly tasks: number
  readonly by_state: Readonly<Record<string, number>>
}

export interface CrowdDay {
  readonly people: number
  readonly source: string
  readonly forecast_at: string
}

export interface VenueItem {
  readonly id: string
  readonly name_zh: string
  readonly name_en: string
  readonly region: string | null
  readonly province: string | null
  readonly radius_m: number
  readonly grade: number
  readonly source: string
  readonly outside: boolean
  readonly crowds: Readonly<Record<string, CrowdDay>>
}

export interface ChangeItem {
  readonly id: string
  readonly reason: string | null
  readonly allowed_at: string
  readonly until: string
  readonly used_at: string | null
  readonly used_for: 'activation' | 'footprint' | 'schedule' | null
  readonly state: 'waiting' | 'used' | 'expired'
}

export interface EventCalendar {
  readonly event: {
    readonly opens_on: string
    readonly closes_on: string
    readonly freeze_from: string | null
    readonly freeze_until: string | null
    readonly revision: number
    readonly frozen: boolean
  } | null
  readonly now: string
  readonly steps: readonly StepItem[]
  readonly venues: readonly VenueItem[]
  readonly days: readonly string[]
  readonly changes: readonly ChangeItem[]
}
