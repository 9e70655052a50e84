import type { JSX } from 'preact'
import { ToMoment } from '../components/ToMoment'
import { named, said } from '../lib/i18n'
import type { Store } from '../lib/store'
import type { EventRecord } from '../lib/types'
import { approvalWords } from './words'

/** Whether an event is about this thing: one of its rows, or named in its data. */
export function concerns(event: EventRecord, id: string): boolean {
  return (
    Object.values(event.data).includes(id) ||
    event.changes.some(([, key, values]) => key[0] === id || key[0]?.startsWith(`${id}:`) || values['subject_id'] === id || values['measure_id'] === id || values['broadcast_id'] === id)
  )
}

export function History({ store, id }: { readonly store: Store; readonly id: string }): JSX.Element {
  const w = approvalWords()
  const events = store.events.value.filter((event) => concerns(event, id)).slice(0, 200)
  return (
    <section class="block">
      <div class="block-head"><h3>{w.history}</h3><span class="num">{events.length}</span></div>
      {events.length === 0 ? <p class="hint">{w.noHistory}</p> : null}
      <ol class="history">
        {events.map((event) => (
          <li key={event.id}>
            <ToMoment incident={store.incidentId} position={event.position} at={event.at} />
            <span>{said(event.say) || event.type}</span>
            <small>{event.actor.person ? named(store.people.value[event.actor.person], 'name') : ''}</small>
          </li>
        ))}
      </ol>
    </section>
  )
}
