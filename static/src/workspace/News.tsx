/** What happened, in sentences: notes, orders and events that my province may see. Read when it is opened. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Failure, Skeleton } from '../components/Panel'
import { clockMinutes, day, moment } from '../lib/format'
import { said } from '../lib/i18n'
import { readPast } from './connect'
import type { Workspace } from './model'
import { personName } from './parts'
import { workspaceWords } from './words'

export function News({ workspace }: { readonly workspace: Workspace }): JSX.Element {
  const w = workspaceWords()
  const { store } = workspace
  const state = useSignal<'loading' | 'ready' | Error>('loading')
  const load = (): void => {
    state.value = 'loading'
    void Promise.all(Object.keys(store.folded.peek().positions).map((room) => readPast(store, room)))
      .then(() => (state.value = 'ready'))
      .catch((failure: unknown) => {
        // Without a network the kept ones are better than none; the banner says how old they are.
        if (store.events.peek().length > 0) state.value = 'ready'
        else state.value = failure instanceof Error ? failure : new Error(String(failure))
      })
  }
  useEffect(load, [store])
  if (state.value instanceof Error) return <Failure error={state.value} onRetry={load} />
  if (state.value === 'loading') return <Skeleton rows={8} />
  const events = store.events.value.filter((event) => event.say)
  if (events.length === 0) return <div class="ws-empty"><p>{w.newsEmpty}</p></div>
  return (
    <ol class="ws-news">
      {events.map((event, index) => {
        const before = events[index - 1]
        const date = day(event.at)
        return (
          <li key={event.id}>
            {!before || day(before.at) !== date ? <span class="ws-news-day">{date}</span> : null}
            <time dateTime={event.at} title={moment(event.at)}>{clockMinutes(event.at)}</time>
            <span>{said(event.say)}</span>
            <small>{personName(store, event.actor.person)}</small>
          </li>
        )
      })}
    </ol>
  )
}
