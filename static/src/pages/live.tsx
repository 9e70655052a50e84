import { Shell } from '../components/Shell'
import { boot } from '../lib/boot'
import { mount } from '../lib/mount'
import { createStore } from '../lib/store'

const store = createStore(boot().incident?.id ?? '')
mount(() => (
  <Shell page="live" store={store}>
    <p />
  </Shell>
))
