/**
 * Acting on many tasks at once: which of them an action fits, requests of at most 200, each action under its own key.
 * A request without an answer is sent again with the same keys, so nothing is done twice.
 */
import { newId, post } from '../lib/api'
import type { ProblemBody } from '../lib/api'
import type { TaskRow, TaskState } from '../lib/types'

export type BulkName = 'acknowledge' | 'remind' | 'reassign' | 'recall' | 'hold' | 'verify'

/** States from which each may be done (incident/rules/tasks.py). */
export const FROM: Readonly<Record<BulkName, readonly TaskState[]>> = {
  acknowledge: ['dispatched'],
  remind: ['dispatched', 'acknowledged', 'in_progress', 'pending'],
  reassign: ['rejected', 'dispatched', 'acknowledged', 'in_progress', 'pending'],
  recall: ['dispatched', 'acknowledged', 'in_progress', 'pending', 'held', 'rejected'],
  hold: ['dispatched', 'acknowledged', 'in_progress', 'pending'],
  verify: ['resolved'],
}
export const AT_ONCE = 200
/** These are not decided on a revision. */
const UNBASED: ReadonlySet<BulkName> = new Set(['remind'])

export interface BatchedAction {
  readonly key: string
  readonly task: string
  readonly action: BulkName
  readonly body: Readonly<Record<string, unknown>>
  readonly revision?: number
}

export interface BatchResult {
  readonly index: number
  readonly key: string
  readonly task: string
  readonly outcome: 'done' | 'conflict' | 'refused'
  readonly row: TaskRow | null
  readonly problem: ProblemBody | null
}

export interface BulkOutcome {
  readonly results: readonly BatchResult[]
  /** Actions that got no answer. */
  readonly unsent: readonly BatchedAction[]
}

export function fitting(tasks: readonly TaskRow[], name: BulkName): readonly TaskRow[] {
  return tasks.filter((task) => FROM[name].includes(task.state))
}

export function actionsFor(tasks: readonly TaskRow[], name: BulkName, body: Readonly<Record<string, unknown>>, draw: () => string = newId): readonly BatchedAction[] {
  return fitting(tasks, name).map((task) => ({
    key: draw(), task: task.id, action: name, body, ...(UNBASED.has(name) ? {} : { revision: task.revision }),
  }))
}

export function chunks<T>(all: readonly T[], size: number = AT_ONCE): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))
}

type Send = (actions: readonly BatchedAction[]) => Promise<{ readonly results: readonly BatchResult[] }>
const overWire: Send = (actions) => post('/tasks/batch', { actions })

/** Sends all; what follows a request without an answer is left unsent rather than tried out of order. */
export async function sendAll(actions: readonly BatchedAction[], onProgress: (done: number) => void, send: Send = overWire): Promise<BulkOutcome> {
  const results: BatchResult[] = []
  for (const some of chunks(actions)) {
    try {
      results.push(...(await send(some)).results)
    } catch {
      return { results, unsent: actions.slice(results.length) }
    }
    onProgress(results.length)
  }
  return { results, unsent: [] }
}
