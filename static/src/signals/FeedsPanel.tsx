/** The sources: how old their last good answer is, what fails, what they propose. Administrators add and disable. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useAction, type Action } from '../desk/useAction'
import type { Loaded } from '../desk/useLoad'
import { half, language } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { can } from '../lib/session'
import { commonWords } from '../locales/common'
import { NewFeed } from './NewFeed'
import type { FeedRow, Rule } from './types'
import { ageText, signalWords } from './words'

export interface FeedList {
  readonly items: readonly FeedRow[]
  readonly hosts: readonly string[]
}

export function FeedsPanel({ list }: { readonly list: Loaded<FeedList> }): JSX.Element {
  const w = signalWords()
  const adding = useSignal(false)
  const action = useAction(list.reload)
  if (!list.value) return list.error ? <Failure error={list.error} onRetry={list.reload} /> : <Skeleton rows={5} />
  const add = can('feed.manage') ? <Button kind="primary" onPress={() => (adding.value = true)}>{w.addFeed}</Button> : null
  return (
    <section class="block" aria-label={w.feeds}>
      <div class="block-head"><h2>{w.feeds}</h2>{list.value.items.length > 0 ? add : null}</div>
      {action.error ? <Failure error={action.error} /> : null}
      {list.value.items.length === 0 ? <Empty action={add}>{w.emptyFeeds}</Empty> : (
        <ul class="feeds">{list.value.items.map((feed) => <FeedItem key={feed.id} feed={feed} action={action} />)}</ul>
      )}
      {adding.value ? <NewFeed hosts={list.value.hosts} onDone={list.reload} onClose={() => (adding.value = false)} /> : null}
    </section>
  )
}

function FeedItem({ feed, action }: { readonly feed: FeedRow; readonly action: Action }): JSX.Element {
  const w = signalWords()
  const send = (act: string): void => void action.run(`${act} ${feed.id}`, { path: `/feeds/${feed.id}/${act}` })
  const busy = (act: string): string | false => action.busy === `${act} ${feed.id}` && commonWords().working
  const asked = feed.kind !== 'webhook' && feed.state === 'active'
  return (
    <li class="feed-item">
      <header>
        <h3>{half(feed.name)}</h3>
        <span class="tag">{w.kindName(feed.kind)}</span>
        {feed.drill ? <span class="tag">{w.drill}</span> : null}
        <span class="gap" />
        <Condition feed={feed} />
      </header>
      <p class="num">{ageOf(feed)}{asked ? <span class="tx-2"> · {w.everyS(ageText(feed.interval_s))}</span> : null}{feed.waiting > 0 ? <span class="tx-2"> · {w.entriesWaiting(feed.waiting)}</span> : null}</p>
      {feed.failure ? <p class="bad signal-raw-word">{language.value === 'zh' ? feed.failure_zh : feed.failure}</p> : null}
      <p class="tx-2">{w.rule}: {ruleText(feed.rule)}</p>
      {feed.url ? <p class="hint mono signal-raw-word">{feed.url}</p> : null}
      <footer>
        {asked && can('signal.decide') ? <Button size="small" busy={busy('ask-now')} onPress={() => send('ask-now')}>{w.askNow}</Button> : null}
        {can('feed.manage') ? <Button size="small" busy={busy(feed.state === 'active' ? 'disable' : 'enable')} onPress={() => send(feed.state === 'active' ? 'disable' : 'enable')}>{feed.state === 'active' ? w.disable : w.enable}</Button> : null}
      </footer>
    </li>
  )
}

function Condition({ feed }: { readonly feed: FeedRow }): JSX.Element {
  const w = signalWords()
  if (feed.state === 'disabled') return <span class="tx-2">{w.disabled}</span>
  if (feed.failures > 0) return <strong class="bad">{w.failures(feed.failures)}</strong>
  if (feed.stale) return <strong class="late">{w.stale}</strong>
  return <span class={feed.last_ok_at ? 'ok' : 'tx-2'}>{feed.last_ok_at ? w.fine : w.never}</span>
}

function ageOf(feed: FeedRow): string {
  const w = signalWords()
  if (feed.age_s === null) return feed.kind === 'webhook' ? w.silent : `${w.age}: ${w.never}`
  return `${w.age}: ${w.ago(ageText(feed.age_s))}`
}

export function ruleText(rule: Rule): string {
  const w = signalWords()
  const parts = [
    rule.min_severity ? w.ruleSeverity(w.severity(rule.min_severity)) : '',
    rule.min_magnitude_milli === undefined ? '' : w.ruleMagnitude(String(rule.min_magnitude_milli / 1000)),
    rule.min_intensity_milli === undefined ? '' : w.ruleIntensity(String(rule.min_intensity_milli / 1000)),
    rule.min_level === undefined ? '' : w.ruleLevel(w.level(rule.min_level)),
    rule.signed ? w.ruleSigned : '',
    rule.provinces?.length ? w.ruleProvinces(rule.provinces.map(provinceName).join('、')) : '',
  ].filter(Boolean)
  return parts.join(' · ') || w.ruleAll
}
