/** Rows of messages to the public (incident/models/broadcasts.py). */

import type { Area } from './types'

/** All that a message says in one language. */
export interface TextBlock {
  readonly title: string
  readonly body: string
  readonly correction: string
  readonly cancel: string
}

export interface BroadcastRow {
  readonly id: string
  readonly item_key: string
  readonly title_zh: string
  readonly title_en: string
  readonly state: 'draft' | 'pending_approval' | 'rejected' | 'broadcasting' | 'completed' | 'cancelled'
  readonly revision: number
  readonly channel: string
  readonly body_zh: string
  readonly body_en: string
  readonly correction_zh: string
  readonly correction_en: string
  readonly cancel_zh?: string | null
  readonly cancel_en?: string | null
  /** Further languages by their tag. */
  readonly more_texts?: Readonly<Record<string, TextBlock>> | null
  readonly cap?: Readonly<Record<string, string>> | null
  readonly languages?: readonly string[]
  readonly audience: Area
  readonly customers: number
  readonly parts: number
  readonly valid_until: string
  readonly digest: string
  readonly rules?: readonly string[]
  readonly refers_to?: string | null
  readonly author_id: string
  readonly last_editor_id?: string
  readonly submitted_at: string | null
  readonly approved_at?: string | null
  readonly started_at: string | null
  readonly ended_at: string | null
  readonly stopping: boolean
  readonly stopped_at?: string | null
  readonly technical_failure: boolean
  readonly reason_text?: string | null
  /** It asks a sample of covered customers for a number. */
  readonly survey?: { readonly scale: number; readonly answer_hours: number; readonly covered: number; readonly measure_id: string | null } | null
}

export interface BroadcastPartRow {
  readonly id: string
  readonly broadcast_id: string
  readonly province: string
  readonly title_zh: string
  readonly title_en: string
  readonly state: 'waiting' | 'sending' | 'completed' | 'stopped' | 'unknown'
  /** Asking has been given up: it waits for a person. */
  readonly parked?: boolean
  /** Rules by which the province's number file could find nobody. */
  readonly rules_not_known?: readonly string[] | null
  readonly customers: number
  readonly queued: number
  readonly submitted: number
  readonly delivered: number
  readonly failed: number
  readonly expired: number
  readonly unknown: number
  readonly stopped: number
}
