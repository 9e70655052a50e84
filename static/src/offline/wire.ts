/** The outbox's way to the server, and the page's way back to it: by HTTP, bounded in time, each sent once at a time. */
import { batch } from '@preact/signals'
import { get, Problem, send } from '../lib/api'
import { boot } from '../lib/boot'
import { applyPage } from '../lib/fold'
import { session } from '../lib/session'
import type { Store } from '../lib/store'
import type { EventPage, EventRecord, PersonName, Session, TaskRow } from '../lib/types'
import { asBatched, newKey } from './action'
import { fileOf } from './files'
import type { Result, Server } from './sender'
import type { FileServer } from './uploads'

const LONGEST_MS = 20_000
/** A file may take as long as a line of 8 kB/s does. */
const BYTES_PER_MS = 8
const PAGE = 500
/** Beyond this the follower's snapshot is nearer than reading on. */
const MOST_PAGES = 10

/** Read what was missed, room by room; for a store that holds nothing yet there is nothing to catch up with. */
export async function catchUp(store: Store): Promise<void> {
  for (const room of Object.keys(store.folded.peek().positions)) {
    for (let pages = 0, more = true; more && pages < MOST_PAGES; pages += 1) {
      const after = store.folded.peek().positions[room] ?? 0
      const page = await get<EventPage>(`/incidents/${store.incidentId}/events?room=${room}&after=${after}&limit=${PAGE}`, { signal: AbortSignal.timeout(LONGEST_MS) })
      more = page.more
      take(store, page)
    }
  }
}

function take(store: Store, page: EventPage): void {
  const result = applyPage(store.folded.peek(), page)
  if (result.kind !== 'applied') return
  const known = new Set(store.events.peek().map((event) => event.position))
  const added = result.events.filter((event: EventRecord) => !known.has(event.position))
  const met = Object.assign({}, ...result.events.map((event) => event.people ?? {})) as Record<string, PersonName>
  batch(() => {
    store.folded.value = result.state
    store.people.value = { ...store.people.peek(), ...met }
    store.events.value = [...added, ...store.events.peek()].sort((a, b) => b.position - a.position)
  })
}

export function httpServer(store: Store, answered: () => Readonly<Record<string, TaskRow>>): Server & FileServer {
  const { by_the_house: columns } = boot()
  return {
    byTheHouse: new Set(Array.isArray(columns) ? columns.map(String) : []),
    carry: async (actions) => {
      const body = { actions: actions.map((action) => asBatched(action, actions)) }
      const answer = await send<{ readonly results: readonly Result[] }>('POST', '/tasks/batch', body, {
        key: newKey(), signal: AbortSignal.timeout(LONGEST_MS),
      })
      return answer.results
    },
    upload: async (action, file) => {
      const body = fileOf(action)
      if (!body) return
      const form = new FormData()
      form.set('id', body.id)
      if (body.strip) form.set('strip', '1')
      form.set('file', new File([file.bytes], file.name, { type: file.type }))
      await send('POST', `/tasks/${action.task}/attachments`, form, {
        key: action.key, signal: AbortSignal.timeout(LONGEST_MS + file.bytes.byteLength / BYTES_PER_MS),
      })
    },
    catchUp: () => catchUp(store),
    known: (task) => {
      const said = answered()[task]
      const row = store.tasks.peek().find((found) => found.id === task) ?? null
      return said && said.revision > (row?.revision ?? -1) ? said : row
    },
    whoIsIn: async () => {
      try {
        const who = await get<Session>('/session')
        // Another person's session is not put on; the page stays its owner's until it is loaded anew.
        if (who.person.id === session.peek()?.person.id) session.value = who
        return who.person.id
      } catch (failure) {
        if (failure instanceof Problem && failure.status === 401) return null
        throw failure
      }
    },
  }
}
