/** Small pieces that the list, the task and the desk share. */
import type { JSX } from 'preact'
import { Icon } from '../components/Icon'
import { named, said } from '../lib/i18n'
import { regionName } from '../lib/regions'
import { session } from '../lib/session'
import type { Store } from '../lib/store'
import type { TaskRow } from '../lib/types'
import { undecided } from '../offline/action'
import { offlineWords } from '../offline/words'
import { responsible } from './lists'
import type { Workspace } from './model'
import { sayReasons } from './reasons'
import { workspaceWords } from './words'

/** Outline icons of a phone that the shell does not have. */
const PATHS = {
  place: 'M10 17.5c3.6-4 5.4-6.7 5.4-9.2a5.4 5.4 0 1 0-10.8 0c0 2.5 1.8 5.2 5.4 9.2M10 6.4a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  others: 'M7.2 4.5a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2M2.5 16c0-2.8 2-4.4 4.7-4.4s4.7 1.6 4.7 4.4M13 5a2.3 2.3 0 0 1 0 4.4M14.2 12c2 .4 3.3 1.8 3.3 4',
  back: 'M12 4.5L6.5 10l5.5 5.5',
  print: 'M6 7V3.5h8V7M6 13.5H3.5V7h13v6.5H14M6 11.5h8v5H6z',
  check: 'M4.5 10.5l3.5 3.5 7.5-8',
} as const

export function Mark({ name, size = 16 }: { readonly name: keyof typeof PATHS; readonly size?: number }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 20 20" width={size} height={size} aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}

/** Names come with the snapshot; who acts for the first time afterwards is known by name only if it is me. */
export function personName(store: Store, id: string | null): string {
  if (!id) return ''
  const me = session.value?.person
  return named(store.people.value[id] ?? (me?.id === id ? me : null), 'name')
}

/** 北川羌族自治县, or nothing when the task is for the province as a whole. */
export function placeOf(task: TaskRow): string {
  return regionName(task.region)
}

export function whyOf(task: TaskRow): string[] {
  return sayReasons(task.reasons)
}

/** Returned by headquarters: at work again although figures had been reported. */
export function isReturned(task: TaskRow, store: Store): boolean {
  if (task.state !== 'in_progress' || task.reason_text === null) return false
  return Object.values(store.folded.value.tables['outcome'] ?? {}).some((row) => row['task_id'] === task.id)
}

/** The sentence under a state that a person gave a reason for. */
export function stateReason(task: TaskRow, store: Store): string | null {
  const w = workspaceWords()
  const why = store.text(task.reason_text)
  switch (task.state) {
    case 'held':
      return why ? w.heldWhy(why) : w.held
    case 'pending':
      return why ? w.pendingWhy(why) : w.pending
    case 'rejected':
      return why ? w.declinedWhy(why) : null
    case 'in_progress':
      return isReturned(task, store) && why ? w.returnedWhy(why) : null
    default:
      return null
  }
}

/** Who has it, and who else is at work at the same place. */
export function whoElse(task: TaskRow, tasks: readonly TaskRow[], store: Store, me: string): string {
  const w = workspaceWords()
  const owner = task.proxy_for && !task.responsible_by ? w.byProxy(personName(store, task.acknowledged_by)) : personName(store, responsible(task))
  const there = new Set(
    tasks
      .filter((other) => other.id !== task.id && other.region === task.region && other.acknowledged_by)
      .filter((other) => other.acknowledged_by !== me && other.acknowledged_by !== task.acknowledged_by)
      .filter((other) => ['acknowledged', 'in_progress', 'pending'].includes(other.state))
      .map((other) => personName(store, other.acknowledged_by)),
  )
  const parts = []
  if (owner && (responsible(task) !== me || (task.proxy_for && !task.responsible_by))) parts.push(w.takenBy(owner))
  if (there.size > 0) parts.push(w.alsoHere([...there].slice(0, 3).join('、')))
  if (parts.length === 0 && !task.acknowledged_by) parts.push(w.nobodyElse)
  if (parts.length === 0 && !owner) parts.push(w.somebody)
  if (task.escalation > 0 && task.state === 'dispatched') parts.push(w.called(task.escalation))
  return parts.join(' · ')
}

/** That something done here has not reached the server, or needs its author's word; pressed, it opens the queue. */
export function UnsentMark({ workspace, task }: { readonly workspace: Workspace; readonly task: TaskRow }): JSX.Element | null {
  const w = offlineWords()
  const mine = workspace.outbox.actions.value.filter((action) => action.task === task.id)
  const decide = undecided(mine).length > 0
  // Most are sent before the mark could be read: it is for what the line does not take.
  const stuck = mine.some((action) => action.state === 'waiting') && workspace.outbox.pause.value !== null
  if (!decide && !stuck) return null
  return <span class="of-mark">{decide ? w.markDecide : w.mark}</span>
}

export { Icon, said }
