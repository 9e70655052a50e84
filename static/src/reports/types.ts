/** The answer of GET /incidents/{id}/reports (incident/queries/reports.py). */
export interface Named {
  readonly name_zh: string
  readonly name_en: string
}
export interface ReportRow {
  readonly id: string
  readonly kind: string
  readonly format: string
  readonly language: 'zh' | 'en'
  readonly state: 'asked' | 'made' | 'failed'
  readonly only_province: string | null
  /** Of a schedule; null: a person asked. */
  readonly number: number | null
  readonly position: number | null
  readonly sha256: string | null
  readonly size: number | null
  readonly failure_zh: string | null
  readonly failure_en: string | null
  readonly asked_at: string
  readonly person_id: string
  readonly by: Named
  readonly purpose: string | null
  /** Whether the file can still be fetched. */
  readonly there: boolean
  readonly done: number
  readonly whole: number
  readonly waiting: boolean
}
export interface Person extends Named {
  readonly id: string
}
export interface Schedule {
  /** null: it was stopped. */
  readonly every_hours: number | null
  readonly people: readonly Person[]
  readonly format: string
  readonly language: 'zh' | 'en'
  readonly number: number
  readonly next_at: string | null
  readonly set_by: Named
  readonly revision: number
}
export interface Kind {
  readonly kind: string
  readonly zh: string
  readonly en: string
  readonly formats: readonly string[]
  readonly by_province: boolean
}
export interface Reports {
  readonly items: readonly ReportRow[]
  readonly schedule: Schedule | null
  readonly kinds: readonly Kind[]
  /** Who may be put on the list. */
  readonly people: readonly Person[]
}
