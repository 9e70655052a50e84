/** The wall: the live console for eight metres, without controls. */
import { signal } from '@preact/signals'
import { boot } from '../lib/boot'
import { follow } from '../lib/follow'
import { mount } from '../lib/mount'
import { loadRegions } from '../lib/regions'
import { session } from '../lib/session'
import { createStore } from '../lib/store'
import { liveModel } from '../live/model'
import { WallPage } from '../wall/WallPage'

const store = createStore(boot().incident?.id ?? '')
const model = liveModel(store)
const failure = signal<unknown>(null)
mount(() => <WallPage model={model} failure={failure.value} />)
loadRegions().catch((reason: unknown) => (failure.value = reason))
follow(store, session.value?.rooms ?? []).catch((reason: unknown) => (failure.value = reason))
