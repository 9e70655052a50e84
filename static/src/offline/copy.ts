/**
 * What the screens showed last, kept for the moment without a network: rows and sentences of the incident, names,
 * regions of the own province, and what the world's clock said. A copy belongs to one person; another person's is
 * removed as soon as this one is seen to be somebody else, and at every logout by the service worker.
 */
import { effect } from '@preact/signals'
import type { Folded } from '../lib/fold'
import { regionBook, type RegionBook } from '../lib/regions'
import type { Store } from '../lib/store'
import type { EventRecord, PersonName } from '../lib/types'
import { setWorldTime, worldAt, worldRate } from '../lib/worldclock'
import type { Kept } from './db'

export interface Copy {
  readonly person: string
  readonly incident: string
  readonly folded: Folded
  readonly people: Readonly<Record<string, PersonName>>
  /** The newest events that were read, for the record and the news. */
  readonly events: readonly EventRecord[]
  readonly regions: RegionBook | null
  readonly world: { readonly now: string; readonly rate: number; readonly localMs: number }
  /** When the rows were last known to be the present, real ms. */
  readonly heardAt: number
}

const EVENTS_KEPT = 200
/** A tab can be killed at any moment: what was seen must be kept soon, yet a phone must not do nothing but keep. */
const LEAST_BETWEEN_MS = 200
const SHARE_OF_TIME = 10
/** A quiet screen's copy is told this often that it is still true. */
const STILL_TRUE_MS = 60_000

/** The person's last copy; of all others nothing is left behind. */
export async function readCopy(kept: Kept, person: string): Promise<Copy | null> {
  for (const owner of await kept.keys('copies')) if (owner !== person) await kept.remove('copies', owner)
  return (await kept.get<Copy>('copies', person)) ?? null
}

/** Put a copy on the screen, with the age that it has. */
export function showCopy(store: Store, copy: Copy): void {
  store.folded.value = copy.folded
  store.people.value = copy.people
  store.events.value = copy.events
  store.connection.value = { kind: 'offline', sinceMs: copy.heardAt }
  regionBook.value ??= copy.regions
  setWorldTime(copy.world, copy.world.localMs)
}

export function copyOf(store: Store, person: string, heardAt: number, localMs = Date.now()): Copy {
  return {
    person, incident: store.incidentId, folded: store.folded.peek(), people: store.people.peek(),
    events: store.events.peek().slice(0, EVENTS_KEPT), regions: regionBook.peek(), heardAt,
    world: { now: new Date(worldAt(localMs)).toISOString(), rate: worldRate.peek(), localMs },
  }
}

/**
 * Keep a copy whenever the rows have changed, within a fifth of a second where that is cheap, never using more than a
 * tenth of the time. Only what the server has said is kept, with the moment at which it was last known to be true.
 * Returns how to stop.
 */
export function keepCopies(kept: Kept, store: Store, person: string): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let heardAt = 0
  let dirty = false
  // Who logs out in this tab or another wants nothing kept: a page that was open then keeps no more.
  const opened = Date.now()
  let between = LEAST_BETWEEN_MS
  const save = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (!dirty) return
    dirty = false
    const began = performance.now()
    void kept.putCopy(person, copyOf(store, person, heardAt), opened).then(() => {
      between = Math.max(LEAST_BETWEEN_MS, (performance.now() - began) * SHARE_OF_TIME)
    })
  }
  const stop = effect(() => {
    const connection = store.connection.value
    void [store.folded.value, store.events.value, regionBook.value]
    if (!store.loaded.value) return
    if (connection.kind === 'live' || connection.kind === 'catching-up') heardAt = Date.now()
    // The line is lost now: until then the rows were true, however long ago the last of them changed.
    else if (heardAt > 0 && (connection.kind === 'offline' || connection.kind === 'stale')) heardAt = Math.max(heardAt, connection.sinceMs)
    else return
    dirty = true
    timer ??= setTimeout(save, between)
  })
  const still = setInterval(() => {
    if (store.connection.peek().kind !== 'live') return
    heardAt = Date.now()
    dirty = true
    save()
  }, STILL_TRUE_MS)
  const away = (): void => {
    if (store.connection.peek().kind === 'live') {
      heardAt = Date.now()
      dirty = true
    }
    if (document.visibilityState === 'hidden') save()
  }
  document.addEventListener('visibilitychange', away)
  return () => {
    stop()
    clearInterval(still)
    save()
    document.removeEventListener('visibilitychange', away)
  }
}
