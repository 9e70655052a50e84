/**
 * An action that somebody took and that the server has not confirmed yet. It keeps its idempotency key until it is
 * answered, so that trying again after a dead network or a new login can never act twice; it lies in the browser's
 * storage, so that closing the page loses nothing. The offline queue is another thing: here a person tries again.
 */
import { signal, type Signal } from '@preact/signals'
import { newId, post, Problem } from '../lib/api'

export interface Attempt {
  readonly key: string
  readonly task: string
  readonly action: string
  readonly body: unknown
  readonly revision: number | null
  /** Real time of the tap, ms. */
  readonly at: number
}

export type Trouble =
  | { readonly kind: 'offline' }
  | { readonly kind: 'login' }
  | { readonly kind: 'conflict'; readonly words: string }
  | { readonly kind: 'refused'; readonly words: string; readonly field?: string }

export interface Unconfirmed {
  readonly attempt: Attempt
  readonly trouble: Trouble
}

export type Outcome<T> = { readonly ok: true; readonly answer: T } | { readonly ok: false; readonly trouble: Trouble }
export type Send = <T>(path: string, body: unknown, options: { key: string; revision?: number }) => Promise<T>

const STORED = 'tongxin.unconfirmed.'

export function troubleOf(problem: Problem): Trouble {
  if (problem.code === 'offline' || problem.status >= 500) return { kind: 'offline' }
  if (problem.status === 401) return { kind: 'login' }
  if (problem.isConflict) return { kind: 'conflict', words: problem.words }
  const { field } = problem.body
  return { kind: 'refused', words: problem.words, ...(field === undefined ? {} : { field }) }
}

/** Bodies that mean the same: the id that each press makes anew does not count. */
function sameWords(a: unknown, b: unknown): boolean {
  const words = (body: unknown): string => JSON.stringify(body, (key, value: unknown) => (key === 'id' ? undefined : value))
  return words(a) === words(b)
}

/** Whether trying the very same thing again may help. */
export function canRetry(trouble: Trouble): boolean {
  return trouble.kind === 'offline' || trouble.kind === 'login'
}

export class Attempts {
  /** By task: what is on its way now, in words for the button. */
  readonly busy: Signal<Readonly<Record<string, string>>> = signal({})
  /** By task: what did not get through. */
  readonly unconfirmed: Signal<Readonly<Record<string, Unconfirmed>>>

  constructor(
    private readonly person: string,
    private readonly store: Storage = localStorage,
    private readonly send: Send = post,
  ) {
    this.unconfirmed = signal(this.read())
  }

  async take<T>(task: string, action: string, body: unknown, revision: number | null): Promise<Outcome<T>> {
    const before = this.unconfirmed.peek()[task]?.attempt
    const same = before && before.action === action && sameWords(before.body, body)
    return this.run<T>(same ? before : { key: newId(), task, action, body, revision, at: Date.now() })
  }

  retry<T>(task: string): Promise<Outcome<T>> | null {
    const found = this.unconfirmed.peek()[task]
    return found ? this.run<T>(found.attempt) : null
  }

  forget(task: string): void {
    const { [task]: _, ...rest } = this.unconfirmed.peek()
    this.unconfirmed.value = rest
    this.write()
  }

  private async run<T>(attempt: Attempt): Promise<Outcome<T>> {
    this.busy.value = { ...this.busy.peek(), [attempt.task]: attempt.action }
    try {
      const options = { key: attempt.key, ...(attempt.revision === null ? {} : { revision: attempt.revision }) }
      const answer = await this.send<T>(`/tasks/${attempt.task}/${attempt.action}`, attempt.body, options)
      this.forget(attempt.task)
      return { ok: true, answer }
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      const trouble = troubleOf(failure)
      this.unconfirmed.value = { ...this.unconfirmed.peek(), [attempt.task]: { attempt, trouble } }
      this.write()
      return { ok: false, trouble }
    } finally {
      const { [attempt.task]: _, ...rest } = this.busy.peek()
      this.busy.value = rest
    }
  }

  private read(): Readonly<Record<string, Unconfirmed>> {
    const text = this.store.getItem(STORED + this.person)
    return text === null ? {} : (JSON.parse(text) as Readonly<Record<string, Unconfirmed>>)
  }

  /** Only what may still be tried again is worth keeping over a reload. */
  private write(): void {
    const kept = Object.entries(this.unconfirmed.peek()).filter(([, { trouble }]) => canRetry(trouble))
    if (kept.length === 0) this.store.removeItem(STORED + this.person)
    else this.store.setItem(STORED + this.person, JSON.stringify(Object.fromEntries(kept)))
  }
}
