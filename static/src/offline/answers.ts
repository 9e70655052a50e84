/** What an answer to a sent action means for the queue: pure, so that every refusal's way is in one table of tests. */
import type { Problem } from '../lib/api'
import type { TaskRow } from '../lib/types'
import type { Action, Refused } from './action'

export type Meaning =
  /** The line or the server: the same again, later. */
  | { readonly kind: 'later'; readonly afterMs: number | null }
  /** Nobody is logged in: keep all, go on after the login. */
  | { readonly kind: 'login' }
  /** The session's token is another one: ask who is logged in now. */
  | { readonly kind: 'whose' }
  | { readonly kind: 'conflict'; readonly refused: Refused }
  | { readonly kind: 'refused'; readonly refused: Refused }

export function refusedOf(problem: Problem): Refused {
  const { detail_zh, detail_en, detail, title, field } = problem.body
  const words = detail ?? title ?? problem.code
  return {
    status: problem.status, code: problem.code, zh: detail_zh ?? words, en: detail_en ?? words,
    ...(field === undefined ? {} : { field }),
  }
}

export function meaningOf(problem: Problem): Meaning {
  const { status, code } = problem
  const pause = problem.body.retry_after_s
  const later: Meaning = { kind: 'later', afterMs: pause === undefined ? null : pause * 1000 }
  if (code === 'offline' || status >= 500 || status === 429 || status === 408 || code === 'still_at_work') return later
  if (status === 401 || code === 'must_change_password') return { kind: 'login' }
  if (status === 403 && code === 'csrf') return { kind: 'whose' }
  // Gone from my sight is the strongest form of "somebody else changed it".
  if (status === 412 || status === 409 || status === 404) return { kind: 'conflict', refused: refusedOf(problem) }
  return { kind: 'refused', refused: refusedOf(problem) }
}

/** Whether between what the person saw and what is there now nothing moved but columns that are the house's own. */
export function onlyCountersMoved(base: TaskRow, now: TaskRow, byTheHouse: ReadonlySet<string>): boolean {
  const [before, after] = [base as unknown as Record<string, unknown>, now as unknown as Record<string, unknown>]
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].every(
    (name) => byTheHouse.has(name) || JSON.stringify(before[name] ?? null) === JSON.stringify(after[name] ?? null),
  )
}

/** Taken already by the same person, from another device or before a lost answer: the wish is fulfilled. */
export function isFulfilled(action: Action, now: TaskRow): boolean {
  return action.verb === 'acknowledge' && now.acknowledged_by === action.person && now.proxy_for === null
    && ['acknowledged', 'in_progress', 'pending', 'resolved', 'closed'].includes(now.state)
}

/** The person's ticks put on top of what others ticked meanwhile; lines that the person did not touch stay theirs. */
export function mergedTicks(base: readonly number[], mine: readonly number[], now: readonly number[]): number[] {
  const added = mine.filter((line) => !base.includes(line))
  const removed = new Set(base.filter((line) => !mine.includes(line)))
  return [...new Set([...now, ...added])].filter((line) => !removed.has(line)).sort((a, b) => a - b)
}

const LEAST_MS = 2_000
const MOST_MS = 120_000

/** Wait before the next try: doubling, up to two minutes, each browser at its own moment (`draw` in 0 to 1). */
export function pauseMs(failures: number, draw: number): number {
  return Math.min(MOST_MS, LEAST_MS * 2 ** Math.min(failures, 10)) * (0.5 + draw)
}
