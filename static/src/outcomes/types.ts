/** The answers of GET /incidents/{id}/outcomes and …/figures (incident/queries/outcomes.py). Values in the smallest step. */
export interface Kind {
  readonly name: string
  readonly zh: string
  readonly en: string
  readonly unit_zh: string
  readonly unit_en: string
  readonly decimals: number
  readonly better: 'more' | 'less'
  readonly base_zh: string | null
  readonly base_en: string | null
  readonly stated: boolean
  readonly weighed: boolean
  readonly survey: boolean
  readonly sources: readonly string[]
  readonly promise: number | null
  readonly least: number
  readonly most: number
  readonly plausible: readonly [number, number]
  readonly over_places: string
}
export interface Margin {
  readonly half: number
  readonly low: number
  readonly high: number
  readonly few: boolean
}
export interface Cell {
  /** null: the total. */
  readonly province: string | null
  readonly value: number
  readonly base: number | null
  readonly to_day: string
  readonly count: number
  readonly from: 'stated' | 'receipts' | 'tasks' | 'log' | 'answers' | 'mixed'
  readonly sources: readonly string[]
  /** What the house knows beside a stated figure. */
  readonly reckoned: number | null
  readonly target: number | null
  readonly target_from: 'person' | 'playbook' | 'plan' | 'promise' | null
  readonly met: boolean | null
  readonly margin: Margin | null
  readonly sent: number | null
  readonly late: number
  readonly corrected: number
}
export interface Line extends Kind {
  readonly total: Cell | null
  readonly provinces: readonly Cell[]
  readonly missing: readonly string[]
}
export interface NamedMeasure {
  readonly id: string
  readonly title_zh: string
  readonly title_en: string
  readonly provinces: readonly string[]
}
export interface Import {
  readonly id: string
  readonly province: string | null
  readonly name: string | null
  readonly landed: number
  readonly corrected: number
  readonly known: number
  readonly bad: number
  readonly at: string
  readonly person_zh: string
  readonly person_en: string
}
export interface Target {
  readonly id: string
  readonly kind: string
  readonly province: string | null
  readonly value: number | null
  readonly reason: string | null
  readonly at: string
  readonly person_zh: string
  readonly person_en: string
}
export interface Outcomes {
  readonly kinds: readonly Line[]
  readonly formula_zh: string
  readonly formula_en: string
  readonly targets: readonly Target[]
  readonly imports: readonly Import[]
  readonly measures: readonly NamedMeasure[]
}
export interface FigureRow {
  readonly id: string
  readonly kind: string
  readonly province: string | null
  readonly value: number
  readonly base: number | null
  readonly sent: number | null
  readonly city_zh: string | null
  readonly city_en: string | null
  readonly measure_zh: string | null
  readonly measure_en: string | null
  readonly segment: string | null
  readonly from_day: string
  readonly to_day: string
  readonly source: string
  readonly evidence: string | null
  readonly evidence_name: string | null
  readonly note: string | null
  readonly implausible: boolean
  readonly import_id: string | null
  readonly row: number | null
  readonly entered_at: string
  readonly person_zh: string
  readonly person_en: string
  readonly replaces: string | null
  readonly replaced_by: string | null
  readonly reason: string | null
  readonly withdrawn: string | null
  readonly withdrawn_at: string | null
  readonly counts: boolean
  readonly late: boolean
}
export interface RowFault {
  readonly code: string
  readonly column_zh: string
  readonly column_en: string
  readonly zh: string
  readonly en: string
  readonly way_zh: string
  readonly way_en: string
}
export interface Preview {
  readonly name: string
  readonly notes: readonly string[]
  readonly landed: number
  readonly corrected: number
  readonly known: number
  readonly bad: number
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[]; readonly faults: readonly RowFault[] }[]
  readonly good: readonly { readonly row: number; readonly kind: string; readonly province: string | null; readonly value: number; readonly from_day: string; readonly to_day: string; readonly corrects: boolean }[]
}
