/** The event log in sentences, filterable; below it the whole event as bars with its flags. */
import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Icon } from '../components/Icon'
import { Empty, Skeleton } from '../components/Panel'
import { exact } from '../lib/format'
import { can } from '../lib/session'
import { provinceName } from '../lib/regions'
import { markSeen, seenOf } from '../lib/seen'
import type { FeedKind } from '../lib/types'
import { FeedRow } from './FeedRow'
import { FEED_KINDS, filtered } from './feed'
import type { LiveModel } from './model'
import { Scrubber } from './past/Scrubber'
import { pastWords } from './past/words'
import { liveWords } from './words'

const SHOWN = 300

interface FeedProps {
  readonly model: LiveModel
  readonly onNote: () => void
}

export function Feed({ model, onNote }: FeedProps): JSX.Element {
  const w = liveWords()
  const { past } = model
  const kind = useSignal<FeedKind | null>(null)
  const onlyNew = useSignal(false)
  const folded = useSignal(false)
  const seen = seenOf(model.store.incidentId).position
  const place = model.filter.value.province
  const shown = useComputed(() => filtered(model.store.events.value, {
    kind: kind.value, province: model.filter.value.province, after: onlyNew.value ? seen.value : null,
  }))
  const fresh = model.store.events.value.filter((event) => event.position > (seen.value ?? Infinity)).length
  const tab = (value: FeedKind | null, label: string): JSX.Element => (
    <button key={label} type="button" class="tab" aria-pressed={kind.value === value} onClick={() => (kind.value = value)}>{label}</button>
  )
  return (
    <section class={`feed ${folded.value ? 'feed-folded' : ''}`} aria-label={w.feed}>
      <header class="panel-head">
        <h2>{w.feed}</h2>
        {tab(null, w.feedAll)}
        {FEED_KINDS.map((value) => tab(value, w.feedKind(value)))}
        {place ? <button type="button" class="tab tab-place" onClick={() => (model.filter.value = { province: null, county: null })}>{w.clearPlace(provinceName(place))}</button> : null}
        <span class="gap" />
        {fresh > 0 && seen.value !== null ? (
          <>
            <button type="button" class="tab" aria-pressed={onlyNew.value} onClick={() => (onlyNew.value = !onlyNew.value)}>{w.since(fresh)}</button>
            <button type="button" class="tab" onClick={() => {
              onlyNew.value = false
              markSeen(model.store)
            }}>{w.markSeen}</button>
          </>
        ) : null}
        <span class="hint feed-each">{pastWords().eachRow}</span>
        {can('note.add') && !past?.moment.value ? <Button size="small" onPress={onNote}><Icon name="note" size={14} /> {w.note}</Button> : null}
        <button type="button" class="icon-button" aria-label={folded.value ? w.unfold : w.fold} onClick={() => (folded.value = !folded.value)}>
          <Icon name={folded.value ? 'up' : 'down'} size={16} />
        </button>
      </header>
      {folded.value ? null : (
        <>
          <div class="feed-rows" tabIndex={0} role="log" aria-label={w.feed}>
            {!model.store.loaded.value ? <Skeleton rows={4} /> : null}
            {shown.value.slice(0, SHOWN).map((event) => (
              <FeedRow key={event.position} event={event} {...(past ? { onLook: () => past.go({ position: event.position }) } : {})} fresh={seen.value !== null && event.position > seen.value} />
            ))}
            {model.store.loaded.value && shown.value.length === 0 ? <Empty>{model.store.events.value.length ? w.feedNone : w.feedEmpty}</Empty> : null}
            {shown.value.length > SHOWN ? <p class="hint feed-more">… {exact(shown.value.length - SHOWN)}</p> : null}
          </div>
          {past ? <Scrubber past={past} /> : null}
        </>
      )}
    </section>
  )
}
