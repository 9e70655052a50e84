/** Up to where this person has looked at an incident: the server keeps it, every part of a page reads the same. */
import { signal, type Signal } from '@preact/signals'
import { get, newId, post } from './api'
import { session } from './session'
import type { Store } from './store'
import type { Said } from './types'

/** What has changed between the last look and this page, as the server counts it. */
export interface Changed {
  readonly first: boolean
  readonly after: number
  readonly upto: number
  readonly at: string | null
  readonly total: number
  readonly kinds: readonly { readonly kind: string; readonly count: number }[]
  readonly notable: readonly { readonly position: number; readonly at: string; readonly say: Said }[]
}

export interface Seen {
  /** Position of the last event that has been seen; null until the server has said it. */
  readonly position: Signal<number | null>
  /** What had come before this page was opened; null when there is nothing to tell. */
  readonly changed: Signal<Changed | null>
}

const kept = new Map<string, Seen>()

export function seenOf(incident: string): Seen {
  const known = kept.get(incident)
  if (known) return known
  const made: Seen = { position: signal(null), changed: signal(null) }
  kept.set(incident, made)
  return made
}

/** Everything that the page holds now has been seen; a lost word only makes the next summary longer. */
export function markSeen(store: Store): void {
  const seen = seenOf(store.incidentId)
  const position = Math.max(store.position.peek(), seen.position.peek() ?? 0, seen.changed.peek()?.upto ?? 0)
  seen.position.value = position
  seen.changed.value = null
  if (!session.value?.kiosk) void post(`/incidents/${store.incidentId}/look`, { position }, { key: newId() }).catch(() => undefined)
}

/** Ask what has changed; the first visit begins at the present, and turning away marks what stood there as seen. */
export function watchSeen(store: Store): () => void {
  const seen = seenOf(store.incidentId)
  let gone = false
  get<Changed>(`/incidents/${store.incidentId}/changes`).then((found) => {
    if (gone) return
    seen.position.value = found.first ? found.upto : found.after
    if (found.first) markSeen(store)
    else seen.changed.value = found
  }, () => undefined)
  const turned = (): void => {
    if (document.hidden && store.loaded.peek()) markSeen(store)
  }
  document.addEventListener('visibilitychange', turned)
  return () => {
    gone = true
    document.removeEventListener('visibilitychange', turned)
  }
}

/** The server's counts and what has come since this page was opened, by kind, most first. */
export function changedNow(changed: Changed, events: readonly { readonly position: number; readonly kind?: string }[]): Pick<Changed, 'total' | 'kinds'> {
  const counts = new Map(changed.kinds.map(({ kind, count }) => [kind, count]))
  const later = events.filter((event) => event.position > changed.upto)
  for (const { kind = 'record' } of later) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return {
    total: changed.total + later.length,
    kinds: [...counts].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count),
  }
}
