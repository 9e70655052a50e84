/** Live console of one incident for headquarters. */
import { signal } from '@preact/signals'
import { boot } from '../lib/boot'
import { follow } from '../lib/follow'
import { mount } from '../lib/mount'
import { session } from '../lib/session'
import { createStore } from '../lib/store'
import { LivePage } from '../live/LivePage'
import { liveModel } from '../live/model'
import { NoIncident } from '../live/NoIncident'

const incident = boot().incident?.id
const failure = signal<unknown>(null)

if (incident) {
  const store = createStore(incident)
  const model = liveModel(store)
  mount(() => <LivePage model={model} failure={failure.value} />)
  follow(store, session.value?.rooms ?? []).catch((reason: unknown) => (failure.value = reason))
} else {
  mount(() => <NoIncident />)
}
