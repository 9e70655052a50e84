/** One thing that a person did to a task, from the tap until the server has it or the person has given it up. */
import type { TaskRow } from '../lib/types'

export type Verb = 'acknowledge' | 'undo' | 'decline' | 'start' | 'pend' | 'resume' | 'tick' | 'resolve' | 'comment'

/** Which of them the server compares with the revision that the person saw (incident/api/tasks.py). */
const BASED: ReadonlySet<string> = new Set(['acknowledge', 'decline', 'start', 'pend', 'resume', 'resolve'])

export interface Refused {
  readonly status: number
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly field?: string
}

export interface Action {
  /** Place in the queue, given by the shelf. */
  readonly order: number
  /** Made here; the idempotency key, so that sending again can't act twice. */
  readonly key: string
  readonly person: string
  readonly incident: string
  readonly task: string
  readonly title_zh: string
  readonly title_en: string
  readonly verb: string
  readonly body: unknown
  /** Revision to be met; null: not compared, or not known until the action before it has been answered. */
  readonly revision: number | null
  /** The row as the person saw it. */
  readonly base: TaskRow
  /** Rests on an earlier action of the same task that was not sent yet. */
  readonly chained: boolean
  /** Real time of the tap, ms. */
  readonly doneAt: number
  /** World time of the tap, ms. */
  readonly worldAt: number
  /** How often it has left this browser. From 1 on nobody but the server knows whether it arrived. */
  readonly tries: number
  /** `dropped` is kept for its author to read, and is never sent. */
  readonly state: 'waiting' | 'conflict' | 'refused' | 'dropped'
  readonly refused: Refused | null
  /** Why it was dropped, in its author's words. */
  readonly reason: string
}

export type NewAction = Omit<Action, 'order'>

interface Done {
  readonly person: string
  readonly incident: string
  readonly verb: string
  readonly body: unknown
  readonly task: TaskRow
  readonly doneAt: number
  readonly worldAt: number
}

/** The action, ready for the shelf; `before` is what of the same task waits already. */
export function newAction(done: Done, before: readonly Action[], key: string): NewAction {
  const { task, ...rest } = done
  const chained = before.some(isUndecided)
  const compares = BASED.has(done.verb)
  return {
    ...rest, key, task: task.id, title_zh: task.title_zh, title_en: task.title_en, base: task, chained,
    revision: compares && !chained ? task.revision : null, tries: 0, state: 'waiting', refused: null, reason: '',
  }
}

export function isBased(verb: string): boolean {
  return BASED.has(verb)
}

/** Whether it may still be sent, or waits for its author's word. */
export function isUndecided(action: Action): boolean {
  return action.state !== 'dropped'
}

/** What may leave now: of each task the first undecided one, if it waits for nothing but the line. */
export function sendable(queue: readonly Action[]): readonly Action[] {
  const seen = new Set<string>()
  return queue.filter((action) => {
    if (!isUndecided(action) || seen.has(action.task)) return false
    seen.add(action.task)
    return action.state === 'waiting'
  })
}

export function waiting(queue: readonly Action[]): readonly Action[] {
  return queue.filter((action) => action.state === 'waiting')
}

/** What needs its author's decision. */
export function undecided(queue: readonly Action[]): readonly Action[] {
  return queue.filter((action) => action.state === 'conflict' || action.state === 'refused')
}

/** A key without crypto.randomUUID, which browsers withhold where the address is not secure. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
