/**
 * The rows of the list. An incident of ordinary size has them all in the store; of a large one the server filters,
 * counts and orders, and the page holds what has been read so far.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { get } from '../lib/api'
import type { Store } from '../lib/store'
import type { PersonName, TaskRow, TaskState } from '../lib/types'

export interface ListFilter {
  readonly text: string
  readonly province: string
  readonly group: string
  readonly state: string
  readonly late: boolean
  readonly critical: boolean
}

interface Answer {
  readonly items: readonly TaskRow[]
  readonly total: number
  readonly states: Readonly<Partial<Record<TaskState, number>>>
  readonly provinces: readonly string[]
  readonly groups: readonly string[]
  readonly texts: Readonly<Record<string, string>>
  readonly people: Readonly<Record<string, PersonName>>
}

export interface ListRows {
  /** Whether the server holds the list. */
  readonly remote: boolean
  readonly rows: readonly TaskRow[]
  readonly total: number
  readonly states: Readonly<Partial<Record<TaskState, number>>>
  readonly provinces: readonly string[]
  readonly groups: readonly string[]
  readonly loading: boolean
  readonly error: unknown
  readonly more: () => void
}

/** Answers are asked for again at most this often while things happen. */
const AGAIN_MS = 4000
const PAGE = 200

export function listPath(incident: string, filter: ListFilter, offset: number): string {
  const asked = new URLSearchParams()
  for (const name of ['province', 'group', 'state'] as const) if (filter[name]) asked.set(name, filter[name])
  if (filter.text.trim()) asked.set('q', filter.text.trim())
  if (filter.late) asked.set('late', '1')
  if (filter.critical) asked.set('critical', '1')
  if (offset > 0) asked.set('offset', String(offset))
  const query = asked.toString()
  return `/incidents/${incident}/tasks${query ? `?${query}` : ''}`
}

/** Rows of two pages as one; a row that moved between two questions is there once, as it was read last. */
export function joined(before: readonly TaskRow[], next: readonly TaskRow[]): readonly TaskRow[] {
  const newer = new Set(next.map((row) => row.id))
  return [...before.filter((row) => !newer.has(row.id)), ...next]
}

export function useRemoteRows(store: Store, filter: ListFilter): ListRows {
  const remote = store.large.value
  const [state, setState] = useState<{ path: string; rows: readonly TaskRow[]; answer: Answer | null; pages: number; error: unknown; loading: boolean }>({ path: '', rows: [], answer: null, pages: 1, error: null, loading: remote })
  const path = listPath(store.incidentId, filter, 0)
  const position = store.position.value
  const readAt = useRef(0)
  const [turn, setTurn] = useState(0)
  const pages = state.path === path ? state.pages : 1
  useEffect(() => {
    if (!remote) return undefined
    const timer = setTimeout(() => setTurn((n) => n + 1), Math.max(0, readAt.current + AGAIN_MS - Date.now()))
    return () => clearTimeout(timer)
  }, [remote, position])
  useEffect(() => {
    if (!remote) return undefined
    const stop = new AbortController()
    const read = async (): Promise<void> => {
      readAt.current = Date.now()
      let rows: readonly TaskRow[] = []
      let last: Answer | null = null
      for (let page = 0; page < pages; page += 1) {
        last = await get<Answer>(listPath(store.incidentId, filter, page * PAGE), { signal: stop.signal })
        rows = joined(rows, last.items)
        remember(store, last)
      }
      setState({ path, rows, answer: last, pages, error: null, loading: false })
    }
    setState((before) => ({ ...before, loading: true }))
    read().catch((error: unknown) => {
      if (!stop.signal.aborted) setState((before) => ({ ...before, error, loading: false }))
    })
    return () => stop.abort()
  }, [remote, path, pages, turn])
  return {
    remote,
    rows: state.rows,
    total: state.answer?.total ?? 0,
    states: state.answer?.states ?? {},
    provinces: state.answer?.provinces ?? [],
    groups: state.answer?.groups ?? [],
    loading: state.loading,
    error: state.error,
    more: () => setState((before) => ({ ...before, path, pages: pages + 1 })),
  }
}

/** Names and texts that came with the rows, so that the drawer can show them as it does for any other. */
function remember(store: Store, answer: Answer): void {
  store.people.value = { ...answer.people, ...store.people.value }
  store.folded.value = { ...store.folded.value, texts: { ...answer.texts, ...store.folded.value.texts } }
}
