/**
 * Empties the queue, oldest first, one action of a task at a time. It knows neither screen nor tabs: given a shelf and
 * a way to the server it answers with what stopped it. What is sent stays on the shelf until its answer is there.
 */
import { Problem } from '../lib/api'
import type { TaskRow } from '../lib/types'
import { isBased, sendable, type Action } from './action'
import { isFulfilled, meaningOf, mergedTicks, onlyCountersMoved, type Meaning } from './answers'
import type { Shelf } from './shelf'

export interface Server {
  /** Carry one action out; its task's row afterwards, if the answer has one. Throws Problem. */
  carry(action: Action): Promise<TaskRow | null>
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
  sent(action: Action, row: TaskRow | null): void
  changed(): void
}

/** A counter of the house may move again while we send; more often than this is somebody at work there. */
const REBASES = 3

export class Sender {
  constructor(
    private readonly person: string,
    private readonly shelf: Shelf,
    private readonly server: Server,
    private readonly told: Told,
  ) {}

  /** Send all that may leave. After a pause (`missed`) what others did meanwhile is read first. */
  async empty(missed: boolean): Promise<Stop> {
    if (sendable(await this.shelf.list(this.person)).length === 0) return { kind: 'empty' }
    const stop = missed ? await this.lookFirst() : null
    if (stop) return stop
    for (;;) {
      const next = sendable(await this.shelf.list(this.person))[0]
      if (!next) return { kind: 'empty' }
      const stop = await this.one(next)
      if (stop) return stop
    }
  }

  private async lookFirst(): Promise<Stop | null> {
    try {
      await this.server.catchUp()
      return null
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      const meaning = meaningOf(failure)
      if (meaning.kind === 'login') return { kind: 'login' }
      return meaning.kind === 'later' ? { kind: 'later', afterMs: meaning.afterMs } : null
    }
  }

  /** Send one action until it is settled; what stops the whole queue, else null. */
  private async one(action: Action): Promise<Stop | null> {
    if (action.verb === 'tick' && action.tries === 0) await this.mergeTicks(action)
    for (let rebased = 0, asked = false; ; ) {
      const leaving = await this.shelf.change(action.order, (now) => (now.state === 'waiting' ? { ...now, tries: now.tries + 1 } : 'leave'))
      // Undone or dropped in the moment before it left.
      if (!leaving) return null
      const meaning = await this.attempt(leaving)
      if (meaning === null) return null
      if (meaning.kind === 'later') return { kind: 'later', afterMs: meaning.afterMs }
      if (meaning.kind === 'login') return { kind: 'login' }
      if (meaning.kind === 'whose') {
        const stop = asked ? ({ kind: 'later', afterMs: null } as const) : await this.renew()
        if (stop) return stop
        asked = true
      } else if (meaning.kind === 'conflict' && rebased < REBASES && (await this.rebase(leaving))) rebased += 1
      else if (await this.settleRefusal(leaving, meaning)) return null
    }
  }

  /** What the server's refusal means; null once it has been carried out. */
  private async attempt(action: Action): Promise<Meaning | null> {
    try {
      const row = await this.server.carry(action)
      await this.succeed(action, row)
      return null
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      return meaningOf(failure)
    }
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
    this.told.sent(action, row)
    this.told.changed()
  }

  private async renew(): Promise<Stop | null> {
    const who = await this.asked()
    if (who === undefined) return { kind: 'later', afterMs: null }
    if (who === null) return { kind: 'login' }
    return who === this.person ? null : { kind: 'stranger' }
  }

  /** Whose session it is; undefined when there was no answer. */
  private async asked(): Promise<string | null | undefined> {
    try {
      return await this.server.whoIsIn()
    } catch (failure) {
      if (failure instanceof Problem) return undefined
      throw failure
    }
  }

  /** True when nothing that the person decided about has changed: the same key goes out with the new revision. */
  private async rebase(action: Action): Promise<boolean> {
    if (action.revision === null) return false
    const now = await this.current(action.task)
    if (!now || now.revision === action.revision || !onlyCountersMoved(action.base, now)) return false
    await this.shelf.change(action.order, (row) => ({ ...row, revision: now.revision, base: now }))
    return true
  }

  /** Before a list of ticks first leaves: what others ticked meanwhile stays ticked. */
  private async mergeTicks(action: Action): Promise<void> {
    const now = this.server.known(action.task)
    if (now && now.revision > action.base.revision) {
      await this.shelf.change(action.order, (row) => (row.tries === 0 ? onto(row, now) : 'leave'))
    }
  }

  private async settleRefusal(action: Action, meaning: Meaning): Promise<boolean> {
    if (meaning.kind !== 'conflict' && meaning.kind !== 'refused') return true
    const now = meaning.kind === 'conflict' ? await this.current(action.task) : null
    if (now && isFulfilled(action, now)) {
      await this.succeed(action, now)
      return true
    }
    await this.shelf.change(action.order, (row) => ({ ...row, state: meaning.kind, refused: meaning.refused }))
    this.told.changed()
    return true
  }

  private async current(task: string): Promise<TaskRow | null> {
    try {
      await this.server.catchUp()
      return this.server.known(task)
    } catch (failure) {
      if (failure instanceof Problem) return null
      throw failure
    }
  }
}

/** A waiting action moved onto the row that the one before it left behind; ticks of others are kept. */
function onto(action: Action, row: TaskRow): Action {
  const revision = isBased(action.verb) ? row.revision : null
  if (action.verb !== 'tick') return { ...action, base: row, revision }
  const mine = (action.body as { readonly ticked: readonly number[] }).ticked
  return { ...action, base: row, revision, body: { ticked: mergedTicks(action.base.ticked, mine, row.ticked) } }
}
