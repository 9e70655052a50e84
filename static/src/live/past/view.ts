/** The store that the page's parts read: the live one, or the past moment while one is shown. */
import { batch, effect } from '@preact/signals'
import { createStore, type Store } from '../../lib/store'
import type { Past } from './past'

export function viewOf(past: Past): Store {
  const { live } = past
  const view = createStore(live.incidentId)
  effect(() => {
    const then = past.moment.value
    const { folded, events, fresh, people, sums, connection } = live
    batch(() => {
      view.folded.value = then?.folded ?? folded.value
      view.events.value = then ? (then.told ?? events.value.filter((event) => event.position <= then.position)) : events.value
      view.fresh.value = then ? [] : fresh.value
      view.people.value = then ? { ...people.value, ...then.people } : people.value
      view.sums.value = then ? then.sums : sums.value
      view.connection.value = then ? { kind: 'past' } : connection.value
    })
  })
  return { ...view, look: live.look, looking: live.looking }
}
