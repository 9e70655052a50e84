/** The feed's own arithmetic: filters, what is new since I last looked, bars of events over time; pure. */
import type { EventRecord, FeedKind } from '../lib/types'
import type { GlyphKind } from '../lib/glyph-kinds'

export const FEED_KINDS: readonly FeedKind[] = ['situation', 'measure', 'task', 'broadcast', 'person']

export interface FeedFilter {
  readonly kind: FeedKind | null
  readonly province: string | null
  /** Only events after this position. */
  readonly after: number | null
}

export function filtered(events: readonly EventRecord[], filter: FeedFilter): readonly EventRecord[] {
  return events.filter((event) => {
    if (filter.after !== null && event.position <= filter.after) return false
    if (filter.province && event.audience !== filter.province) return false
    if (!filter.kind) return true
    return filter.kind === 'person' ? event.kind === 'person' || event.actor.via === 'web' : event.kind === filter.kind
  })
}

const GLYPHS: readonly (readonly [RegExp, GlyphKind])[] = [
  [/Unreachable|Silent|Failure|Unknown|Parked/i, 'failed'],
  [/Overdue|Escalat|Late/i, 'overdue'],
  [/Declined|Rejected/i, 'declined'],
  [/Partial|Gap|Conflict/i, 'partial'],
  [/Held|Paused|Stopp/i, 'held'],
  [/Closed|Resolved|Verified|Completed|Reachable|HeardFrom/i, 'done'],
  [/InEffect/i, 'effect'],
  [/Acknowledged/i, 'acknowledged'],
  [/Approved|Dispatched/i, 'open'],
  [/Submitted$|Pending/i, 'pending'],
  [/Drafted|Proposed|Planned/i, 'proposed'],
  [/Ended|Cancelled|Revoked|Recalled|Withdrawn/i, 'ended'],
  [/Started|Executing|Settled|Progress|Sent|Resumed/i, 'working'],
]

/** The glyph that an event's name stands for; open circle for what only informs. */
export function eventGlyph(type: string): GlyphKind {
  return GLYPHS.find(([pattern]) => pattern.test(type))?.[1] ?? 'open'
}

export interface Bar {
  readonly startMs: number
  readonly count: number
}

export interface Bars {
  readonly minutes: number
  readonly fromMs: number
  readonly toMs: number
  readonly bars: readonly Bar[]
  readonly most: number
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1440]

/** So that the first minutes are not a few fat bars. */
const LEAST_SPAN_MS = 40 * 60_000

/** At most `room` bars of a round width from the hazard (or the first event) to now. */
export function bars(events: readonly EventRecord[], startMs: number, nowMs: number, room = 120): Bars {
  const span = Math.max(LEAST_SPAN_MS, nowMs - startMs)
  const minutes = STEPS.find((step) => span / (step * 60_000) <= room) ?? 1440
  const width = minutes * 60_000
  const counts = new Array<number>(Math.ceil(span / width)).fill(0)
  for (const event of events) {
    const index = Math.floor((Date.parse(event.at) - startMs) / width)
    if (index >= 0 && index < counts.length) counts[index] = (counts[index] ?? 0) + 1
  }
  const drawn = counts.map((count, index) => ({ startMs: startMs + index * width, count }))
  return { minutes, fromMs: startMs, toMs: startMs + counts.length * width, bars: drawn, most: Math.max(1, ...counts) }
}

/** Times for the axis: round hours or half hours, at most `most`. */
export function ticks(fromMs: number, toMs: number, most = 10): readonly number[] {
  const step = [15, 30, 60, 120, 180, 360, 720, 1440, 2880].find((minutes) => (toMs - fromMs) / (minutes * 60_000) <= most) ?? 10_080
  const width = step * 60_000
  const found: number[] = []
  for (let at = Math.ceil(fromMs / width) * width; at < toMs; at += width) found.push(at)
  return found
}
