/** The line that must be even: what was meant is applied, failed, out, not sent or given up, in customers and to the fen. */
import type { JSX } from 'preact'
import { exact, money } from '../../lib/format'
import { Glyph } from '../../lib/glyphs'
import { missing, PARTS, type LedgerSums, type Unit } from './types'
import { ledgerWords } from './words'

export function figure(value: number, unit: Unit): string {
  return unit === 'fen' ? money(value).exact : exact(value)
}

export function Balance({ sums }: { readonly sums: LedgerSums }): JSX.Element {
  const w = ledgerWords()
  const even = sums.even && missing(sums.total, 'customers') === 0 && missing(sums.total, 'fen') === 0
  return (
    <section class={`ledger-balance ${even ? '' : 'ledger-uneven'}`} role={even ? 'status' : 'alert'} aria-label={w.balance}>
      <p class="ledger-verdict"><Glyph kind={even ? 'done' : 'failed'} label="" /> <strong class={even ? 'ok' : 'bad'}>{even ? w.even : w.uneven}</strong></p>
      {(['customers', 'fen'] as const).map((unit) => (
        <p key={unit} class="ledger-sum num" title={w.check(w[unit])}>
          <span class="tx-2">{w[unit]}</span> <strong>{figure(sums.total[`intended_${unit}`], unit)}</strong> =
          {PARTS.map((part, at) => <>{at ? ' + ' : ' '}<span key={part}><span class="tx-2">{w[part]}</span> {figure(sums.total[`${part}_${unit}`], unit)}</span></>)}
          {missing(sums.total, unit) ? <span class="bad"> {missing(sums.total, unit) > 0 ? '+' : '−'} {figure(Math.abs(missing(sums.total, unit)), unit)} ?</span> : null}
        </p>
      ))}
      {even ? null : <ul class="bad">{sums.differences.map((text) => <li key={text}>{text}</li>)}</ul>}
    </section>
  )
}
