/** While it is being sent: how far, how fast, what became of each, and Stop always in reach (picture 04b). */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { deskWords } from '../desk/words'
import { clockMinutes, count, countText, exact, orDot, percent } from '../lib/format'
import { Glyph } from '../lib/glyphs'
import type { GlyphKind } from '../lib/glyph-kinds'
import { language } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import type { Store } from '../lib/store'
import type { BroadcastPartRow, BroadcastRow } from '../lib/types'
import { now, span } from '../lib/worldclock'
import { commonWords } from '../locales/common'
import { addUp, gone, isEven, partsOfBroadcast, rateOf, type Mark, type Six } from './six'
import { StackBar } from './StackBar'
import { approvalWords, ruleName } from './words'

const KEEP_MS = 60_000

export function SendRoom({ store, row }: { readonly store: Store; readonly row: BroadcastRow }): JSX.Element {
  const w = approvalWords()
  const parts = partsOfBroadcast(store.broadcastParts.value, row.id)
  const six = addUp(parts)
  const rate = useRate(gone(six))
  const sent = count(gone(six))
  const left = row.state === 'broadcasting' && rate && rate > 0 ? (six.queued / rate) * 1000 : null
  return (
    <>
      <dl class="figures">
        <div class="figure-block">
          <dt>{w.sent}</dt>
          <dd class="figure figure-huge" title={sent.exact}>{sent.figure}<small> {sent.unit} {w.ofAudience(countText(row.customers))}</small></dd>
        </div>
        <div class="figure-block"><dt>{w.progressShare}</dt><dd class="figure figure-huge">{percent(gone(six), six.customers)}<small> %</small></dd></div>
        {row.state === 'broadcasting' ? (
          <>
            <div class="figure-block"><dt>{w.rate}</dt><dd class="figure figure-huge">{rate === null ? <small>{w.measuring}</small> : <>{exact(Math.round(rate))}<small> {w.perSecond}</small></>}</dd></div>
            <div class="figure-block"><dt>{w.eta}</dt><dd class="figure figure-huge">{left === null ? <small>{w.measuring}</small> : <>{clockMinutes(now.value + left)}<small> {w.etaLeft(span(left))}</small></>}</dd></div>
          </>
        ) : null}
      </dl>
      <StackBar class="bar-huge" all={six.customers} slices={slices(six)} />
      <SixFigures six={six} />
      <p class={isEven(six) ? 'hint' : 'note note-bad'}>{isEven(six) ? w.sixHint : w.sixBad}</p>
      <ByProvince parts={parts} total={six} />
    </>
  )
}

function slices(six: Six): Parameters<typeof StackBar>[0]['slices'] {
  return [
    { tone: 'ok', value: six.delivered }, { tone: 'run', value: six.submitted }, { tone: 'warn', value: six.failed },
    { tone: 'off', value: six.expired }, { tone: 'bad', value: six.unknown }, { tone: 'off', value: six.stopped },
  ]
}

function SixFigures({ six }: { readonly six: Six }): JSX.Element {
  const w = approvalWords()
  const cells: readonly (readonly [GlyphKind, string, number])[] = [
    ['done', w.sixDelivered, six.delivered], ['working', w.sixSubmitted, six.submitted], ['partial', w.sixFailed, six.failed],
    ['ended', w.sixExpired, six.expired], ['failed', w.sixUnknown, six.unknown],
    // What was stopped was queued before; while a stop is landing there are both.
    ...(six.queued > 0 || six.stopped === 0 ? [['open', w.sixQueued, six.queued] as const] : []),
    ...(six.stopped > 0 ? [['held', w.sixStopped, six.stopped] as const] : []),
  ]
  return (
    <div class={cells.length > 6 ? 'six six-seven' : 'six'}>
      {cells.map(([kind, label, value]) => {
        const shown = count(value)
        return (
          <div key={label}>
            <span class="label"><Glyph kind={kind} label="" />{label}</span>
            <span class="figure" title={shown.exact}>{value === 0 ? '·' : shown.figure}<small> {value === 0 ? '' : shown.unit}</small></span>
            <span class="hint num">{percent(value, six.customers)}%</span>
          </div>
        )
      })}
    </div>
  )
}

function ByProvince({ parts, total }: { readonly parts: readonly BroadcastPartRow[]; readonly total: Six }): JSX.Element {
  const w = approvalWords()
  const line = (name: string, six: Six, note: string): JSX.Element => (
    <tr key={name}>
      <td class="nowrap">{name}</td>
      <td class="num">{exact(six.customers)}</td>
      <td class="num">{orDot(gone(six))}</td>
      <td class="wide"><StackBar all={six.customers} slices={slices(six)} /></td>
      <td class="num">{percent(gone(six), six.customers)}</td>
      <td class="num">{orDot(six.delivered)}</td>
      <td class="num">{orDot(six.failed)}</td>
      <td class={`num ${six.unknown ? 'bad' : ''}`}>{orDot(six.unknown)}</td>
      <td class="tx-2 nowrap">{note}</td>
    </tr>
  )
  return (
    <section class="block">
      <div class="block-head"><h3>{w.byProvince}</h3></div>
      <div class="table-wrap">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{deskWords().province}</th><th scope="col" class="num">{w.customers}</th><th scope="col" class="num">{w.sent}</th><th scope="col" />
              <th scope="col" class="num">%</th><th scope="col" class="num">{w.sixDelivered}</th><th scope="col" class="num">{w.sixFailed}</th><th scope="col" class="num">{w.sixUnknown}</th><th scope="col">{w.note}</th>
            </tr>
          </thead>
          <tbody>{parts.map((part) => line(provinceName(part.province), part, part.parked ? w.parked : commonWords().measureState(part.state)))}</tbody>
          <tfoot>{line(deskWords().total, total, '')}</tfoot>
        </table>
      </div>
      {parts.filter((part) => part.rules_not_known?.length).map((part) => <p key={part.id} class="note">{provinceName(part.province)} · {w.rulesNotKnown(rulesOf(part))}</p>)}
    </section>
  )
}

function rulesOf(part: BroadcastPartRow): string {
  const zh = language.value === 'zh'
  return (part.rules_not_known ?? []).map((rule) => ruleName(rule, zh)).join(zh ? '、' : ', ')
}

/** Marks of the last minute of world time; the rate is over them. */
function useRate(sent: number): number | null {
  const marks = useSignal<readonly Mark[]>([])
  useEffect(() => {
    const atMs = now.peek()
    marks.value = [...marks.peek().filter((mark) => atMs - mark.atMs < KEEP_MS), { atMs, gone: sent }]
  }, [sent])
  return rateOf(marks.value)
}
