/** What changed since I last looked, at the head of the console: counts by kind, the few that matter in words. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../components/Button'
import { get, newId, post } from '../lib/api'
import { clock, day, exact } from '../lib/format'
import { said } from '../lib/i18n'
import { session } from '../lib/session'
import type { Store } from '../lib/store'
import type { Said } from '../lib/types'
import { linkWords, placeOfKind } from './changed'
import { taskingWords } from './words'
import './tasking.css'

interface Told {
  readonly first: boolean
  readonly after: number
  readonly upto: number
  readonly at: string | null
  readonly total: number
  readonly kinds: readonly { readonly kind: string; readonly count: number }[]
  readonly notable: readonly { readonly position: number; readonly at: string; readonly say: Said }[]
}

/** Remember how far this person has seen; a lost word only makes the next summary longer. */
function remember(store: Store, position: number): void {
  if (session.value?.kiosk) return
  void post(`/incidents/${store.incidentId}/look`, { position }, { key: newId() }).catch(() => undefined)
}

export function Changes({ store }: { readonly store: Store }): JSX.Element | null {
  const w = taskingWords()
  const told = useSignal<Told | null>(null)
  useEffect(() => {
    let gone = false
    get<Told>(`/incidents/${store.incidentId}/changes`).then((found) => {
      if (gone) return
      if (found.first) remember(store, found.upto)
      else told.value = found
    }, () => undefined)
    // Turning away means that what stood there has been seen.
    const turned = (): void => {
      if (document.hidden && store.loaded.peek()) remember(store, store.position.peek())
    }
    document.addEventListener('visibilitychange', turned)
    return () => {
      gone = true
      document.removeEventListener('visibilitychange', turned)
    }
  }, [store])
  const links = store.links.value.filter((link) => link.ended_at === null)
  const found = told.value
  const shown = found !== null && found.total > 0
  if (!shown && links.length === 0) return null
  return (
    <div class="changes" role="status">
      {links.length ? <span class="links">{links.map((link) => <a key={link.id} href={`/live/${link.other_id}`}>{linkWords(link)}</a>)}</span> : null}
      {shown ? (
        <>
          <strong>{found.at ? w.changedSince(`${day(found.at)} ${clock(found.at)}`) : w.changed}</strong>
          <span class="num">{w.changedCount(exact(found.total))}</span>
          {found.kinds.map((kind) => <a key={kind.kind} href={placeOfKind(kind.kind, store.incidentId)}>{w.kindOf(kind.kind)} <span class="num">{exact(kind.count)}</span></a>)}
          <span class="gap" />
          <Button
            size="small"
            onPress={() => {
              remember(store, Math.max(found.upto, store.position.peek()))
              told.value = null
            }}
          >
            {w.seenAll}
          </Button>
          {found.notable.length ? (
            <details>
              <summary>{w.details} <span class="num">{found.notable.length}</span></summary>
              <ol>{found.notable.map((event) => <li key={event.position}><time class="num">{day(event.at)} {clock(event.at)}</time>{said(event.say)}</li>)}</ol>
            </details>
          ) : null}
        </>
      ) : null}
    </div>
  )
}
