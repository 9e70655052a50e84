/** What a task waits for, and whether each of it is there yet, as far as these rows tell. Pure. */
import type { MeasurePartRow, TaskRow } from '../lib/types'

export type WaitEntry = NonNullable<TaskRow['waits_for']>[number]

export interface Known {
  readonly tasks: readonly Pick<TaskRow, 'id' | 'state'>[]
  readonly parts: readonly Pick<MeasurePartRow, 'measure_id' | 'province' | 'state'>[]
}

/** A task that was recalled holds nobody up. */
const BEHIND: ReadonlySet<TaskRow['state']> = new Set(['resolved', 'closed', 'cancelled'])
const ORDER = ['executing', 'in_effect', 'ending', 'completed']
/** A part that failed here and there is being carried out, as one that is held (incident/rules/task_waiting.py). */
const COUNTS_AS: Readonly<Record<string, string>> = { held: 'executing', partially_applied: 'executing' }

/** True or false; null where nothing is known here of what it waits for. */
export function isMet(entry: WaitEntry, province: string, { tasks, parts }: Known): boolean | null {
  if (entry.task) {
    const state = tasks.find((row) => row.id === entry.task)?.state
    return state ? BEHIND.has(state) : null
  }
  const state = parts.find((row) => row.measure_id === entry.measure && row.province === province)?.state ?? ''
  return ORDER.indexOf(COUNTS_AS[state] ?? state) >= ORDER.indexOf(entry.state ?? '')
}

/** Whether `start` needs a reason. */
export function isWaiting(task: Pick<TaskRow, 'waits_for' | 'province'>, known: Known): boolean {
  return (task.waits_for ?? []).some((entry) => isMet(entry, task.province, known) === false)
}
