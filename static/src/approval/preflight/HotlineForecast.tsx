/** Calls by the hour after customers are told, the seats that answer them in time, and every assumption beside them. */
import type { JSX } from 'preact'
import { exact } from '../../lib/format'
import type { Hotline, HotlineHour } from './types'
import { preflightWords } from './words'

export function HotlineForecast({ hotline }: { readonly hotline: Hotline }): JSX.Element {
  const w = preflightWords()
  const most = Math.max(1, ...hotline.hours.map((hour) => hour.calls))
  const needs = hotline.hours.map((hour) => hour.seats_needed)
  const needed = needs.includes(null) ? null : Math.max(0, ...needs.map((seats) => seats ?? 0))
  const short = needed === null || needed > hotline.seats
  return (
    <div class="preflight-part">
      <h4>{w.hotline} <small class={short ? 'late' : 'tx-2'}>{short ? w.short(needed === null ? w.more() : exact(needed), exact(hotline.seats)) : w.enough(exact(hotline.seats))}</small></h4>
      <div class="table-wrap">
        <table class="table hotline">
          <thead><tr><th scope="col">{w.hour}</th><th scope="col" class="num">{w.calls}</th><th scope="col" class="wide" /><th scope="col" class="num">{w.seatsNeeded}</th><th scope="col" class="num">{w.wait}</th></tr></thead>
          <tbody>{hotline.hours.map((hour) => <Hour key={hour.hour} hour={hour} most={most} seats={hotline.seats} />)}</tbody>
        </table>
      </div>
      <p class="hint">{w.model(hotline.calls_per_100k.join(' · '), hotline.talk_s, hotline.answer_percent, hotline.answer_s)}</p>
    </div>
  )
}

function Hour({ hour, most, seats }: { readonly hour: HotlineHour; readonly most: number; readonly seats: number }): JSX.Element {
  const w = preflightWords()
  const short = hour.seats_needed === null || hour.seats_needed > seats
  return (
    <tr>
      <td class="nowrap">{w.hourN(hour.hour)}</td>
      <td class="num">{exact(hour.calls)}</td>
      <td class="wide"><svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class={short ? 'bar-warn' : 'bar-run'} width={(100 * hour.calls) / most} height="8" /></svg></td>
      <td class={`num ${short ? 'late' : ''}`}>{hour.seats_needed === null ? w.more() : exact(hour.seats_needed)}</td>
      <td class={`num nowrap ${hour.wait_s === null ? 'late' : ''}`}>{hour.wait_s === null ? <span title={w.beyond(exact(hour.beyond))}>{w.grows}</span> : w.seconds(exact(hour.wait_s))}</td>
    </tr>
  )
}
