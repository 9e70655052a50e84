import type { JSX } from 'preact'
import { clock, exact, moment } from '../lib/format'
import { Glyph } from '../lib/glyphs'
import { said } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { isExercise } from '../lib/session'
import type { EventRecord } from '../lib/types'
import { commonWords } from '../locales/common'
import { eventGlyph } from './feed'
import { liveWords } from './words'

interface FeedRowProps {
  readonly event: EventRecord
  readonly fresh: boolean
}

export function FeedRow({ event, fresh }: FeedRowProps): JSX.Element {
  const w = commonWords()
  return (
    <div class={`feed-row ${fresh ? 'feed-fresh' : ''}`}>
      <span class="num tx-3">#{exact(event.position)}</span>
      <time class="num tx-2" title={moment(event.at)}>{clock(event.at)}</time>
      <Glyph kind={eventGlyph(event.type)} label="" size={13} />
      <span class="feed-place">{event.audience === 'nation' ? w.nation : provinceName(event.audience)}</span>
      <span class="feed-say">
        {isExercise() ? <strong class="exercise-prefix">{w.exercise} </strong> : null}
        {said(event.say) || event.type}
      </span>
      <span class="feed-kind tx-2">{event.kind ? liveWords().feedKind(event.kind) : ''}</span>
    </div>
  )
}
