/** The answer of GET /analysis (incident/queries/analysis.py, incident/rules/analysis.py). */
export interface Metric {
  readonly name: string
  readonly zh: string
  readonly en: string
  readonly unit: 'seconds' | 'ppm' | 'fen' | 'count'
  readonly better: 'more' | 'less'
  readonly decimals: number
}
export type Values = Readonly<Record<string, number | null>>
export interface Line {
  readonly id: string
  readonly title_zh: string
  readonly title_en: string
  readonly hazard: string
  readonly response_level: 'I' | 'II' | 'III' | 'IV' | null
  readonly state: string
  readonly occurred_at: string
  readonly customers_hit: number
  readonly tasks: number
  readonly values: Values
  /** Median of other incidents of the same hazard and level. */
  readonly against: Values
  /** The last known value among earlier ones of the same kind. */
  readonly before: Values
  /** How many others are alike. */
  readonly alike: number
}
export interface Group {
  readonly hazard: string
  readonly response_level: 'I' | 'II' | 'III' | 'IV' | null
  readonly incidents: number
  readonly medians: Values
}
export interface Analysis {
  readonly metrics: readonly Metric[]
  readonly items: readonly Line[]
  readonly groups: readonly Group[]
}
