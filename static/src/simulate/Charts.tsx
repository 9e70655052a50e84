/** The charts of one version: hotline, teams, money. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { exact, moneyText, percent } from '../lib/format'
import { named } from '../lib/i18n'
import { BandChart } from './BandChart'
import { cut, divided } from './bands'
import type { Hotline, TeamRow, Version } from './types'
import { simulateWords } from './words'

const ROWS = 8
const MINUTES = 60

/** The most of both versions, so that charts that stand side by side have one scale. */
export interface Most {
  readonly calls?: number
  readonly money?: number
}

export function HotlineChart({ hotline, most }: { readonly hotline: Hotline; readonly most?: number | undefined }): JSX.Element {
  const w = simulateWords()
  const calls = cut(hotline.calls, 12)
  const busiest = hotline.waiting.p50.map((_, index) => index).filter((index) => (hotline.calls.p95[index] ?? 0) > 0).slice(0, ROWS)
  return (
    <section class="block">
      <BandChart title={w.hotline} bands={calls} limit={calls.p50.map(() => hotline.carries_calls)} limitName={w.hotlineLine(exact(hotline.seats), exact(hotline.carries_calls))} every={12} step={(hour) => `${hour} ${w.h}`} {...(most ? { most } : {})} />
      <p class="hint">{w.hotlineHint(hotline.talk_s, hotline.answer_percent, hotline.answer_s, hotline.patience_s)}</p>
      {busiest.length ? (
        <div class="table-wrap"><table class="table">
          <thead><tr><th scope="col" /><th scope="col" class="num">{w.calls} P50 / P95</th><th scope="col" class="num">{w.seatsNeeded} P50 / P95</th><th scope="col" class="num">{w.wait} P50</th><th scope="col" class="num">{w.inTime} P50</th><th scope="col" class="num">{w.hangUp} P50 / P95</th></tr></thead>
          <tbody>{busiest.map((index) => <HotlineRow key={index} hotline={hotline} index={index} />)}</tbody>
        </table></div>
      ) : null}
    </section>
  )
}

function HotlineRow({ hotline, index }: { readonly hotline: Hotline; readonly index: number }): JSX.Element | null {
  const w = simulateWords()
  const middle = hotline.waiting.p50[index]
  const high = hotline.waiting.p95[index]
  if (!middle || !high) return null
  const seats = (needed: number | null): string => (needed === null ? w.many : exact(needed))
  const short = middle.seats_needed === null || middle.seats_needed > hotline.seats
  return (
    <tr>
      <td class="nowrap">{w.hour(index + 1)}</td>
      <td class="num nowrap">{exact(middle.calls)} / {exact(high.calls)}</td>
      <td class={`num nowrap ${short ? 'late' : ''}`}>{seats(middle.seats_needed)} / {seats(high.seats_needed)}</td>
      <td class={`num nowrap ${middle.wait_s === null ? 'late' : ''}`}>{middle.wait_s === null ? w.grows : w.seconds(exact(middle.wait_s))}</td>
      <td class="num nowrap">{percent(middle.in_time_ppm, 1_000_000, 0)} %</td>
      <td class="num nowrap">{percent(middle.abandoned_ppm, 1_000_000, 0)} / {percent(high.abandoned_ppm, 1_000_000, 0)} %</td>
    </tr>
  )
}

export function TeamsChart({ version }: { readonly version: Version }): JSX.Element {
  const w = simulateWords()
  const chosen = useSignal<string | null>(null)
  const peak = (row: TeamRow, name: 'p50' | 'p95'): number => Math.max(0, ...row.minutes[name]) / MINUTES
  const rows = [...version.teams.provinces].sort((a, b) => peak(b, 'p95') / Math.max(1, b.on_duty[0] ?? 1) - peak(a, 'p95') / Math.max(1, a.on_duty[0] ?? 1))
  const shown = rows.find((row) => row.province === chosen.value) ?? rows[0]
  if (!shown) return <p class="hint">{w.none}</p>
  const bands = cut(divided(shown.minutes, MINUTES), 12)
  return (
    <section class="block">
      <div class="toolbar"><label>{w.province} <select value={shown.province} onChange={(event) => (chosen.value = event.currentTarget.value)}>{rows.map((row) => <option key={row.province} value={row.province}>{named(row, 'name')}</option>)}</select></label></div>
      <BandChart title={`${w.teams} · ${named(shown, 'name')}`} bands={bands} limit={shown.on_duty} limitName={`${w.onDutyLine} ${w.people(exact(shown.on_duty[0] ?? 0))}${shown.assumed ? w.assumedPeople : ''}`} every={12} step={(hour) => `${hour} ${w.h}`} text={(value) => exact(Math.round(value))} />
      <div class="table-wrap"><table class="table">
        <thead><tr><th scope="col">{w.province}</th><th scope="col" class="num">{w.onDutyLine}</th><th scope="col" class="num">{w.needed}</th><th scope="col" class="num">{w.left} P50</th></tr></thead>
        <tbody>{rows.slice(0, ROWS).map((row) => (
          <tr key={row.province} aria-selected={row.province === shown.province}>
            <td><button type="button" class="link" onClick={() => (chosen.value = row.province)}>{named(row, 'name')}</button></td>
            <td class="num nowrap">{exact(row.on_duty[0] ?? 0)}{row.assumed ? w.assumedPeople : ''}</td>
            <td class={`num nowrap ${peak(row, 'p50') > (row.on_duty[0] ?? 0) ? 'late' : ''}`}>{peak(row, 'p50').toFixed(1)} / {peak(row, 'p95').toFixed(1)}</td>
            <td class="num nowrap">{w.leftHours((Math.max(0, ...row.waiting.p50) / MINUTES).toFixed(1))}</td>
          </tr>
        ))}</tbody>
      </table></div>
    </section>
  )
}

export function MoneyChart({ version, most }: { readonly version: Version; readonly most?: number | undefined }): JSX.Element {
  const w = simulateWords()
  const cap = version.totals.find((row) => row.name === 'money_cap')
  return (
    <section class="block">
      <BandChart title={w.money} bands={version.money.days} every={7} step={(day) => `${day} ${w.days}`} text={(value) => moneyText(value)} {...(most ? { most } : {})} />
      {cap ? <p class="hint">{w.moneyCap(moneyText(cap.reference))}</p> : null}
    </section>
  )
}

