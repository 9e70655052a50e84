/** What changed since I last looked, at the head of the console: counts by kind, the few that matter in words. */
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../components/Button'
import { ToMoment } from '../components/ToMoment'
import { clock, day, exact } from '../lib/format'
import { said } from '../lib/i18n'
import { changedNow, markSeen, seenOf, watchSeen } from '../lib/seen'
import type { Store } from '../lib/store'
import { linkWords, placeOfKind } from './changed'
import { taskingWords } from './words'
import './tasking.css'

export function Changes({ store }: { readonly store: Store }): JSX.Element | null {
  const w = taskingWords()
  const seen = seenOf(store.incidentId)
  useEffect(() => watchSeen(store), [store])
  const links = store.links.value.filter((link) => link.ended_at === null)
  const found = seen.changed.value
  const counted = found && changedNow(found, store.events.value)
  const shown = found !== null && counted !== null && counted.total > 0
  if (!shown && links.length === 0) return null
  return (
    <div class="changes" role="status">
      {links.length ? <span class="links">{links.map((link) => <a key={link.id} href={`/live/${link.other_id}`}>{linkWords(link)}</a>)}</span> : null}
      {shown ? (
        <>
          <strong>{found.at ? w.changedSince(`${day(found.at)} ${clock(found.at)}`) : w.changed}</strong>
          <span class="num">{w.changedCount(exact(counted.total))}</span>
          {counted.kinds.map((kind) => <a key={kind.kind} href={placeOfKind(kind.kind, store.incidentId)}>{w.kindOf(kind.kind)} <span class="num">{exact(kind.count)}</span></a>)}
          <span class="gap" />
          <Button size="small" onPress={() => markSeen(store)}>{w.seenAll}</Button>
          {found.notable.length ? (
            <details>
              <summary>{w.details} <span class="num">{found.notable.length}</span></summary>
              <ol>{found.notable.map((event) => <li key={event.position}><ToMoment incident={store.incidentId} position={event.position} at={event.at} seconds />{said(event.say)}</li>)}</ol>
            </details>
          ) : null}
        </>
      ) : null}
    </div>
  )
}
