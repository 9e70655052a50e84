/** The plan as the server proposes it, and what the duty officer ticks of it; pure. */
import type { Row } from '../../lib/types'
import type { Change as PlaybookChange } from '../../workbench/types'

export type ChangeKind = 'add' | 'change' | 'wind_down' | 'keep'

export interface PlanChange {
  readonly item_key: string
  readonly change: ChangeKind
  readonly type: 'measure' | 'task' | 'broadcast'
  readonly kind: string
  readonly title_zh: string
  readonly title_en: string
  readonly target: string
  readonly province: string | null
  readonly region: string | null
  readonly group: string | null
  readonly customers: number | null
  readonly cost_fen: number | null
  readonly cap_fen: number | null
  readonly approval_class: 'A' | 'B' | null
  readonly window_from: string | null
  readonly window_to: string | null
  readonly acknowledge_minutes: number | null
  readonly work_minutes: number | null
  readonly critical: boolean
  /** Where it stands in the playbook's time; absent for what is wound down. */
  readonly phase?: string
  readonly fields: Row
  readonly changed: readonly string[]
  readonly reasons_zh: readonly string[]
  readonly reasons_en: readonly string[]
  readonly message?: { readonly zh: string; readonly en: string; readonly parts: number } | null
  /** Findings because of which the playbook says so. */
  readonly lessons?: readonly Lesson[]
}

export interface Lesson {
  readonly id: string
  readonly number: number
  readonly say_zh: string
  readonly say_en: string
  readonly incident: { readonly id: string; readonly title_zh: string; readonly title_en: string } | null
}

export interface Omitted {
  readonly item: string
  readonly title_zh: string
  readonly title_en: string
  readonly reasons_zh: readonly string[]
  readonly reasons_en: readonly string[]
}

/** A signal of the playbook with its newest reading; null: nobody has read it, and what asks for it is left out. */
export interface PlanReading {
  readonly name: string
  readonly title_zh: string
  readonly title_en: string
  readonly unit: string
  readonly reading: number | null
  readonly source: string | null
  readonly read_at: string | null
  readonly read_by_zh: string
  readonly read_by_en: string
}

export interface Plan {
  readonly readings?: readonly PlanReading[]
  readonly playbook: { readonly slug: string; readonly version: number; readonly digest: string; readonly title_zh: string; readonly title_en: string }
  readonly changes: readonly PlanChange[]
  readonly omitted: readonly Omitted[]
  /** A planned event's plan is frozen until then; `allowed`: an approver's word for one change waits to be used. */
  readonly freeze?: { readonly until: string; readonly allowed: boolean } | null
  /** Playbooks in use for the hazard. */
  readonly choices?: readonly { readonly slug: string; readonly title_zh: string; readonly title_en: string }[]
  /** What has been published since the incident was activated. */
  readonly newer?: { readonly number: number; readonly version: number; readonly changes: readonly PlaybookChange[] } | null
}

/** item_key → reason for leaving it out. */
export type Left = Readonly<Record<string, string>>

export interface PlanGroup {
  readonly key: string
  readonly type: PlanChange['type']
  readonly changes: readonly PlanChange[]
}

export function acts(change: PlanChange): boolean {
  return change.change !== 'keep'
}

/** Measures and broadcasts one by one; tasks together by their item, one line a playbook item. */
export function planGroups(changes: readonly PlanChange[], shown: ReadonlySet<ChangeKind>): readonly PlanGroup[] {
  const groups = new Map<string, { type: PlanChange['type']; changes: PlanChange[] }>()
  for (const change of changes) {
    if (!shown.has(change.change)) continue
    const [playbook = '', item = ''] = change.item_key.split('/')
    const key = change.type === 'task' ? `${playbook}/${item}` : change.item_key
    const group = groups.get(key)
    if (group) group.changes.push(change)
    else groups.set(key, { type: change.type, changes: [change] })
  }
  const order = { measure: 0, broadcast: 1, task: 2 }
  return [...groups].map(([key, group]) => ({ key, ...group })).sort((a, b) => order[a.type] - order[b.type])
}

export function countByChange(changes: readonly PlanChange[]): Readonly<Record<ChangeKind, number>> {
  const counts: Record<ChangeKind, number> = { add: 0, change: 0, wind_down: 0, keep: 0 }
  for (const change of changes) counts[change.change] += 1
  return counts
}

export interface Activation {
  readonly playbook: string
  /** The publication that was chosen; left out: what the incident was activated with. */
  readonly number?: number
  readonly include: readonly string[] | 'all'
  readonly exclude: readonly { readonly item_key: string; readonly reason: string }[]
}

/** Nothing left out: all. Else what is ticked is named, and what is not has its reason. */
export function activation(plan: Plan, left: Left, number: number | null = null): Activation {
  const chosen = number === null ? {} : { number }
  const acting = plan.changes.filter(acts)
  const exclude = acting.flatMap(({ item_key }) => item_key in left ? [{ item_key, reason: left[item_key] ?? '' }] : [])
  if (exclude.length === 0) return { playbook: plan.playbook.slug, ...chosen, include: 'all', exclude }
  return { playbook: plan.playbook.slug, ...chosen, include: acting.map((change) => change.item_key).filter((key) => !(key in left)), exclude }
}
