/**
 * Follow one incident as a phone should: the snapshot and what comes after it, but not the past. The console reads
 * back thousands of events for its feed; here they are read when somebody opens the record (low data, UI.md).
 */
import { batch } from '@preact/signals'
import { get, Problem } from '../lib/api'
import { Follower, type Reads, type Wire } from '../lib/follow'
import { regionBook, type RegionBook } from '../lib/regions'
import { meaningOf, pauseMs } from '../offline/answers'
import type { Store } from '../lib/store'
import type { EventPage, EventRecord, PersonName } from '../lib/types'

type PersonNames = Readonly<Record<string, PersonName>>

const httpReads: Reads = {
  state: (incident, room) => get(`/incidents/${incident}/state?room=${room}`, bounded()),
  events: (incident, room, after, limit) =>
    get(`/incidents/${incident}/events?room=${room}&after=${after}&limit=${limit}`, bounded()),
}

/** A line that is neither dead nor alive answers nobody for minutes: give up and try anew. */
function bounded(): { readonly signal: AbortSignal } {
  return { signal: AbortSignal.timeout(30_000) }
}

/** Reads that answer "nothing" to whatever asks for events from before the snapshot. */
export function withoutPast(store: Pick<Store, 'folded'>, reads: Reads): Reads {
  return {
    state: reads.state,
    events: (incident, room, after, limit) => {
      const mine = store.folded.peek().positions[room] ?? 0
      const nothing: EventPage = { events: [], room, after, upto: mine, more: false }
      return after < mine ? Promise.resolve(nothing) : reads.events(incident, room, after, limit)
    },
  }
}

export async function connect(store: Store, rooms: readonly string[]): Promise<Follower> {
  const { io } = await import('socket.io-client')
  const wire = io({
    transports: ['websocket'], withCredentials: true, autoConnect: false,
    reconnectionDelay: 7500, reconnectionDelayMax: 30_000, randomizationFactor: 1 / 3,
  })
  const follower = new Follower(store, rooms, wire as unknown as Wire, withoutPast(store, httpReads))
  try {
    await follower.start()
  } catch (failure) {
    follower.stop()
    throw failure
  }
  // Not before the rows are here: on a line that comes and goes a socket that hangs in its first step does so for 20 s.
  wire.connect()
  // The back-off is for a server that is gone; a phone that has its line again need not wait it out.
  addEventListener('online', () => setTimeout(() => {
    if (!wire.connected && store.connection.peek().kind !== 'ended') wire.disconnect().connect()
  }, Math.random() * 1_000))
  return follower
}

/** Follow as soon as there is a line: with back-off, and at once when the browser says that it is back. */
export async function connectWhenPossible(store: Store, rooms: readonly string[]): Promise<Follower | null> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await connect(store, rooms)
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      if (failure.status === 401) {
        store.connection.value = { kind: 'ended', reason: 'login' }
        return null
      }
      if (meaningOf(failure).kind !== 'later') throw failure
      const before = store.connection.peek()
      if (before.kind === 'loading') store.connection.value = { kind: 'offline', sinceMs: Date.now() }
    }
    await nextChance(pauseMs(failures, Math.random()))
  }
}

function nextChance(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    addEventListener('online', done)
    function done(): void {
      clearTimeout(timer)
      removeEventListener('online', done)
      resolve()
    }
  })
}

/** Names of one province's regions only: the nation's 3,300 are too much for a phone. */
export async function loadOwnRegions(rooms: readonly string[]): Promise<void> {
  const province = rooms.find((room) => room !== 'nation')
  regionBook.value = await get<RegionBook>(province ? `/regions?province=${province}` : '/regions')
}

/** The last events that a room may see, newest first; read when somebody asks for them. */
export async function readPast(store: Store, room: string, most = 500): Promise<void> {
  const position = store.folded.peek().positions[room] ?? 0
  const page = await httpReads.events(store.incidentId, room, Math.max(0, position - most), most)
  const known = new Map(store.events.peek().map((event) => [event.position, event]))
  for (const event of page.events) known.set(event.position, event)
  batch(() => {
    store.people.value = Object.assign({}, ...page.events.map((event) => event.people ?? {}), store.people.peek()) as PersonNames
    store.events.value = [...known.values()].sort((a, b) => b.position - a.position)
  })
}

/** What the log says of one task, newest first. */
export function recordOf(task: string, events: readonly EventRecord[]): readonly EventRecord[] {
  return events.filter(
    (event) =>
      event.data['task_id'] === task ||
      event.data['task'] === task ||
      event.changes.some(([table, key, values]) =>
        (table === 'task' && key[0] === task) || (table === 'outcome' && values['task_id'] === task),
      ),
  )
}
