/** What incident/queries/brief.py answers. */
import type { AskRow, NamedTask, Times } from '../lib/tasking-types'
import type { Basis, IncidentRow, PersonName, Said } from '../lib/types'

export interface Action {
  readonly id: string
  readonly title_zh: string
  readonly title_en: string
  readonly state: string
  readonly customers: number
}

export interface Brief {
  readonly incident: IncidentRow
  readonly at: string
  readonly position: number
  readonly situation: {
    readonly footprint: { readonly title: string; readonly version: number; readonly source: string; readonly at: string; readonly not_assessed: number; readonly basis: Basis | null } | null
    readonly bands: readonly { readonly band: string; readonly value_milli: number; readonly unit: string; readonly customers: number; readonly sites: number }[]
    readonly provinces: number
    readonly counties: number
  }
  readonly provinces: readonly { readonly province: string; readonly affected: boolean | null; readonly silent_since: string | null; readonly heard_at: string | null; readonly late: number; readonly declined: number }[]
  readonly decisions: readonly { readonly at: string; readonly kind: string; readonly text: string | null; readonly person: PersonName | null }[]
  readonly tasking: { readonly total: number; readonly counts: Readonly<Record<string, number>>; readonly overdue: readonly NamedTask[]; readonly due: readonly NamedTask[]; readonly acknowledge: Times['all'] }
  readonly measures: readonly Action[]
  readonly broadcasts: readonly Action[]
  readonly duty: { readonly rostered: boolean; readonly until: string | null } & Readonly<Record<'on_duty' | 'deputies' | 'commanders' | 'approvers', readonly PersonName[]>>
  readonly aid: readonly { readonly kind: string; readonly quantity: number; readonly region: string; readonly province: string | null; readonly needed_by: string; readonly state: string; readonly commitments: Readonly<Record<string, number>>; readonly asked: number }[]
  readonly asks: readonly (AskRow & { readonly text: string | null })[]
  readonly links: readonly { readonly kind: string; readonly direction: string; readonly other_title_zh: string; readonly other_title_en: string }[]
  readonly log: readonly { readonly position: number; readonly at: string; readonly say: Said }[]
}
