/** Everything about one signal: what was read, why it stands where it does, and the bytes as they came. */
import type { JSX } from 'preact'
import { Time } from '../approval/Hands'
import { Dialog } from '../components/Dialog'
import { Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { exact } from '../lib/format'
import { half, language } from '../lib/i18n'
import { visible } from '../lib/visible'
import { Actions, bandWords, hitText, how, type Act } from './SignalCard'
import type { SignalDetail } from './types'
import { signalWords } from './words'

interface DrawerProps {
  readonly id: string
  readonly onAct: (act: Act, row: SignalDetail) => void
  readonly onOpen: (id: string) => void
  readonly onClose: () => void
  readonly again: unknown
}

const SHOWN_BYTES = 20_000
const CAP = 'application/cap+xml'
export function SignalDrawer({ id, onAct, onOpen, onClose, again }: DrawerProps): JSX.Element {
  const w = signalWords()
  const { value: row, error, reload } = useLoad<SignalDetail>(`/signals/${id}`, again)
  return (
    <Dialog place="drawer" wide title={row ? half(row.title) : w.open} onClose={onClose}>
      {row ? <Body row={row} onAct={onAct} onOpen={onOpen} /> : error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={8} />}
    </Dialog>
  )
}

function Body({ row, onAct, onOpen }: { readonly row: SignalDetail; readonly onAct: DrawerProps['onAct']; readonly onOpen: (id: string) => void }): JSX.Element {
  const w = signalWords()
  return (
    <div class="signal-drawer">
      <p><span class="chip">{w.state(row.state)}</span> {w.why(row.why, row.why_values)}</p>
      <Actions row={row} onAct={(act) => onAct(act, row)} />
      <dl class="facts">
        <div><dt>{w.source}</dt><dd>{half(row.feed_name)}{row.sender ? ` · ${visible(row.sender)}` : ''}</dd></div>
        <div><dt>{w.identifier}</dt><dd class="mono signal-raw-word">{visible(row.identifier)}</dd></div>
        <div><dt>{w.hazardLabel}</dt><dd>{how(row)}</dd></div>
        <div><dt>{w.sent}</dt><dd>{Number.isNaN(Date.parse(row.sent)) ? row.sent || '-' : <Time at={row.sent} />} · {w.type(row.msg_type)} · {row.status}</dd></div>
        {row.raw.media_type === CAP ? <div><dt>{w.signatureLabel}</dt><dd class={row.signature === 'verified' ? 'ok' : ''}>{row.status === 'unreadable' ? '-' : visible(w.signature(row.signature, row.signed_by))}</dd></div> : null}
        {row.occurred_at ? <div><dt>{w.occurred}</dt><dd><Time at={row.occurred_at} /></dd></div> : null}
        {row.expires_at ? <div><dt>{w.expires}</dt><dd><Time at={row.expires_at} /></dd></div> : null}
      </dl>
      {row.provinces.length > 0 ? (
        <section class="block"><div class="block-head"><h3>{w.impact}</h3></div><ul class="signal-lines">{row.provinces.map((hit) => <li key={hit.province}>{hitText(hit)}</li>)}</ul></section>
      ) : null}
      {row.bands.length > 0 ? (
        <section class="block"><div class="block-head"><h3>{w.bands}</h3></div><ul class="signal-lines">{row.bands.map((band) => <li key={band.band}><span>{bandWords(band)}</span> <span class="num">{w.area(exact(band.area_km2))}</span></li>)}</ul></section>
      ) : null}
      {row.notes.length > 0 ? (
        <section class="block"><div class="block-head"><h3>{w.notes}</h3></div><ul class="signal-lines">{(language.value === 'zh' ? row.notes_zh : row.notes).map((note) => <li key={note}>{visible(note)}</li>)}</ul></section>
      ) : null}
      {row.versions.length > 0 ? (
        <section class="block">
          <div class="block-head"><h3>{w.versions}</h3></div>
          <ul class="signal-lines">
            {row.versions.map((version) => <li key={version.id}><button type="button" class="cell-link" onClick={() => onOpen(version.id)}>{half(version.title)}</button> <span class="tx-2">{w.type(version.msg_type)} · {w.state(version.state)}</span></li>)}
          </ul>
        </section>
      ) : null}
      <section class="block">
        <div class="block-head"><h3>{w.raw}</h3><span>{row.raw.cut ? w.rawCut(exact(SHOWN_BYTES), exact(row.raw.bytes)) : `${exact(row.raw.bytes)} B`}</span></div>
        <pre class="bytes signal-raw" tabIndex={0} aria-label={w.raw}>{visible(row.raw.text.trimStart())}</pre>
      </section>
    </div>
  )
}
