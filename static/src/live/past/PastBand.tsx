/** The band that says, as long as a past moment is shown, that it is the past, and leads back. */
import type { JSX } from 'preact'
import { Button } from '../../components/Button'
import { Problem } from '../../lib/api'
import { clock, day, exact, moment } from '../../lib/format'
import type { Past } from './past'
import { pastWords } from './words'

export function PastBand({ past }: { readonly past: Past }): JSX.Element | null {
  const w = pastWords()
  const shown = past.moment.value
  const trouble = past.trouble.value
  if (!shown && past.cursorMs.value === null && !trouble && !past.bringing.value) return null
  return (
    <div class="past-band" role="status">
      <strong>{w.band}</strong>
      {shown ? <time class="num" title={moment(shown.atMs)}>{w.bandMoment(day(shown.atMs), clock(shown.atMs), exact(shown.position))}</time> : null}
      <span class="past-words">{trouble ? (trouble instanceof Problem ? trouble.words : String(trouble)) : shown ? w.readOnly : w.bringing}</span>
      <Button size="small" onPress={() => past.toLive()}>{w.live}</Button>
    </div>
  )
}
