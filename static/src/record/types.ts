/** GET /record and its lists (incident/api/record.py). */
interface Named {
  readonly name_zh: string
  readonly name_en: string
}

export interface LogLine extends Named {
  readonly stream: string
  readonly incident: string | null
  readonly events: number
  readonly hash: string
  readonly recorded_at: string
}

export interface Anchors {
  readonly count: number
  readonly at: string | null
  readonly key: string | null
  readonly streams: number
  readonly fault: string | null
  readonly ours?: boolean
}

export interface Verification {
  readonly id: string
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  readonly by: Named
  readonly asked_at: string
  readonly ended_at: string | null
  readonly done: number
  readonly whole: number
  readonly streams: number
  readonly anchors: number
  readonly fault_count: number | null
  readonly faults: readonly string[] | null
}

export interface Overview {
  readonly logs: readonly LogLine[]
  readonly anchors: Anchors
  readonly verifications: readonly Verification[]
}

export interface ExportRow {
  readonly id: string
  readonly at: string
  readonly by: Named
  readonly via: string
  readonly zh: string
  readonly en: string
  readonly format: string
  readonly incident: string | null
  readonly only: Readonly<Record<string, unknown>>
  readonly state: string
  readonly purpose: string | null
  readonly position: number | null
  readonly sha256: string | null
  readonly size: number | null
}

export interface Erasure {
  readonly at: string
  readonly by: Named
  readonly type: string
  readonly stream: string
  readonly incident: string | null
  readonly position: number
  readonly reason: string | null
  readonly count: number
}

export interface ApprovalRow {
  readonly at: string
  readonly by: Named
  readonly author: Named
  readonly decision: string
  readonly subject: 'measure' | 'broadcast' | 'playbook'
  readonly subject_id: string
  readonly incident: string | null
  readonly zh: string
  readonly en: string
  readonly revision: number
  readonly digest: string
  readonly class: string
}

interface ClassedColumn {
  readonly column: string
  readonly class: string
}

export interface ClassedTable {
  readonly table: string
  readonly zh: string
  readonly en: string
  readonly keep: string
  readonly in_the_log: boolean
  readonly columns: readonly ClassedColumn[]
}

export interface DataClasses {
  readonly classes: readonly { readonly class: string; readonly zh: string; readonly en: string; readonly means_zh: string; readonly means_en: string }[]
  readonly keeps: readonly { readonly keep: string; readonly zh: string; readonly en: string; readonly days: number | null }[]
  readonly tables: readonly ClassedTable[]
  readonly events: readonly { readonly event: string; readonly fields: readonly ClassedColumn[] }[]
}
