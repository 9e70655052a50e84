/** The two clocks of a task: how long to acknowledge, how long to work (DOMAIN.md §1g). */
import type { JSX } from 'preact'
import { clockMinutes, moment, took } from '../lib/format'
import { language } from '../lib/i18n'
import type { TaskRow } from '../lib/types'
import { countdown, now } from '../lib/worldclock'
import { workspaceWords } from './words'

const MINUTE = 60_000

/** The one countdown that counts for this state, or what stands instead of it. */
export function TaskClock({ task, large = false }: { readonly task: TaskRow; readonly large?: boolean }): JSX.Element {
  const w = workspaceWords()
  const size = large ? 'ws-clock ws-clock-large' : 'ws-clock'
  if (task.state === 'held') return <span class={`${size} tone-tx-2`}>{w.stopped}</span>
  const due = task.state === 'dispatched' ? task.ack_due_at : task.work_due_at
  const allowed = (task.state === 'dispatched' ? task.acknowledge_minutes : task.work_minutes) * MINUTE
  const at = task.closed_at ?? task.resolved_at
  if (at) return <span class={`${size} ws-clock-done`} title={moment(at)}>{clockMinutes(at)}</span>
  if (!due || task.state === 'rejected' || task.state === 'cancelled') return <span class={`${size} tone-tx-3`}>-</span>
  const left = countdown(Date.parse(due), now.value, language.value, allowed)
  const tone = left.late ? 'ws-late' : left.close ? 'ws-close' : ''
  return (
    <span class={`${size} ${tone}`} title={moment(due)} role="timer">
      {left.text}
    </span>
  )
}

/** How the acknowledgement went, once it has been given. */
export function AckTook({ task }: { readonly task: TaskRow }): JSX.Element | null {
  const w = workspaceWords()
  if (!task.acknowledged_at) return null
  const spent = Date.parse(task.acknowledged_at) - Date.parse(task.dispatched_at)
  const late = task.acknowledged_at > task.ack_due_at
  return (
    <span class={late ? 'ws-late' : ''} title={moment(task.acknowledged_at)}>
      {took(spent)} {late ? w.ackLate : w.ackOnTime}
    </span>
  )
}

/** Share of the work clock used up, 0 to 1; null when no clock runs. */
export function usedShare(task: TaskRow, nowMs: number): number | null {
  if (!task.work_due_at) return null
  const allowed = task.work_minutes * MINUTE
  const left = Date.parse(task.work_due_at) - (task.held_since ? Date.parse(task.held_since) : nowMs)
  return Math.min(1, Math.max(0, 1 - left / allowed))
}
