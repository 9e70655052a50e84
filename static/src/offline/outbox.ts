/**
 * The queue of one person in this browser. A tap is on the shelf before anything shows it; then it is sent, in order,
 * by whichever tab has the turn, and all tabs show the same queue. Nothing leaves the queue but by an answer of the
 * server or by its author's word.
 */
import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { TaskRow } from '../lib/types'
import { isFile, isUndecided, newAction, newKey, undecided, waiting, type Action } from './action'
import { pauseMs } from './answers'
import type { FileBody, KeptFile } from './files'
import { Sender, type Server, type Stop } from './sender'
import type { Shelf } from './shelf'
import type { Turn } from './turn'
import { Uploads, type FileServer } from './uploads'

export interface OutboxParts {
  readonly person: string
  readonly shelf: Shelf
  readonly server: Server & FileServer
  readonly turn: Turn
  /** Of the files, which take their time and must hold nothing else up. */
  readonly fileTurn: Turn
  readonly channel?: Pick<BroadcastChannel, 'postMessage' | 'onmessage'> | null
  readonly online?: () => boolean
  readonly clock?: () => number
  readonly world?: () => number
  readonly draw?: () => number
  /** The server has it: what was typed for it need not be kept longer. */
  readonly sent?: (action: Action) => void
}

/** Why nothing is sent at the moment; null: it is, or there is nothing. */
export type Pause = 'offline' | 'login' | 'stranger' | null

interface Heard {
  readonly row?: TaskRow
}

export class Outbox {
  readonly actions: Signal<readonly Action[]> = signal([])
  readonly pause: Signal<Pause> = signal(null)
  readonly sending: Signal<boolean> = signal(false)
  /** The attachment whose file this tab is sending. */
  readonly uploading: Signal<string | null> = signal(null)
  /** Rows as answers said them, until the frames have caught up. */
  readonly answered: Signal<Readonly<Record<string, TaskRow>>> = signal({})
  readonly waiting: ReadonlySignal<readonly Action[]> = computed(() => waiting(this.actions.value))
  readonly undecided: ReadonlySignal<readonly Action[]> = computed(() => undecided(this.actions.value))
  readonly person: string
  readonly lasting: boolean
  private readonly sender: Sender
  private readonly uploads: Uploads
  private readonly clock: () => number
  private failures = 0
  private again = false
  /** The line was away, or the page is new: others may have acted meanwhile. */
  private missed = true
  private timer: ReturnType<typeof setTimeout> | undefined
  private filesBusy = false
  private fileFailures = 0
  private fileTimer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly parts: OutboxParts) {
    this.person = parts.person
    this.lasting = parts.shelf.lasting
    this.clock = parts.clock ?? Date.now
    this.sender = new Sender(parts.person, parts.shelf, parts.server, {
      sent: (action) => parts.sent?.(action),
      met: (row) => this.meet(row),
      changed: () => void this.show(),
    })
    this.uploads = new Uploads(parts.person, parts.shelf, parts.server, {
      under: (attachment) => (this.uploading.value = attachment),
      changed: () => this.show(),
    })
    if (parts.channel) parts.channel.onmessage = (message: MessageEvent<Heard>) => void this.hear(message.data)
  }

  /** Show what lies on the shelf from before, and send it. */
  async start(): Promise<void> {
    await this.reload()
    this.wake()
  }

  /** Keep what was done; resolves when it is safe and shown. A tick that has not left yet takes the next one in. */
  async add(task: TaskRow, verb: string, body: unknown, incident: string): Promise<Action> {
    const mine = (await this.parts.shelf.list(this.person)).filter((action) => action.task === task.id && !isFile(action))
    const last = mine.at(-1)
    const doneAt = this.clock()
    if (verb === 'tick' && last?.verb === 'tick') {
      const merged = await this.parts.shelf.change(last.order, (now) =>
        now.state === 'waiting' && now.tries === 0 ? { ...now, body, doneAt } : 'leave')
      if (merged) return this.shown(merged)
    }
    const world = this.parts.world?.() ?? doneAt
    const made = newAction({ person: this.person, incident, verb, body, task, doneAt, worldAt: world }, mine, newKey())
    return this.shown(await this.parts.shelf.add(made))
  }

  /** Keep a file for a task; resolves when it is safe, rejects where this device has no room for it. */
  async addFile(task: TaskRow, body: FileBody, file: KeptFile, incident: string): Promise<Action> {
    const doneAt = this.clock()
    const made = newAction({ person: this.person, incident, verb: 'attach', body, task, doneAt, worldAt: this.parts.world?.() ?? doneAt }, [], newKey())
    return this.shown(await this.parts.shelf.add(made, file))
  }

  /** The bytes of a file that waits here. */
  file(attachment: string): Promise<KeptFile | null> {
    return this.parts.shelf.file(attachment)
  }

  /** Take an acknowledgement back that never left, with the ticks that rest on it; false when it has left. */
  async takeBack(task: string): Promise<boolean> {
    const mine = (await this.parts.shelf.list(this.person)).filter((action) => action.task === task && isUndecided(action))
    const acknowledged = mine.find((action) => action.verb === 'acknowledge')
    if (!acknowledged) return false
    let taken = false
    await this.parts.shelf.change(acknowledged.order, (now) => {
      taken = now.tries === 0 && now.state === 'waiting'
      return taken ? 'delete' : 'leave'
    })
    if (taken) for (const tick of mine) if (tick.verb === 'tick') await this.parts.shelf.change(tick.order, () => 'delete')
    await this.show()
    return taken
  }

  /** Take back what never left and nothing rests on, and a file until the server has it; false otherwise. */
  async withdraw(action: Action): Promise<boolean> {
    if (!isFile(action) && this.last(action.task)?.order !== action.order) return false
    let taken = false
    await this.parts.shelf.change(action.order, (now) => {
      taken = now.state === 'waiting' && (now.tries === 0 || isFile(now))
      return taken ? 'delete' : 'leave'
    })
    await this.show()
    return taken
  }

  /** The newest of a task's actions that is not settled; files stand by themselves. */
  last(task: string): Action | undefined {
    return this.actions.peek().filter((action) => action.task === task && isUndecided(action) && !isFile(action)).at(-1)
  }

  /** Do it once more on the row as it is now, as a new act with a key of its own, in the old place of the queue. */
  async doAgain(action: Action, now: TaskRow, body: unknown = action.body): Promise<void> {
    await this.parts.shelf.change(action.order, (row) => ({
      ...row, body, key: newKey(), base: now, revision: row.revision === null && !row.chained ? null : now.revision,
      tries: 0, state: 'waiting', refused: null, doneAt: this.clock(), worldAt: this.parts.world?.() ?? this.clock(),
    }))
    await this.show()
    this.wake()
  }

  /** Give it up; it stays readable here with the reason. What rested on it is asked about in its turn. */
  async drop(action: Action, reason: string): Promise<void> {
    const { shelf } = this.parts
    await shelf.change(action.order, (row) => ({ ...row, state: 'dropped', reason: reason.trim() }))
    for (const later of await shelf.list(this.person)) {
      if (later.task !== action.task || later.order < action.order || !later.chained || later.verb === 'comment') continue
      await shelf.change(later.order, (row) => (row.state === 'waiting' && row.tries === 0 ? { ...row, state: 'conflict', refused: BASE_GONE } : 'leave'))
    }
    await this.show()
    this.wake()
  }

  /** Take a dropped action off the shelf. */
  async forget(action: Action): Promise<void> {
    await this.parts.shelf.change(action.order, (row) => (row.state === 'dropped' ? 'delete' : 'leave'))
    await this.show()
  }

  /** The line may be back, or somebody is logged in: try at once. */
  wake(): void {
    clearTimeout(this.timer)
    clearTimeout(this.fileTimer)
    this.failures = this.fileFailures = 0
    void this.drain()
    void this.drainFiles()
  }

  private async shown(action: Action): Promise<Action> {
    await this.show()
    this.wake()
    return action
  }

  private async drain(): Promise<void> {
    if (this.sending.peek()) {
      this.again = true
      return
    }
    if (this.parts.online && !this.parts.online()) {
      this.missed = true
      if (this.waiting.peek().length > 0) this.pause.value = 'offline'
      return
    }
    this.sending.value = true
    let stop = { kind: 'empty' } as Stop
    try {
      const mine = await this.parts.turn(async () => {
        stop = await this.sender.empty(this.missed)
        this.missed = stop.kind !== 'empty'
      })
      // Another tab is at it; look again in case it dies.
      if (!mine) stop = { kind: 'later', afterMs: null }
    } finally {
      this.sending.value = false
      await this.reload()
    }
    this.after(stop)
  }

  /** The same for files, at their own pace. What they meet is said on the file; a login that is gone, for all. */
  private async drainFiles(): Promise<void> {
    if (this.filesBusy || (this.parts.online && !this.parts.online()) || !this.waiting.peek().some(isFile)) return
    this.filesBusy = true
    let stop = { kind: 'later', afterMs: null } as Stop
    try {
      await this.parts.fileTurn(async () => {
        stop = await this.uploads.empty()
      })
    } finally {
      this.filesBusy = false
      await this.reload()
    }
    if (stop.kind === 'login' || stop.kind === 'stranger') this.pause.value = stop.kind
    if (stop.kind !== 'later' && stop.kind !== 'empty') return
    if (!this.waiting.peek().some(isFile)) return
    const pause = stop.kind === 'empty' ? 0 : (stop.afterMs ?? pauseMs(this.fileFailures, (this.parts.draw ?? Math.random)()))
    this.fileFailures += 1
    clearTimeout(this.fileTimer)
    this.fileTimer = setTimeout(() => void this.drainFiles(), pause)
  }

  private after(stop: Stop): void {
    const left = this.waiting.peek().length > 0
    if (stop.kind === 'later') this.missed = true
    this.pause.value = stop.kind === 'empty' || !left ? null : stop.kind === 'later' ? 'offline' : stop.kind
    if (this.again) {
      this.again = false
      if (stop.kind === 'empty') void this.drain()
    }
    if (stop.kind !== 'later' || !left) return
    const pause = stop.afterMs ?? pauseMs(this.failures, (this.parts.draw ?? Math.random)())
    this.failures += 1
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.drain(), pause)
  }

  private meet(row: TaskRow): void {
    this.answered.value = { ...this.answered.peek(), [row.id]: row }
    this.parts.channel?.postMessage({ row } satisfies Heard)
  }

  private async hear(heard: Heard): Promise<void> {
    const { row } = heard
    const known = row ? this.answered.peek()[row.id] : undefined
    if (row && (known?.revision ?? -1) < row.revision) this.answered.value = { ...this.answered.peek(), [row.id]: row }
    await this.reload()
  }

  /** Read the shelf and tell the other tabs to. */
  private async show(): Promise<void> {
    await this.reload()
    this.parts.channel?.postMessage({} satisfies Heard)
  }

  private async reload(): Promise<void> {
    const actions = await this.parts.shelf.list(this.person)
    batch(() => {
      this.actions.value = actions
      if (waiting(actions).length === 0) this.pause.value = null
    })
  }
}

const BASE_GONE = {
  status: 0, code: 'base_gone',
  zh: '它接在您放弃的那一步之后，请单独决定。',
  en: 'It followed the step that you gave up; decide on it by itself.',
}
