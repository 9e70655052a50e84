import type { JSX } from 'preact'
import type { Store } from '../lib/store'
import { exact } from '../lib/format'
import { now, span } from '../lib/worldclock'
import { commonWords } from '../locales/common'
import { Icon } from './Icon'

/** Whether what is on the screen is the present, in words. */
export function ConnectionState({ store }: { readonly store: Store }): JSX.Element {
  const w = commonWords()
  const connection = store.connection.value
  const position = <span class="num tx-3">#{exact(store.position.value)}</span>
  // Subscribes to the second, so that the age is stepped on.
  void now.value
  switch (connection.kind) {
    case 'live':
      return (
        <span class="connection connection-live" role="status">
          <Icon name="live" size={16} /> {w.connectionLive} {position}
        </span>
      )
    case 'past':
      return <span class="connection connection-warn">{w.connectionPast}</span>
    case 'loading':
      return <span class="connection">{w.connecting}</span>
    case 'catching-up':
      return <span class="connection connection-warn">{w.catchingUp(exact(connection.after))}</span>
    case 'stale':
      return <span class="connection connection-warn">{w.stale(span(Date.now() - connection.sinceMs))}</span>
    case 'offline':
      return <span class="connection connection-bad">{w.offline(span(Date.now() - connection.sinceMs))}</span>
    case 'ended':
      return (
        <a class="connection connection-bad" href="/login">
          {w.ended}
        </a>
      )
  }
}
