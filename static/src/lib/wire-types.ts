/** What the log sends: events, frames, heads, pages and snapshots (DESIGN.md §4). */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type Row = { readonly [column: string]: Json }
/** table → key → row */
export type Tables = { readonly [table: string]: { readonly [key: string]: Row } }
export type Change = readonly [table: string, key: readonly string[], values: Row]

export interface Said {
  readonly zh: string
  readonly en: string
}
export type FeedKind = 'situation' | 'measure' | 'task' | 'broadcast' | 'person'

export interface EventRecord {
  readonly stream: string
  readonly position: number
  readonly id: string
  readonly type: string
  /** World time. */
  readonly at: string
  readonly recorded_at: string
  readonly actor: { readonly person: string | null; readonly via: string; readonly for?: string | null }
  readonly audience: string
  readonly changes: readonly Change[]
  readonly data: Row
  readonly texts: readonly string[]
  readonly say?: Said
  readonly resolved?: Readonly<Record<string, string>>
  /** Names of everybody the event speaks of, by id. */
  readonly people?: Readonly<Record<string, PersonName>>
  readonly kind?: FeedKind
}

export interface Frame {
  readonly incident: string
  readonly room: string
  /** Position of the last event visible to the room before this frame. */
  readonly before: number
  readonly after: number
  readonly rate: number
  readonly events: readonly EventRecord[]
}

export interface Head {
  readonly incident: string
  readonly room: string
  readonly position: number
  readonly rate: number
  readonly world_now: string
}

export interface EventPage {
  readonly events: readonly EventRecord[]
  readonly room: string
  readonly after: number
  readonly upto: number
  readonly more: boolean
}

export interface PersonName {
  readonly name_zh: string
  readonly name_en: string
}

export interface WorldTime {
  readonly now: string
  readonly real_now: string
  readonly rate: number
}

export interface Snapshot {
  readonly incident: Row | null
  readonly room: string
  readonly position: number
  readonly world: WorldTime
  readonly tables: Tables
  readonly texts: Readonly<Record<string, string>>
  readonly people: Readonly<Record<string, PersonName>>
  /** Tables left out because the incident is large; only where the page asked for a lean snapshot. */
  readonly omitted?: readonly string[]
}
