/** GET /playbooks, /playbooks/{slug} (playbooks/workbench/read_view.py) and /incidents/{id}/plan (incident/queries/plans.py). */
import type { StepKind } from '../calendar/types'
import type { ResponseLevel, Said } from '../lib/types'
import type { Moment, Spoken, TriggerNow } from './language'

export interface PlaybookRow {
  readonly slug: string
  readonly version: number
  readonly digest: string
  readonly title_zh: string
  readonly title_en: string
  readonly owner_zh: string
  readonly owner_en: string
  readonly hazards: readonly string[]
  /** published | retired | unreadable */
  readonly state: string
  readonly number?: number
  readonly uses?: number
  readonly last_used_at?: string | null
  readonly drafts?: number
}
export interface MeasureItem {
  readonly id: string
  readonly type: string
  readonly kind: string
  readonly title: Said
  readonly why: Said
  readonly sources: readonly string[]
  readonly condition: Said
  readonly target: Said
  readonly team: string
  readonly critical: boolean
  readonly phase: string
  readonly approval: string | null
  readonly from: Moment
  readonly until: Moment
  readonly rules: readonly string[]
  readonly segments: readonly string[]
  readonly delivery: string
  readonly message: string | null
  readonly fields: readonly { readonly name: string; readonly title: Said; readonly unit: string; readonly value: unknown }[]
  readonly success: Said
  readonly landing: readonly (Said & { readonly hours_before_end: number })[]
}
export interface TaskItem {
  readonly id: string
  readonly title: Said
  readonly why: Said
  readonly condition: Said
  readonly target: Said
  readonly critical: boolean
  readonly phase: string
  readonly brought_by: string | null
  readonly depends_on: readonly string[]
  /** The step of a planned event's calendar that it is. */
  readonly step: StepKind | null
  readonly clock_changes: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly checklist: readonly Said[]
  readonly outcomes: readonly { readonly name: string; readonly title: Said; readonly unit: Said; readonly least: number; readonly most: number; readonly target: number | null; readonly required: boolean }[]
}
export interface Sample {
  readonly template: string
  readonly text: string
  readonly encoding: string
  readonly units: number
  readonly parts: number
  readonly parts_in_exercise: number
}
export interface Message {
  readonly id: string
  readonly channel: string
  readonly text?: { readonly zh: Sample; readonly en: Sample }
  readonly correction?: { readonly zh: Sample; readonly en: Sample }
  readonly cancel?: { readonly zh: Sample; readonly en: Sample }
}
export interface Described extends Spoken {
  readonly slug: string
  readonly version: number
  readonly digest: string
  readonly title: Said
  readonly summary: Said
  readonly owner: Said
  readonly hazards: readonly string[]
  readonly class_b_cap_fen: number
  readonly parameters: readonly { readonly name: string; readonly title: Said; readonly unit: string; readonly default: number; readonly least: number; readonly most: number }[]
  readonly clocks: Readonly<Record<ResponseLevel, { readonly acknowledge_minutes: number; readonly start_minutes: number; readonly work_minutes: number; readonly report_minutes: number }>>
  readonly escalation: Readonly<Record<ResponseLevel, Said>>
  readonly timeline: readonly MeasureItem[]
  readonly teams: readonly { readonly team: string; readonly title: Said; readonly tasks: readonly TaskItem[] }[]
  readonly messages: readonly Message[]
  readonly sources: readonly { readonly id: string; readonly title: Said; readonly reference: string }[]
  readonly tests: readonly { readonly id: string; readonly title: Said }[]
}
export interface CoverageSummary {
  readonly rules: number
  readonly gaps: readonly (Said & { readonly id: string; readonly kind: string })[]
}
export interface PlaybookAnswer {
  readonly row: PlaybookRow
  readonly describe: Described
  readonly coverage: CoverageSummary
  readonly yaml: string
}
export interface PlanChange {
  readonly item_key: string
  readonly change: 'add' | 'change' | 'wind_down' | 'keep'
  readonly type: 'measure' | 'task' | 'broadcast' | null
  readonly title_zh: string
  readonly title_en: string
  readonly province: string | null
  readonly region?: string | null
  readonly customers?: number
  readonly counties?: number
  readonly cap_fen?: number | null
  readonly approval_class?: string | null
  readonly reasons_zh: readonly string[]
  readonly reasons_en: readonly string[]
}
export interface PlanOmission {
  readonly item: string
  readonly type: string
  readonly title_zh: string
  readonly title_en: string
  readonly reasons_zh: readonly string[]
  readonly reasons_en: readonly string[]
}
export interface PlanAnswer {
  readonly playbook: { readonly slug: string; readonly version: number; readonly digest: string }
  readonly changes: readonly PlanChange[]
  readonly omitted: readonly PlanOmission[]
  readonly triggers: readonly TriggerNow[]
}
