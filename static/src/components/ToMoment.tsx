/** A time of the log that leads to the console as it stood then; whoever has no console reads only the time. */
import type { JSX } from 'preact'
import { clock, clockMinutes, day, moment } from '../lib/format'
import { seesNation } from '../lib/session'
import { commonWords } from '../locales/common'

interface ToMomentProps {
  readonly incident: string
  readonly position: number
  readonly at: string
  readonly seconds?: boolean
}

export function ToMoment({ incident, position, at, seconds }: ToMomentProps): JSX.Element {
  const time = <time dateTime={at} title={moment(at)}>{day(at)} {seconds ? clock(at) : clockMinutes(at)}</time>
  return seesNation() ? <a class="to-moment" href={`/live/${incident}?at=${position}`} aria-label={`${day(at)} ${clock(at)}, ${commonWords().toMoment}`}>{time}</a> : time
}
