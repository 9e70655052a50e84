/** The answer of GET /incidents/{id}/league (incident/queries/league.py). Points in hundredths. */
export interface Criterion {
  readonly name: string
  readonly zh: string
  readonly en: string
  readonly how_zh: string
  readonly how_en: string
  readonly weight: number
  readonly per: number
  readonly full: number
  readonly none: number
  readonly unit_zh: string
  readonly unit_en: string
}
export interface Part {
  readonly criterion: string
  readonly numerator: number
  readonly denominator: number
  readonly points: number | null
  readonly weight: number
  readonly ruling: 'leave_out' | 'value' | null
}
export interface Score {
  readonly province: string
  readonly total: number
  readonly weight: number
  readonly rank: number | null
  readonly of: number
  readonly parts: readonly Part[]
}
export interface Assessment extends Score {
  readonly id: string
  readonly because: 'published' | 'ruled'
  readonly at: string
  readonly revision: number
  readonly rules_version: number
}
export interface Objection {
  readonly id: string
  readonly province: string
  readonly criterion: string
  readonly text: string | null
  readonly at: string
  readonly person_zh: string
  readonly person_en: string
  readonly state: 'open' | 'upheld' | 'dismissed'
  readonly answer: string | null
  readonly answerer_zh: string | null
  readonly answerer_en: string | null
  readonly ruling: 'leave_out' | 'value' | null
}
export interface Nomination {
  readonly id: string
  readonly province: string
  readonly title: string | null
  readonly text: string | null
  readonly praise: string | null
  readonly prize: 'first' | 'second' | 'third' | 'special' | null
  readonly at: string
  readonly person_id: string
  readonly person_zh: string
  readonly person_en: string
}
export interface Team {
  readonly team: string
  readonly title_zh: string
  readonly title_en: string
  readonly provinces: number
  readonly tasks: number
  readonly in_time: number
  readonly done: number
}
export interface League {
  readonly rules: { readonly version: number; readonly criteria: readonly Criterion[]; readonly least_weight: number }
  readonly scores: readonly Assessment[]
  readonly draft: readonly Score[] | null
  readonly teams: readonly Team[]
  readonly objections: readonly Objection[]
  readonly nominations: readonly Nomination[]
  readonly history: {
    readonly incidents: readonly { readonly id: string; readonly title_zh: string; readonly title_en: string; readonly occurred_at: string }[]
    readonly provinces: Readonly<Record<string, Readonly<Record<string, { readonly total: number; readonly rank: number | null; readonly of: number }>>>>
  }
}
