/** What /feeds and /signals tell. */
export type View = 'proposed' | 'quarantined' | 'information' | 'decided'

export interface FeedRow {
  readonly id: string
  readonly name: string
  readonly kind: 'cap' | 'usgs' | 'gdacs' | 'webhook'
  readonly url: string
  readonly interval_s: number
  readonly rule: Rule
  readonly drill: boolean
  readonly state: 'active' | 'disabled'
  readonly secret_number: number
  readonly last_ok_at: string | null
  readonly last_try_at: string | null
  readonly age_s: number | null
  readonly failures: number
  readonly failure: string | null
  readonly failure_zh: string | null
  readonly entries: number
  readonly waiting: number
  readonly stale: boolean
  readonly proposed: number
  readonly quarantined: number
}

export interface Rule {
  readonly min_severity?: string
  readonly min_magnitude_milli?: number
  readonly min_intensity_milli?: number
  readonly min_level?: number
  readonly provinces?: readonly string[]
  readonly signed?: boolean
}

export interface Hit {
  readonly province: string
  readonly counties: number | null
  readonly subscribers: number | null
}

export interface SignalRow {
  readonly id: string
  readonly feed_name: string
  readonly identifier: string
  readonly sender: string
  readonly sent: string
  readonly msg_type: 'Alert' | 'Update' | 'Cancel' | 'Ack' | 'Error'
  readonly status: string
  readonly state: string
  readonly why: string
  readonly why_values: Readonly<Record<string, string>>
  readonly title: string
  readonly hazard: string
  readonly severity: string | null
  readonly urgency: string | null
  readonly certainty: string | null
  readonly magnitude_milli: number | null
  readonly level: number | null
  readonly worst_milli: number | null
  readonly unit: string | null
  readonly occurred_at: string | null
  readonly expires_at: string | null
  readonly received_at: string
  readonly provinces: readonly Hit[]
  readonly bands: readonly { readonly band: string; readonly value_milli: number; readonly unit: string; readonly area_km2: number }[]
  readonly area_text: string | null
  readonly withdrawn: boolean
  /** Of its XML signature; null: it has none. */
  readonly signature: 'verified' | 'unverified' | null
  readonly signed_by: string | null
  readonly of_incident: string | null
  readonly incident_title_zh: string | null
  readonly incident_title_en: string | null
  readonly decided_by_zh: string | null
  readonly decided_by_en: string | null
  readonly decided_at: string | null
  readonly reason: string | null
}

export interface SignalDetail extends SignalRow {
  readonly notes: readonly string[]
  readonly notes_zh: readonly string[]
  readonly raw: { readonly text: string; readonly bytes: number; readonly cut: boolean; readonly media_type: string }
  readonly versions: readonly { readonly id: string; readonly title: string; readonly sent: string; readonly state: string; readonly msg_type: string }[]
}

export interface Counts {
  readonly proposed: number
  readonly quarantined: number
  readonly feeds_failing: number
}

export const OPEN: readonly string[] = ['proposed', 'information', 'quarantined']
