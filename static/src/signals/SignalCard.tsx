/** One signal: what, where, how badly, why it stands here, and what may be done about it. */
import type { JSX } from 'preact'
import { Time } from '../approval/Hands'
import { Button } from '../components/Button'
import { countText, exact } from '../lib/format'
import { bandName } from '../live/map/bandNames'
import { half, named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { can } from '../lib/session'
import { OPEN, type Hit, type SignalRow } from './types'
import { signalWords } from './words'

export type Act = 'open' | 'declare' | 'add' | 'dismiss' | 'again'

interface CardProps {
  readonly row: SignalRow
  readonly onAct: (act: Act) => void
}

const SHOWN = 3

export function SignalCard({ row, onAct }: CardProps): JSX.Element {
  const w = signalWords()
  return (
    <li class={`signal signal-${row.state}`}>
      <header>
        <h3><button type="button" class="cell-link" onClick={() => onAct('open')}>{half(row.title)}</button></h3>
        {row.msg_type === 'Alert' ? null : <span class="chip">{w.type(row.msg_type)}</span>}
        {row.status === 'Actual' || row.status === 'unreadable' ? null : <span class="chip">{row.status}</span>}
        {OPEN.includes(row.state) ? null : <span class="chip">{w.state(row.state)}</span>}
        {row.signature ? <span class={row.signature === 'verified' ? 'chip ok' : 'chip'}>{w.signature(row.signature, row.signed_by)}</span> : null}
        {row.withdrawn ? <span class="chip bad">{w.withdrawn}</span> : null}
      </header>
      <p class="signal-how">{how(row)}</p>
      <p>{placesText(row)}</p>
      <p class={row.state === 'quarantined' ? 'bad' : 'tx-2'}>{w.why(row.why, row.why_values)}</p>
      {row.withdrawn && row.state === 'accepted' ? <p class="note note-warn">{w.withdrawnHint}</p> : null}
      <Decided row={row} />
      <footer>
        <span class="hint">{half(row.feed_name)} · {w.received} <Time at={row.received_at} />{row.expires_at ? <> · {w.expires} <Time at={row.expires_at} /></> : null}</span>
        <span class="gap" />
        <Actions row={row} onAct={onAct} />
      </footer>
    </li>
  )
}

/** The buttons that fit the state and the person. */
export function Actions({ row, onAct }: CardProps): JSX.Element | null {
  const w = signalWords()
  if (!can('signal.decide') || !OPEN.includes(row.state)) return null
  const primary = row.state === 'proposed' ? ('primary' as const) : ('plain' as const)
  const known = row.of_incident !== null && row.area_text !== null
  return (
    <span class="signal-acts">
      {row.state === 'quarantined' ? <Button kind="primary" onPress={() => onAct('again')}>{w.again}</Button> : null}
      {row.area_text ? <Button kind={known ? primary : 'plain'} onPress={() => onAct('add')}>{w.addFootprint}</Button> : null}
      <Button kind={known ? 'plain' : primary} onPress={() => onAct('declare')}>{w.declare}</Button>
      <Button kind="quiet" onPress={() => onAct('dismiss')}>{w.dismiss}</Button>
    </span>
  )
}

function Decided({ row }: { readonly row: SignalRow }): JSX.Element | null {
  const w = signalWords()
  if (!row.decided_at && !row.of_incident) return null
  return (
    <p class="tx-2">
      {row.decided_at ? <>{w.decidedBy(named(row, 'decided_by') || '-')} <Time at={row.decided_at} /> </> : null}
      {row.of_incident ? <>{w.asIncident}: <a class="link" href={`/live/${row.of_incident}`}>{named(row, 'incident_title')}</a> </> : null}
      {row.reason ? <>{w.reason}: {row.reason}</> : null}
    </p>
  )
}

/** Hazard and every measure of strength that the source gave. */
export function how(row: SignalRow): string {
  const w = signalWords()
  const parts = [w.hazard(row.hazard)]
  if (row.severity) parts.push(w.severity(row.severity))
  if (row.magnitude_milli !== null) parts.push(w.magnitude((row.magnitude_milli / 1000).toFixed(1)))
  if (row.level !== null) parts.push(w.level(row.level))
  const worst = row.bands[0]
  // bands may lie in one another, so their areas are not added up
  if (worst && row.bands.length === 1) parts.push(bandWords(worst), w.area(exact(worst.area_km2)))
  else if (worst) parts.push(w.topOf(bandWords(worst), row.bands.length))
  return parts.join(' · ')
}

/** A band in the words of its unit: a colour, an intensity, a wind. */
export function bandWords(band: SignalRow['bands'][number]): string {
  return bandName(band.unit, band.value_milli / 1000)
}

export function hitText(hit: Hit): string {
  const w = signalWords()
  if (hit.counties === null || hit.subscribers === null) return w.near(provinceName(hit.province))
  return w.hit(provinceName(hit.province), hit.counties, countText(hit.subscribers))
}

function placesText(row: SignalRow): string {
  const w = signalWords()
  if (row.provinces.length === 0) return row.state === 'quarantined' ? w.noPlace : row.area_text ? '' : w.noArea
  const sorted = [...row.provinces].sort((a, b) => (b.subscribers ?? 0) - (a.subscribers ?? 0))
  const shown = sorted.slice(0, SHOWN).map(hitText).join(' · ')
  const total = sorted.reduce((sum, hit) => sum + (hit.subscribers ?? 0), 0)
  return sorted.length > SHOWN ? `${shown} · ${w.more(sorted.length, countText(total))}` : shown
}
