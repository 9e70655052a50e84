/** Up to where I have looked, by incident, kept in this browser: "what changed since I last looked". */
import { effect, signal, type Signal } from '@preact/signals'
import type { Store } from '../lib/store'

const kept = new Map<string, Signal<number | null>>()
const key = (incident: string): string => `tongxin.seen.${incident}`

export function lastSeen(incident: string): Signal<number | null> {
  const known = kept.get(incident)
  if (known) return known
  const stored = Number(localStorage.getItem(key(incident)) ?? Number.NaN)
  const made = signal<number | null>(Number.isFinite(stored) ? stored : null)
  kept.set(incident, made)
  return made
}

export function markSeen(incident: string, position: number): void {
  localStorage.setItem(key(incident), String(position))
  lastSeen(incident).value = position
}

/** The first visit begins at the present; turning away from the page marks what was there as seen. */
export function watchSeen(store: Store): () => void {
  const stop = effect(() => {
    if (store.loaded.value && lastSeen(store.incidentId).peek() === null) markSeen(store.incidentId, store.position.peek())
  })
  const turned = (): void => {
    if (document.hidden && store.loaded.peek()) markSeen(store.incidentId, store.position.peek())
  }
  document.addEventListener('visibilitychange', turned)
  return () => {
    stop()
    document.removeEventListener('visibilitychange', turned)
  }
}
