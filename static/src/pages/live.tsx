/** Live console of one incident for headquarters. */
import { signal } from '@preact/signals'
import { boot } from '../lib/boot'
import { follow } from '../lib/follow'
import { mount } from '../lib/mount'
import { createStore } from '../lib/store'
import { LivePage } from '../live/LivePage'
import { liveModel } from '../live/model'
import { asked, pastOf } from '../live/past/past'
import { viewOf } from '../live/past/view'
import { NoIncident } from '../live/NoIncident'

const incident = boot().incident?.id
const failure = signal<unknown>(null)

if (incident) {
  const store = createStore(incident)
  const rooms = boot().session?.rooms ?? []
  const past = pastOf(store, rooms[0] ?? 'nation')
  const model = liveModel(viewOf(past), past)
  mount(() => <LivePage model={model} failure={failure.value} />)
  const then = asked(location.search)
  if (then) past.go(then)
  follow(store, rooms).catch((reason: unknown) => (failure.value = reason))
} else {
  mount(() => <NoIncident />)
}
