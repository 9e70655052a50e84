/**
 * Snapshot and frames → tables, by a pure reducer. The twin of the fold in incident/log: each change is an
 * upsert of one row, whatever the event's type, so that an older page still folds newer events.
 */
import type { EventPage, EventRecord, Frame, Row, Snapshot, Tables } from './types'

export interface Folded {
  readonly incident: string
  readonly tables: Tables
  /** Position of the last event folded, by room. */
  readonly positions: Readonly<Record<string, number>>
  readonly texts: Readonly<Record<string, string>>
  /** Tables whose rows are too many for a page: their changes are not folded, their sums are asked for instead. */
  readonly omitted: readonly string[]
}

export type FrameResult =
  | { readonly kind: 'applied'; readonly state: Folded; readonly events: readonly EventRecord[] }
  | { readonly kind: 'old' }
  | { readonly kind: 'gap'; readonly room: string; readonly after: number }

export function emptyState(incident: string): Folded {
  return { incident, tables: {}, positions: {}, texts: {}, omitted: [] }
}

/** Take a room's snapshot over what is there; other rooms' rows stay. */
export function takeSnapshot(state: Folded, snapshot: Snapshot): Folded {
  const others = Object.keys(state.positions).some((room) => room !== snapshot.room)
  return {
    incident: state.incident,
    tables: others ? mergeTables(state.tables, snapshot.tables) : snapshot.tables,
    positions: { ...state.positions, [snapshot.room]: snapshot.position },
    texts: { ...state.texts, ...snapshot.texts },
    omitted: snapshot.omitted ?? [],
  }
}

function mergeTables(left: Tables, right: Tables): Tables {
  const merged: Record<string, Tables[string]> = { ...left }
  for (const [table, rows] of Object.entries(right)) merged[table] = { ...left[table], ...rows }
  return merged
}

/** Fold events in order. Untouched tables keep their identity, so that what reads them is not redrawn. */
export function foldEvents(tables: Tables, events: readonly EventRecord[], omitted: readonly string[] = []): Tables {
  const next: Record<string, Record<string, Tables[string][string]>> = {}
  for (const event of events) {
    const owned = ownersOf(event)
    for (const [table, key, values] of event.changes) {
      if (omitted.includes(table)) continue
      const rows = (next[table] ??= { ...tables[table] })
      const id = key[0] ?? ''
      rows[id] = { id, ...rows[id], ...values, ...owned }
    }
  }
  return Object.keys(next).length === 0 ? tables : { ...tables, ...next }
}

const INCIDENT = 'incident:'

/** Rows of an incident carry its id and whose they are; the event's stream and audience say it, not each change. */
function ownersOf(event: EventRecord): Row {
  if (!event.stream.startsWith(INCIDENT)) return {}
  return { incident_id: event.stream.slice(INCIDENT.length), province: event.audience === 'nation' ? null : event.audience }
}

export function applyFrame(state: Folded, frame: Frame): FrameResult {
  const mine = state.positions[frame.room]
  if (mine === undefined) return { kind: 'gap', room: frame.room, after: 0 }
  if (frame.after <= mine) return { kind: 'old' }
  if (frame.before > mine) return { kind: 'gap', room: frame.room, after: mine }
  return applied(state, frame.room, frame.events, frame.after)
}

/** Fold a page of GET /events; it is read by position, so it can't have a gap. */
export function applyPage(state: Folded, page: EventPage): FrameResult {
  const mine = state.positions[page.room] ?? 0
  if (page.upto <= mine && page.events.length === 0) return { kind: 'old' }
  return applied(state, page.room, page.events, Math.max(page.upto, mine))
}

function applied(state: Folded, room: string, all: readonly EventRecord[], after: number): FrameResult {
  const mine = state.positions[room] ?? 0
  const events = all.filter((event) => event.position > mine)
  const texts: Record<string, string> = { ...state.texts }
  for (const event of events) Object.assign(texts, event.resolved)
  return {
    kind: 'applied',
    events,
    state: {
      incident: state.incident,
      tables: foldEvents(state.tables, events, state.omitted),
      positions: { ...state.positions, [room]: after },
      texts,
      omitted: state.omitted,
    },
  }
}

/** Whether a head says that events were missed. */
export function isBehind(state: Folded, room: string, position: number): boolean {
  return (state.positions[room] ?? 0) < position
}
