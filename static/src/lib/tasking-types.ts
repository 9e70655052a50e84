/** What incident/queries/tasking*.py answer. Times are UTC text, durations whole seconds. */
import type { TaskState } from './types'
import type { PersonName } from './wire-types'

/** A task by name: the next deadlines, the longest overdue. */
export interface NamedTask {
  readonly id: string
  readonly province: string
  readonly region: string
  readonly task_group: string
  readonly team: string
  readonly title_zh: string
  readonly title_en: string
  readonly state: TaskState
  readonly critical: boolean
  readonly escalation: number
  readonly acknowledge_minutes: number
  readonly ack_due_at: string
  readonly work_due_at: string | null
}

export interface TaskingSums {
  readonly position: number
  readonly at: string
  readonly total: number
  readonly counted: readonly string[]
  /** `[province, group, …]` with a figure for each name of `counted`. */
  readonly cells: readonly (readonly [string, string, ...number[]])[]
  readonly provinces: readonly {
    readonly province: string
    readonly ack_due_at: string | null
    readonly acknowledge_minutes: number | null
    readonly escalation: number
    readonly oldest_open_at: string | null
  }[]
  readonly groups: readonly { readonly group: string; readonly tasks: number; readonly title_zh: string; readonly title_en: string }[]
  /** adcode → total, answered, late, declined */
  readonly regions: Readonly<Record<string, readonly [number, number, number, number]>>
  readonly declined: readonly { readonly id: string; readonly province: string; readonly item_key: string }[]
  readonly waiting: readonly NamedTask[]
  readonly due: readonly NamedTask[]
  readonly overdue: readonly NamedTask[]
}

export interface TimesSummary {
  readonly name: string
  readonly count: number
  readonly mean_s: number | null
  readonly p50_s: number | null
  readonly p90_s: number | null
  readonly max_s: number | null
}

export interface Times {
  readonly all: TimesSummary & { readonly curve: readonly number[] }
  readonly levels: readonly TimesSummary[]
  readonly provinces: readonly TimesSummary[]
}

export interface TaskingTimes {
  readonly acknowledge: Times
  readonly resolve: Times
}

interface LoadFigures {
  readonly province: string
  readonly open: number
  readonly unacknowledged: number
  readonly late: number
  readonly oldest_at: string
}
export interface TaskingLoad {
  readonly teams: readonly (LoadFigures & { readonly team: string })[]
  readonly people: readonly (LoadFigures & PersonName & { readonly id: string })[]
}

export interface PagedTask extends NamedTask {
  readonly revision: number
  readonly dispatched_at: string
  readonly acknowledged_at: string | null
  readonly acknowledged_by: string | null
  readonly responsible_by: string | null
  readonly proxy_for: string | null
  readonly started_at: string | null
  readonly resolved_at: string | null
  readonly ack_overdue: boolean
  readonly work_overdue: boolean
}

export interface TaskPage {
  readonly items: readonly PagedTask[]
  readonly people: Readonly<Record<string, PersonName>>
  readonly next: string | null
}

/** What a province asks of headquarters. */
export interface AskRow {
  readonly id: string
  readonly incident_id: string
  readonly province: string
  readonly kind: string
  readonly ask_text: string
  readonly quantity: number | null
  readonly needed_by: string | null
  readonly person_id: string
  readonly asked_at: string
  readonly answer_due_at: string
  readonly state: 'open' | 'accepted' | 'declined' | 'withdrawn'
  readonly overdue: boolean
  readonly answered_at: string | null
  readonly answered_by: string | null
  readonly answer_text: string | null
  readonly answer_kind: string | null
  readonly answer_id: string | null
  readonly revision: number
}

export interface LinkRow {
  readonly id: string
  readonly kind: 'caused_by' | 'part_of' | 'duplicate_of'
  readonly direction: 'to' | 'from'
  readonly other_id: string
  readonly other_title_zh: string
  readonly other_title_en: string
  readonly ended_at: string | null
}
