/**
 * Empties the queue: what may leave goes in one request, oldest first, each action with its own key and each settled
 * for itself (POST /tasks/batch). It knows neither screen nor tabs: given a shelf and a way to the server it answers
 * with what stopped it. What is sent stays on the shelf until its answer is there; the newest is taken off first, so
 * that a tab killed in between sends a row of actions again from its beginning and is told what had been done.
 */
import { Problem } from '../lib/api'
import type { TaskRow } from '../lib/types'
import { isBased, sendable, type Action } from './action'
import { isFulfilled, meaningOf, mergedTicks, onlyCountersMoved, type Meaning } from './answers'
import type { Shelf } from './shelf'

/** What became of one action. */
export interface Result {
  readonly key: string
  readonly outcome: 'done' | 'conflict' | 'refused'
  readonly status: number
  /** The task after it, or as it is now where it could not be done. */
  readonly row: TaskRow | null
  readonly problem: { readonly code: string; readonly detail_zh?: string; readonly detail_en?: string; readonly field?: string | null } | null
}

export interface Server {
  /** Columns of a task whose moving is no conflict; the table itself says which (incident/models/tasks.py). */
  readonly byTheHouse: ReadonlySet<string>
  /** Carry actions out in order; a result for each. Throws Problem where none was tried or nobody knows. */
  carry(actions: readonly Action[]): Promise<readonly Result[]>
  /** Read what was missed. Throws Problem. */
  catchUp(): Promise<void>
  /** The newest row of a task that this browser has heard of; null when it is not ours to see. */
  known(task: string): TaskRow | null
  /** Renew the session's token; null when nobody is logged in, else who. */
  whoIsIn(): Promise<string | null>
}

export type Stop =
  | { readonly kind: 'empty' }
  | { readonly kind: 'later'; readonly afterMs: number | null }
  | { readonly kind: 'login' }
  | { readonly kind: 'stranger' }

export interface Told {
  /** The server has it. */
  sent(action: Action): void
  /** A row came with an answer. */
  met(row: TaskRow): void
  changed(): void
}

/** A counter of the house may move again while we send; more often than this is somebody at work there. */
const REBASES = 3
const LATER: Stop = { kind: 'later', afterMs: null }

export class Sender {
  constructor(
    private readonly person: string,
    private readonly shelf: Shelf,
    private readonly server: Server,
    private readonly told: Told,
  ) {}

  /** Send all that may leave. After a pause (`missed`) what others did meanwhile is read first. */
  async empty(missed: boolean): Promise<Stop> {
    const rebased = new Map<number, number>()
    let asked = false
    if (sendable(await this.shelf.list(this.person)).length === 0) return { kind: 'empty' }
    const first = missed ? await this.lookFirst() : null
    if (first) return first
    for (;;) {
      const leaving = await this.leave(sendable(await this.shelf.list(this.person)))
      if (leaving.length === 0) return { kind: 'empty' }
      const meaning = await this.round(leaving, rebased)
      if (meaning === null) continue
      if (meaning.kind === 'later') return meaning
      if (meaning.kind === 'login') return meaning
      if (meaning.kind !== 'whose') await this.refuseAll(leaving, meaning)
      else if (asked) return LATER
      else {
        asked = true
        const stop = await renewed(this.server, this.person)
        if (stop) return stop
      }
    }
  }

  private async lookFirst(): Promise<Stop | null> {
    try {
      await this.server.catchUp()
      return null
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      const meaning = meaningOf(failure)
      return meaning.kind === 'login' || meaning.kind === 'later' ? meaning : null
    }
  }

  /** Mark what is about to leave; what was undone in the same moment stays. */
  private async leave(actions: readonly Action[]): Promise<readonly Action[]> {
    const leaving: Action[] = []
    for (const action of actions) {
      const now = action.verb === 'tick' && action.tries === 0 ? this.server.known(action.task) : null
      const marked = await this.shelf.change(action.order, (row) => {
        if (row.state !== 'waiting') return 'leave'
        const rested = now && row.tries === 0 && now.revision > row.base.revision ? onto(row, now) : row
        return { ...rested, tries: row.tries + 1 }
      })
      if (marked) leaving.push(marked)
    }
    return leaving
  }

  /** One request and what follows from its results; what the refusal of the whole means, else null. */
  private async round(leaving: readonly Action[], rebased: Map<number, number>): Promise<Meaning | null> {
    try {
      const results = new Map((await this.server.carry(leaving)).map((result) => [result.key, result]))
      if (leaving.every((action) => !results.has(action.key))) return { kind: 'later', afterMs: null }
      for (const action of leaving.toReversed()) {
        const result = results.get(action.key)
        if (result) await this.settle(action, result, rebased)
      }
      return null
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      return meaningOf(failure)
    }
  }

  private async settle(action: Action, result: Result, rebased: Map<number, number>): Promise<void> {
    // The key is this action's alone: a server that knows it has carried the action out.
    const done = result.outcome === 'done' || result.problem?.code === 'idempotency.other_body'
    const now = result.row ?? this.server.known(action.task)
    if (done || (now && isFulfilled(action, now))) return this.succeed(action, result.row)
    if (result.problem?.code === 'batch.earlier_not_done') return this.setBack(action, {})
    const times = rebased.get(action.order) ?? 0
    if (result.status === 412 && now && times < REBASES && onlyCountersMoved(action.base, now, this.server.byTheHouse)) {
      rebased.set(action.order, times + 1)
      return this.setBack(action, { revision: now.revision, base: now })
    }
    await this.refuse(action, result, now)
  }

  /** It was not carried out and nothing stands against it: the same key goes out once more. */
  private async setBack(action: Action, change: Partial<Action>): Promise<void> {
    await this.shelf.change(action.order, (row) => ({ ...row, ...change, tries: 0 }))
  }

  private async refuse(action: Action, result: Result, now: TaskRow | null): Promise<void> {
    const problem = result.problem
    const refused = {
      status: result.status, code: problem?.code ?? '', zh: problem?.detail_zh ?? '', en: problem?.detail_en ?? '',
      ...(problem?.field ? { field: problem.field } : {}),
    }
    // Gone from my sight is the strongest form of "somebody else changed it".
    const state = result.outcome === 'conflict' || result.status === 404 ? 'conflict' : 'refused'
    await this.shelf.change(action.order, (row) => ({ ...row, state, refused }))
    if (now) this.told.met(now)
    await this.lookFirst()
    this.told.changed()
  }

  private async refuseAll(leaving: readonly Action[], meaning: Meaning): Promise<void> {
    if (meaning.kind !== 'conflict' && meaning.kind !== 'refused') return
    for (const action of leaving) await this.shelf.change(action.order, (row) => ({ ...row, state: meaning.kind, refused: meaning.refused }))
    this.told.changed()
  }

  /** What rests on it now rests on the answered row; only then does it leave the shelf. */
  private async succeed(action: Action, row: TaskRow | null): Promise<void> {
    if (row) {
      for (const later of await this.shelf.list(this.person)) {
        if (later.task !== action.task || later.order <= action.order) continue
        await this.shelf.change(later.order, (now) => (now.state === 'waiting' && now.tries === 0 ? onto(now, row) : 'leave'))
      }
    }
    await this.shelf.change(action.order, () => 'delete')
    if (row) this.told.met(row)
    this.told.sent(action)
    this.told.changed()
  }
}

/** The session's token was another one: whether to stop, since nobody or somebody else is logged in; null to go on. */
export async function renewed(server: Pick<Server, 'whoIsIn'>, person: string): Promise<Stop | null> {
  try {
    const who = await server.whoIsIn()
    if (who === null) return { kind: 'login' }
    return who === person ? null : { kind: 'stranger' }
  } catch (failure) {
    if (failure instanceof Problem) return LATER
    throw failure
  }
}

/** A waiting action moved onto the row that the one before it left behind; ticks of others are kept. */
function onto(action: Action, row: TaskRow): Action {
  const revision = isBased(action.verb) ? row.revision : null
  if (action.verb !== 'tick') return { ...action, base: row, revision }
  const mine = (action.body as { readonly ticked: readonly number[] }).ticked
  return { ...action, base: row, revision, body: { ticked: mergedTicks(action.base.ticked, mine, row.ticked) } }
}
