/**
 * What my unsent actions make of a task's row. The screen shows a tap at once; this is the only place that says what
 * it will look like, and it says nothing where the rules would refuse, so that a recalled task never looks taken.
 */
import type { TaskRow, TaskState } from '../lib/types'
import { isFile, type Action } from './action'

/** From which states an action may come: the twin of SOURCES in incident/rules/tasks.py for what a province does. */
const SOURCES: Readonly<Record<string, readonly TaskState[]>> = {
  acknowledge: ['dispatched'],
  undo: ['acknowledged'],
  decline: ['dispatched', 'acknowledged'],
  start: ['acknowledged'],
  pend: ['acknowledged', 'in_progress'],
  resume: ['pending', 'held'],
  tick: ['acknowledged', 'in_progress', 'pending'],
  resolve: ['in_progress'],
}

export function may(verb: string, state: TaskState): boolean {
  return SOURCES[verb]?.includes(state) ?? (verb === 'comment' || verb === 'check-in' || verb === 'attach')
}

function moved(row: TaskRow, action: Action): TaskRow {
  const at = new Date(action.worldAt).toISOString()
  const body = action.body as { readonly ticked?: readonly number[] }
  switch (action.verb) {
    case 'acknowledge':
      return {
        ...row, state: 'acknowledged', acknowledged_at: at, acknowledged_by: action.person, proxy_for: null,
        work_due_at: new Date(action.worldAt + row.work_minutes * 60_000).toISOString(),
      }
    case 'undo':
      return { ...row, state: 'dispatched', acknowledged_at: null, acknowledged_by: null, work_due_at: null }
    case 'decline':
      return { ...row, state: 'rejected' }
    case 'start':
      return { ...row, state: 'in_progress', started_at: at }
    case 'pend':
      return { ...row, state: 'pending', state_before: row.state }
    case 'resume':
      return { ...row, state: row.state_before ?? 'in_progress', state_before: null, held_since: null }
    case 'tick':
      return { ...row, ticked: body.ticked ?? row.ticked }
    case 'resolve':
      return { ...row, state: 'resolved', resolved_at: at, ticked: body.ticked ?? row.ticked }
    default:
      return row
  }
}

/** The row as it will be once what waits has been sent; what stands behind a conflict is not shown as done. */
export function overlaid(row: TaskRow, queue: readonly Action[]): TaskRow {
  let shown = row
  for (const action of queue) {
    if (action.task !== row.id || action.state === 'dropped' || isFile(action)) continue
    if (action.state !== 'waiting') break
    if (may(action.verb, shown.state)) shown = moved(shown, action)
  }
  return shown
}
