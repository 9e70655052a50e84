/** Up to where I have looked, by incident, kept in this browser: "what changed since I last looked". */
import { signal, type Signal } from '@preact/signals'

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
