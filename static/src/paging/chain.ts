/** The chain of a task, reckoned from its own columns as incident/rules/tasks.py does: who is called when, and what is next. */
import type { TaskRow } from '../lib/types'

export const CHAIN = ['province_member', 'province_lead', 'duty_officer', 'commander'] as const
const MINUTE = 60_000

export interface Call {
  readonly role: (typeof CHAIN)[number]
  readonly dueMs: number
  readonly called: boolean
}

export interface Chain {
  readonly calls: readonly Call[]
  /** The next call that the clock makes; null when there is none. */
  readonly next: Call | null
}

type Clocked = Pick<TaskRow, 'state' | 'dispatched_at' | 'acknowledge_minutes' | 'escalation'>

/** Null for a task that nobody is called for any more. */
export function chainOf(task: Clocked): Chain | null {
  if (task.state !== 'dispatched' && task.state !== 'held') return null
  const from = Date.parse(task.dispatched_at)
  const calls = CHAIN.map((role, index) => ({
    role,
    dueMs: from + (index + 1) * task.acknowledge_minutes * MINUTE,
    called: index < task.escalation,
  }))
  return { calls, next: task.state === 'held' ? null : (calls.find((call) => !call.called) ?? null) }
}

/** When an acknowledged task that nobody has begun is given back; null when it is not. */
export function returnsAt(task: { readonly state: string; readonly start_due_at?: string | null }): number | null {
  return task.state === 'acknowledged' && task.start_due_at ? Date.parse(task.start_due_at) : null
}
