/** A server in memory for the tests: it has tasks with revisions, keeps answers by key, and fails as told. */
import { Problem } from '../lib/api'
import type { TaskRow, TaskState } from '../lib/types'
import type { Action } from './action'
import { asBatched } from './action'
import { may } from './overlay'
import { fileOf, type KeptFile } from './files'
import type { Result, Server } from './sender'
import type { FileServer } from './uploads'

export const OFFLINE = new Problem({ status: 0, code: 'offline' })

export function task(id: string, state: TaskState = 'dispatched', revision = 1): TaskRow {
  const row: Partial<TaskRow> = {
    id, state, revision, title_zh: id, title_en: id, province: '510000', ticked: [], checklist: [], outcome_fields: [],
    work_minutes: 60, acknowledge_minutes: 15, acknowledged_by: null, proxy_for: null, escalation: 0, state_before: null,
  }
  return row as TaskRow
}

const NEXT: Readonly<Record<string, TaskState>> = { acknowledge: 'acknowledged', start: 'in_progress', resolve: 'resolved', decline: 'rejected', undo: 'dispatched' }

export const BY_THE_HOUSE: ReadonlySet<string> = new Set(['revision', 'escalation', 'ack_overdue', 'ticked'])

export class FakeServer implements Server, FileServer {
  readonly byTheHouse = BY_THE_HOUSE
  /** Every action carried out, in order: `task verb`. */
  readonly did: string[] = []
  /** What the next requests throw; `'lost'` is carried out and then gets no answer. */
  readonly failing: (Problem | 'lost')[] = []
  /** Files taken, by attachment; what the next uploads throw. */
  readonly files = new Map<string, KeptFile>()
  readonly refusing: Problem[] = []
  requests = 0
  person: string | null = 'p'
  private readonly answers = new Map<string, Result>()

  constructor(readonly tasks: Map<string, TaskRow>) {}

  change(id: string, part: Partial<TaskRow>): void {
    const row = this.tasks.get(id)
    if (row) this.tasks.set(id, { ...row, ...part, revision: row.revision + 1 })
  }

  carry(actions: readonly Action[]): Promise<readonly Result[]> {
    this.requests += 1
    const fault = this.failing.shift()
    if (fault instanceof Problem) return Promise.reject(fault)
    const done = new Map<string, number>()
    const results = actions.map((action) => this.one(action, asBatched(action, actions), done))
    return fault === 'lost' ? Promise.reject(OFFLINE) : Promise.resolve(results)
  }

  private one(action: Action, sent: Record<string, unknown>, done: Map<string, number>): Result {
    const before = this.answers.get(action.key)
    const result = before ?? this.fresh(action, sent, done)
    if (result.outcome === 'done') {
      this.answers.set(action.key, result)
      done.set(action.key, result.row?.revision ?? 0)
    }
    return result
  }

  private fresh(action: Action, sent: Record<string, unknown>, done: Map<string, number>): Result {
    const row = this.tasks.get(action.task)
    const refused = (status: number, code: string): Result => ({
      key: action.key, outcome: status === 409 || status === 412 ? 'conflict' : 'refused', status, row: row ?? null, problem: { code, detail_zh: code, detail_en: code },
    })
    if (!row) return refused(404, 'not_found')
    const after = sent['after'] as string | undefined
    if (after !== undefined && !done.has(after)) return refused(409, 'batch.earlier_not_done')
    const revision = after === undefined ? sent['revision'] : done.get(after)
    const based = action.verb !== 'tick' && action.verb !== 'comment' && action.verb !== 'undo'
    if (based && revision !== row.revision) return refused(412, 'stale_revision')
    if (!may(action.verb, row.state)) return refused(409, 'task.not_now')
    const ticked = (action.body as { ticked?: number[] }).ticked
    const next = { ...row, state: NEXT[action.verb] ?? row.state, revision: row.revision + 1, ...(ticked ? { ticked } : {}), ...(action.verb === 'acknowledge' ? { acknowledged_by: action.person } : {}) }
    this.tasks.set(action.task, next)
    this.did.push(`${action.task} ${action.verb}`)
    return { key: action.key, outcome: 'done', status: 200, row: next, problem: null }
  }

  upload(action: Action, file: KeptFile): Promise<void> {
    const fault = this.refusing.shift()
    if (fault) return Promise.reject(fault)
    this.files.set(fileOf(action)?.id ?? '', file)
    return Promise.resolve()
  }

  catchUp(): Promise<void> {
    return Promise.resolve()
  }
  known(id: string): TaskRow | null {
    return this.tasks.get(id) ?? null
  }
  whoIsIn(): Promise<string | null> {
    return Promise.resolve(this.person)
  }
}
