/** Sheets and walks (incident/queries/walk_throughs.py). */
interface Words {
  readonly zh: string
  readonly en: string
}
export interface Question extends Words {
  readonly id: string
  readonly department: string
}
export interface Sheet {
  readonly name: string
  readonly walked_as: string
  readonly title: Words
  readonly when: Words
  readonly source: Words
  readonly minutes: number
  readonly questions: readonly Question[]
}
export interface Walk {
  readonly id: string
  readonly scope: string
  readonly sheet: string
  readonly region: string | null
  readonly walked_at: string
  readonly person_zh: string
  readonly person_en: string
  readonly yes: number
  readonly no: number
  readonly skipped: number
  readonly answers: readonly { readonly question: string; readonly answer: string; readonly note: string | null; readonly finding_id: string | null }[]
}
export interface Walks {
  readonly items: readonly Walk[]
  readonly sums: { readonly walks: number; readonly people: number; readonly noes: number; readonly found: number; readonly mended: number }
}
