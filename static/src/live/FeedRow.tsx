import type { JSX } from 'preact'
import { clock, exact, moment } from '../lib/format'
import { Glyph } from '../lib/glyphs'
import { said } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { isExercise } from '../lib/session'
import type { EventRecord } from '../lib/types'
import { commonWords } from '../locales/common'
import { eventGlyph } from './feed'
import { pastWords } from './past/words'
import { liveWords } from './words'

interface FeedRowProps {
  readonly event: EventRecord
  readonly fresh: boolean
  /** Show what was when it happened. */
  readonly onLook?: () => void
}

export function FeedRow({ event, fresh, onLook }: FeedRowProps): JSX.Element {
  const w = commonWords()
  return (
    <div class={`feed-row ${fresh ? 'feed-fresh' : ''}`}>
      {onLook ? (
        <a
          class="num feed-position" href={`?at=${event.position}`} title={pastWords().backTo}
          onClick={(pressed) => {
            pressed.preventDefault()
            onLook()
          }}
        >
          #{exact(event.position)}
        </a>
      ) : <span class="num tx-3">#{exact(event.position)}</span>}
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
