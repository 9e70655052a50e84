/** What the server says of a measure or broadcast beyond its row: the bytes, who may approve, what was checked. */
import type { ApprovalRow } from '../lib/types'

export interface Check {
  readonly ok: boolean
  readonly zh: string
  readonly en: string
}

/** Customers by eligibility rule; null where the operator cannot say. */
export interface Eligible {
  readonly rules: readonly { readonly rule: string; readonly customers: number | null }[]
  readonly union: number | null
  readonly not_known: readonly string[]
  readonly label_zh: string
  readonly label_en: string
  readonly as_of: string
}

/** An outcome of the measure's tasks: figures by province, and their sum where adding them means something. */
export interface Reported {
  readonly name: string
  readonly zh: string
  readonly en: string
  readonly unit_zh: string
  readonly unit_en: string
  readonly asked: number
  readonly reported: number
  readonly total: number | null
  readonly by_province: Readonly<Record<string, readonly number[]>>
}

export interface Detail {
  readonly approvals: readonly ApprovalRow[]
  readonly bytes: string
  readonly approvers_needed: number
  readonly approvers_so_far: number
  readonly may_approve: boolean
  readonly why_not_zh: string | null
  readonly why_not_en: string | null
  readonly checks: readonly Check[]
  /** Who may approve next; empty where nothing waits. */
  readonly may_be_next: readonly { readonly id: string; readonly name_zh: string; readonly name_en: string }[]
  /** When the oldest approval that counts now lapses, in world time; null: none was given. */
  readonly first_lapses_at: string | null
  /** Money up to which one approver is enough, in fen. */
  readonly class_b_cap_fen?: number
  readonly eligibility?: Eligible
  readonly reported?: readonly Reported[]
  /** How the further languages of a broadcast are called. */
  readonly languages_named?: Readonly<Record<string, { readonly zh: string; readonly en: string }>>
}

/** SHA-256 in hex of text as UTF-8, or null where the browser has no crypto (a page not served securely). */
export async function sha256(text: string): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
