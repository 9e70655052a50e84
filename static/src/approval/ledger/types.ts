/** The ledger as the server sums it (incident/queries/ledger.py). */
export const PARTS = ['applied', 'failed', 'unknown', 'waiting', 'abandoned'] as const
export type Unit = 'customers' | 'fen'
type Figure = 'intended' | 'submitted' | 'reversed' | (typeof PARTS)[number]

export type Sums = { readonly [K in `${Figure}_${Unit}`]: number } & { readonly batches: number; readonly parked: number; readonly extended_intended: number; readonly extended_applied: number; readonly extended_failed: number }
export type Line = Sums & { readonly province?: string; readonly county?: string; readonly segment?: string; readonly measure?: string }
export type By = 'province' | 'county' | 'segment' | 'measure'

export interface LedgerSums {
  readonly by: By
  readonly items: readonly Line[]
  readonly total: Sums
  readonly even: boolean
  readonly differences: readonly string[]
}

export interface BatchLine {
  readonly id: string
  readonly measure_id: string
  readonly title_zh: string
  readonly title_en: string
  readonly province: string
  readonly county: string
  readonly segment: string
  readonly revision: number
  readonly stage: number | null
  readonly extends: boolean
  readonly state: 'planned' | 'submitted' | 'unknown' | 'settled' | 'abandoned' | 'ended'
  readonly attempt: number
  readonly parked: boolean
  readonly reference: string | null
  readonly intended_customers: number
  readonly applied_customers: number
  readonly failed_customers: number
  readonly intended_fen: number
  readonly applied_fen: number
  readonly failed_fen: number
  readonly failures: Readonly<Record<string, number>>
}

export interface Filter {
  readonly measure: string
  readonly province: string
  readonly county: string
  readonly segment: string
  readonly part: 'measure' | 'landing'
}

export const NO_FILTER: Filter = { measure: '', province: '', county: '', segment: '', part: 'measure' }

/** As a query string; what is open is left out. */
export function queryOf(filter: Filter, more: Readonly<Record<string, string>> = {}): string {
  return new URLSearchParams(Object.entries({ ...filter, ...more }).filter(([, value]) => value)).toString()
}

/** The depth that a filter opens: provinces, a province's counties, a county's segments, then batches. */
export function depthOf(filter: Filter): 'province' | 'county' | 'segment' | 'batch' {
  if (filter.segment && filter.county) return 'batch'
  return filter.county ? 'segment' : filter.province ? 'county' : 'province'
}

/** What intended lacks to be the sum of its parts; zero when it is even. */
export function missing(sums: Sums, unit: Unit): number {
  return sums[`intended_${unit}`] - PARTS.reduce((all, part) => all + sums[`${part}_${unit}`], 0)
}
