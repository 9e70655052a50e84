/** Answers about findings (incident/queries/findings.py, fired.py). Times are world time. */
export type FindingState = 'found' | 'assigned' | 'mended' | 'verified' | 'rejected' | 'duplicate'

export interface Finding {
  readonly id: string
  readonly number: number
  readonly scope: string
  readonly of_incident: string | null
  readonly incident: { readonly id: string; readonly title_zh: string; readonly title_en: string } | null
  readonly source: 'person' | 'rule' | 'walk_through'
  readonly rule: string | null
  readonly rule_zh: string | null
  readonly rule_en: string | null
  readonly say_zh: string
  readonly say_en: string
  readonly evidence: readonly number[]
  readonly about_at: string | null
  readonly subject_kind: 'task' | 'measure' | 'broadcast' | 'target' | null
  readonly subject_id: string | null
  readonly walk_id: string | null
  readonly department: string
  readonly helpers: readonly string[]
  readonly state: FindingState
  readonly found_at: string
  readonly found_by_zh: string
  readonly found_by_en: string
  readonly owner_id: string | null
  readonly owner_zh: string | null
  readonly owner_en: string | null
  readonly due_at: string | null
  readonly overdue: boolean
  readonly mended: string | null
  readonly mended_by: string | null
  readonly reason: string | null
  readonly draft: Draft | null
  readonly playbook_item: string | null
  readonly revision: number
}
export interface Draft {
  readonly id: string
  readonly slug: string
  readonly state: string
  readonly title_zh: string
  readonly title_en: string
  readonly version: number | null
  readonly published_number: number | null
}
export interface FindingList {
  readonly items: readonly Finding[]
  readonly more: number
  readonly counts: Readonly<Partial<Record<FindingState, number>>>
}
export interface Told {
  readonly position: number
  readonly at: string
  readonly type: string
  readonly say: { readonly zh: string; readonly en: string }
}
export interface Person {
  readonly id: string
  readonly name_zh: string
  readonly name_en: string
}
export interface FindingDetail {
  readonly finding: Finding
  readonly evidence: readonly Told[]
  readonly story: readonly Told[]
  readonly duplicates: readonly { readonly id: string; readonly number: number }[]
  readonly duplicate_of: { readonly id: string; readonly number: number } | null
  readonly owners: readonly Person[]
}
export interface Fired {
  readonly id: string
  readonly key: string
  readonly rule_zh: string
  readonly rule_en: string
  readonly say_zh: string
  readonly say_en: string
  readonly province: string | null
  readonly department: string
  readonly at: string
  readonly evidence: readonly number[]
  readonly finding: { readonly id: string; readonly number: number; readonly state: FindingState } | null
}
export interface Department {
  readonly department: string
  readonly findings: number
  readonly helping: number
  readonly open: number
  readonly overdue: number
  readonly mended: number
  readonly verified: number
  readonly mending_hours: number | null
  readonly score: number | null
}
export interface Repeat {
  readonly rule_zh: string
  readonly rule_en: string
  readonly scope: string
  readonly incidents: readonly { readonly id: string; readonly title_zh: string; readonly title_en: string }[]
  readonly findings: readonly { readonly id: string; readonly number: number }[]
  readonly verified: number
}
interface Word {
  readonly id: string
  readonly zh: string
  readonly en: string
}
export interface Figures {
  readonly departments: readonly Department[]
  readonly repeats: readonly Repeat[]
  readonly words: { readonly departments: readonly Word[]; readonly rules: readonly (Word & { readonly what_zh: string; readonly what_en: string })[] }
}
