/**
 * Follow an incident: snapshot of each room, then frames over Socket.IO. A frame that does not join on to my
 * position is a gap: the missing events are fetched by position before anything newer is folded. Silence of
 * 30 s is said on screen; it may be the line or the server, and the data are then of an unknown age.
 */
import { batch } from '@preact/signals'
import { get } from './api'
import { applyFrame, applyPage, isBehind, takeSnapshot, type FrameResult } from './fold'
import { Looking } from './looking'
import { FEED_KEPT, type Store } from './store'
import { keepSums } from './sums'
import type { EventPage, EventRecord, Frame, Head, Snapshot } from './types'
import { setWorldTime } from './worldclock'

export interface Wire {
  on(event: string, heard: (payload: never) => void): unknown
  emit(event: string, payload: unknown, acknowledged?: (answer: { ok?: boolean; error?: string }) => void): unknown
  close(): unknown
}

export interface Reads {
  state(incident: string, room: string): Promise<Snapshot>
  events(incident: string, room: string, after: number, limit: number): Promise<EventPage>
}

export const SILENCE_MS = 30_000
const PAGE = 500

/** Where an incident is large, rows of tasks stay with the server and their sums are kept instead (lib/sums.ts). */
function leanReads(store: Store): Reads {
  return {
    state: (incident, room) => get(`/incidents/${incident}/state?room=${room}&lean=1`),
    events: (incident, room, after, limit) =>
      get(`/incidents/${incident}/events?room=${room}&after=${after}&limit=${limit}${store.large.peek() ? '&lean=1' : ''}`),
  }
}

export class Follower {
  private heardAt = 0
  private filling = new Map<string, Promise<void>>()
  private closed = false
  private timer: ReturnType<typeof setInterval> | undefined
  private readonly looking: Looking

  constructor(
    private readonly store: Store,
    private readonly rooms: readonly string[],
    private readonly wire: Wire,
    private readonly reads: Reads = leanReads(store),
    private readonly clock: () => number = Date.now,
  ) {
    this.looking = new Looking(store, wire)
  }

  async start(): Promise<void> {
    await Promise.all(this.rooms.map((room) => this.snapshot(room)))
    this.wire.on('connect', () => this.join())
    this.wire.on('disconnect', () => this.lost())
    this.wire.on('connect_error', () => this.lost())
    this.wire.on('frame', (frame: Frame) => this.hearFrame(frame))
    this.wire.on('head', (head: Head) => this.hearHead(head))
    this.wire.on('resync', (note: { incident: string; room: string }) => this.resync(note))
    this.wire.on('ended', (note: { reason: string }) => this.ended(note.reason))
    this.looking.start()
    this.heard()
    this.timer = setInterval(() => this.checkSilence(), 5000)
    this.join()
    void this.backfill()
  }

  stop(): void {
    this.closed = true
    clearInterval(this.timer)
    this.looking.stop()
    this.wire.close()
  }

  private join(): void {
    const after = this.store.folded.peek().positions
    this.wire.emit('follow', { incident: this.store.incidentId, after }, (answer) => {
      if (answer.error) {
        this.ended(answer.error)
        return
      }
      this.heard()
      this.looking.rejoined()
    })
  }

  private async snapshot(room: string): Promise<void> {
    const snapshot = await this.reads.state(this.store.incidentId, room)
    if (this.closed) return
    batch(() => {
      this.store.folded.value = takeSnapshot(this.store.folded.peek(), snapshot)
      this.store.people.value = { ...this.store.people.peek(), ...snapshot.people }
      setWorldTime(snapshot.world)
    })
  }

  private hearFrame(frame: Frame): void {
    if (frame.incident !== this.store.incidentId) return
    this.heard()
    this.take(applyFrame(this.store.folded.peek(), frame))
  }

  private hearHead(head: Head): void {
    if (head.incident !== this.store.incidentId) return
    this.heard()
    setWorldTime({ now: head.world_now, rate: head.rate })
    if (isBehind(this.store.folded.peek(), head.room, head.position)) void this.fill(head.room)
  }

  private resync(note: { incident: string; room: string }): void {
    if (note.incident === this.store.incidentId) void this.startOver(note.room)
  }

  /** Too much to fold: take the rows as they stand, then read what was missed for the feed. */
  private async startOver(room: string): Promise<void> {
    let after = this.store.folded.peek().positions[room] ?? 0
    await this.snapshot(room)
    for (let more = true; more && !this.closed; ) {
      const page = await this.reads.events(this.store.incidentId, room, after, PAGE)
      this.meet(page.events)
      this.remember(page.events)
      this.store.fresh.value = page.events
      more = page.more
      after = page.upto
    }
  }

  private take(result: FrameResult): void {
    if (result.kind === 'gap') void this.fill(result.room)
    if (result.kind !== 'applied') return
    batch(() => {
      this.store.folded.value = result.state
      this.store.fresh.value = result.events
      this.meet(result.events)
      this.remember(result.events)
    })
  }

  /** Somebody who acts for the first time since the snapshot was taken. */
  private meet(events: readonly EventRecord[]): void {
    const known = this.store.people.peek()
    const met = Object.assign({}, ...events.map((event) => event.people ?? {})) as typeof known
    if (Object.keys(met).some((id) => !(id in known))) this.store.people.value = { ...known, ...met }
  }

  private remember(events: readonly EventRecord[]): void {
    const known = new Set(this.store.events.peek().map((event) => event.position))
    const added = events.filter((event) => !known.has(event.position))
    if (added.length === 0) return
    const all = [...added, ...this.store.events.peek()].sort((a, b) => b.position - a.position)
    this.store.events.value = all.slice(0, FEED_KEPT)
  }

  /** One fill a room at a time; what arrives meanwhile is either old by then or opens the next one. */
  private fill(room: string): Promise<void> {
    const running = this.filling.get(room)
    if (running) return running
    const task = this.catchUp(room).finally(() => this.filling.delete(room))
    this.filling.set(room, task)
    return task
  }

  private async catchUp(room: string): Promise<void> {
    for (let more = true; more && !this.closed; ) {
      const after = this.store.folded.peek().positions[room] ?? 0
      this.store.connection.value = { kind: 'catching-up', after }
      const page = await this.reads.events(this.store.incidentId, room, after, PAGE)
      this.take(applyPage(this.store.folded.peek(), page))
      more = page.more
    }
    this.heard()
  }

  /** Older events for the feed and its bars; read after the page stands, newest page first. */
  private async backfill(): Promise<void> {
    for (const room of this.rooms) {
      for (let upto = this.store.folded.peek().positions[room] ?? 0; upto > 0 && !this.closed; upto -= PAGE) {
        const page = await this.reads.events(this.store.incidentId, room, Math.max(0, upto - PAGE), PAGE)
        this.remember(page.events)
        if (this.store.events.peek().length >= FEED_KEPT) return
      }
    }
  }

  private heard(): void {
    this.heardAt = this.clock()
    if (this.filling.size === 0 && !this.closed) this.store.connection.value = { kind: 'live' }
  }

  private lost(): void {
    this.looking.left()
    const now = this.store.connection.peek()
    if (now.kind !== 'offline' && now.kind !== 'ended') {
      this.store.connection.value = { kind: 'offline', sinceMs: this.heardAt }
    }
  }

  private checkSilence(): void {
    const now = this.store.connection.peek()
    if (now.kind === 'live' && this.clock() - this.heardAt >= SILENCE_MS) {
      this.store.connection.value = { kind: 'stale', sinceMs: this.heardAt }
    }
  }

  private ended(reason: string): void {
    this.store.connection.value = { kind: 'ended', reason }
    this.stop()
  }
}

/** Follow in this browser. Reconnects after 5 to 10 s, each page at its own moment, so that they don't storm. */
export async function follow(store: Store, rooms: readonly string[]): Promise<Follower> {
  const { io } = await import('socket.io-client')
  const wire = io({
    transports: ['websocket'], withCredentials: true,
    reconnectionDelay: 7500, reconnectionDelayMax: 30_000, randomizationFactor: 1 / 3,
  })
  const follower = new Follower(store, rooms, wire as unknown as Wire)
  await follower.start()
  keepSums(store)
  return follower
}
