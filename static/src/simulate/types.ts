/** GET /simulations, /simulations/choices and /simulations/{id}; documents `simulation/1` and `simulation-set/1` (docs/simulation.md). */

export interface Band {
  readonly p5: number
  readonly p25: number
  readonly p50: number
  readonly p75: number
  readonly p95: number
}
export type BandName = keyof Band
/** The same by hour or by day. */
export type Bands = Readonly<Record<BandName, readonly number[]>>

export interface Total extends Band {
  readonly name: string
  readonly title_zh: string
  readonly title_en: string
  readonly unit: string
  readonly reference: number
}
export interface Overload {
  readonly kind: string
  readonly title_zh: string
  readonly title_en: string
  readonly reference_zh: string | null
  readonly reference_en: string | null
  readonly reference_hour: number | null
  readonly runs: number
  readonly hour: Band | null
  readonly where: readonly { readonly where: string; readonly runs: number }[]
}
export interface Waiting {
  readonly calls: number
  readonly seats_needed: number | null
  readonly wait_s: number | null
  readonly in_time_ppm: number
  readonly abandoned_ppm: number
}
export interface Hotline {
  readonly seats: number
  readonly talk_s: number
  readonly answer_s: number
  readonly answer_percent: number
  readonly patience_s: number
  readonly carries_calls: number
  readonly calls: Bands
  readonly reference: readonly number[]
  readonly waiting: Readonly<Record<'p50' | 'p95', readonly Waiting[]>>
}
export interface TeamRow {
  readonly province: string
  readonly name_zh: string
  readonly name_en: string
  readonly on_duty: readonly number[]
  readonly assumed: boolean
  readonly minutes: Bands
  readonly waiting: Readonly<Record<'p50' | 'p95', readonly number[]>>
}
export interface CountyRow extends Band {
  readonly county: string
  readonly name_zh: string
  readonly name_en: string
  readonly province: string
  readonly runs: number
  readonly reference: number
}
export interface ItemRow extends Band {
  readonly id: string
  readonly title_zh: string
  readonly title_en: string
  readonly type: string
  readonly planned: boolean
  readonly reference: number
  readonly cap_fen: number
  readonly runs: number
}
export interface Assumption {
  readonly name: string
  readonly value: number | string
  readonly unit: string
  readonly zh: string
  readonly en: string
  readonly source_zh: string
  readonly source_en: string
}
export interface Version {
  readonly playbook: { readonly slug: string; readonly version: number; readonly digest: string; readonly title_zh: string; readonly title_en: string }
  readonly level: string | null
  readonly occurred_at: string
  readonly planned_at: string
  readonly runs: number
  readonly assumptions: readonly Assumption[]
  readonly totals: readonly Total[]
  readonly first: { readonly kind: string | null; readonly zh: string; readonly en: string }
  readonly overloads: readonly Overload[]
  readonly hotline: Hotline
  readonly money: { readonly days: Bands; readonly reference: readonly number[] }
  readonly teams: { readonly all: Bands; readonly on_duty: readonly number[]; readonly provinces: readonly TeamRow[] }
  readonly coverage: {
    readonly counties: readonly CountyRow[]
    /** Hit as it is, and covered by no measure. Simulations of before say neither this nor which are not assessed. */
    readonly uncovered?: readonly { readonly county: string; readonly customers: number }[]
    readonly not_assessed: number
    readonly not_assessed_counties?: readonly string[]
  }
  readonly items: readonly ItemRow[]
}
export interface Difference {
  readonly same: boolean
  readonly words: readonly { readonly zh: string; readonly en: string }[]
  readonly totals: readonly { readonly name: string; readonly title_zh: string; readonly title_en: string; readonly unit: string; readonly before: Band; readonly after: Band; readonly difference: Band }[]
  readonly items: readonly { readonly id: string; readonly change: 'added' | 'removed' | 'changed'; readonly title_zh: string; readonly title_en: string }[]
}
/** GET /simulations/response-times, and in a result what it was reckoned with. */
export interface Responses {
  readonly least_answers: number
  readonly answers: number
  readonly incidents: number
  readonly first: string | null
  readonly last: string | null
  readonly nation: { readonly median_percent: number; readonly spread_percent: number } | null
  readonly provinces: readonly { readonly province: string; readonly answers: number; readonly used: 'own' | 'nation' | 'stated'; readonly median_percent: number; readonly spread_percent: number }[]
}
export interface SimulationSet {
  readonly footprint: string
  readonly exposure: string
  readonly exposure_zh: string
  /** Null: response times as they were stated. */
  readonly responses?: Responses | null
  readonly versions: readonly Version[]
  readonly comparison: Difference | null
}
export interface SimulationRow {
  readonly id: string
  readonly about: { readonly hazard: string; readonly footprint: string; readonly playbooks: readonly { readonly slug: string; readonly version: number; readonly title_zh: string; readonly title_en: string }[] }
  readonly state: 'waiting' | 'running' | 'done' | 'stopped' | 'failed'
  readonly runs: number
  readonly done: number
  readonly stopping: boolean
  readonly failure_zh: string | null
  readonly failure_en: string | null
  readonly asked_at: string
  readonly ended_at: string | null
}
export interface SimulationDetail extends SimulationRow {
  readonly result: SimulationSet | null
}
export interface Choices {
  readonly playbooks: readonly { readonly slug: string; readonly title_zh: string; readonly title_en: string; readonly hazards: readonly string[]; readonly version: number; readonly numbers: readonly { readonly number: number; readonly version: number }[] }[]
  readonly drafts: readonly { readonly id: string; readonly slug: string; readonly title_zh: string; readonly title_en: string; readonly version: number | null; readonly revision: number }[]
  readonly shipped: readonly string[]
  readonly incidents: readonly { readonly id: string; readonly title_zh: string; readonly title_en: string; readonly hazard: string; readonly version: number; readonly versions: readonly number[] }[]
  readonly random: readonly string[]
}
