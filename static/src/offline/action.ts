/** One thing that a person did to a task, from the tap until the server has it or the person has given it up. */
import type { TaskRow } from '../lib/types'
import { fileOf } from './files'

export type Verb = 'acknowledge' | 'undo' | 'decline' | 'start' | 'pend' | 'resume' | 'tick' | 'resolve' | 'comment' | 'check-in' | 'attach'

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
  const chained = !isFile(done) && before.some((action) => isUndecided(action) && !isFile(action))
  const compares = BASED.has(done.verb)
  return {
    ...rest, key, task: task.id, title_zh: task.title_zh, title_en: task.title_en, base: task, chained,
    revision: compares && !chained ? task.revision : null, tries: 0, state: 'waiting', refused: null, reason: '',
  }
}

/** Files go a way of their own, behind all words, and nothing rests on them. */
export function isFile(action: Pick<Action, 'verb' | 'body'>): boolean {
  return fileOf(action) !== null
}

export function isBased(verb: string): boolean {
  return BASED.has(verb)
}

/** Whether it may still be sent, or waits for its author's word. */
export function isUndecided(action: Action): boolean {
  return action.state !== 'dropped'
}

/** The server takes 200; a line that breaks off should have less to send again. */
export const MOST_AT_ONCE = 100

/** What may leave now, in order: of each task all that stands before the first that needs a decision. */
export function sendable(queue: readonly Action[]): readonly Action[] {
  const words = queue.filter((action) => !isFile(action))
  const blocked = new Set(undecided(words).map((action) => action.task))
  const first = new Map(undecided(words).toReversed().map((action) => [action.task, action.order]))
  return words
    .filter((action) => action.state === 'waiting' && (!blocked.has(action.task) || action.order < (first.get(action.task) ?? 0)))
    .slice(0, MOST_AT_ONCE)
}

/** The file to be sent next: one that failed goes behind the others, so that a large one on a poor line holds up none. */
export function nextFile(queue: readonly Action[], tried: ReadonlySet<number>): Action | undefined {
  return queue.filter((action) => isFile(action) && action.state === 'waiting' && !tried.has(action.order))
    .sort((a, b) => a.tries - b.tries || a.order - b.order)[0]
}

/** An action as POST /tasks/batch takes it; it rests on the one of its task that stands before it in the same batch. */
export function asBatched(action: Action, sent: readonly Action[]): Record<string, unknown> {
  const before = sent.filter((other) => other.task === action.task && other.order < action.order).at(-1)
  const based = isBased(action.verb) && !before
  return {
    key: action.key, task: action.task, action: action.verb, body: action.body, done_at: new Date(action.doneAt).toISOString(),
    ...(based ? { revision: action.revision ?? action.base.revision } : {}), ...(before ? { after: before.key } : {}),
  }
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
