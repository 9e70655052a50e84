/** A past moment from what the page holds already: events between two positions folded forward; pure. */
import { foldEvents, type Folded } from '../../lib/fold'
import type { EventRecord } from '../../lib/types'

/** Where to look: a position of the log, or a moment of world time. */
export type Target = { readonly position: number } | { readonly atMs: number }

export interface Shown {
  readonly folded: Folded
  readonly position: number
  /** The moment that was asked for, or that of the event at `position`. */
  readonly atMs: number
}

/** The last event by `atMs`, of events newest first; null where an older one than the page holds may be meant. */
export function positionBy(events: readonly EventRecord[], atMs: number): number | null {
  let [low, high] = [0, events.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (Date.parse(events[middle]?.at ?? '') <= atMs) high = middle
    else low = middle + 1
  }
  return events[low]?.position ?? null
}

/**
 * The moment `target` reached from `shown` by folding the events between, newest first; null where it lies before
 * `shown` or an event between is not there.
 */
export function onwards(shown: Shown, events: readonly EventRecord[], room: string, target: Target): Shown | null {
  const position = 'position' in target ? target.position : positionBy(events, target.atMs)
  if (position === null || position < shown.position) return null
  const between = events.filter((event) => event.position > shown.position && event.position <= position).reverse()
  if (between.length !== position - shown.position) return null
  const texts = Object.assign({ ...shown.folded.texts }, ...between.map((event) => event.resolved ?? {})) as Folded['texts']
  return {
    position,
    atMs: 'atMs' in target ? target.atMs : Date.parse(between.at(-1)?.at ?? '') || shown.atMs,
    folded: { ...shown.folded, tables: foldEvents(shown.folded.tables, between, shown.folded.omitted), positions: { [room]: position }, texts },
  }
}
