/** Accounts on which a measure failed, by the opaque reference that only billing can resolve. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Failure } from '../components/Panel'
import { saveCsv } from '../desk/csv'
import { useLoad } from '../desk/useLoad'
import { deskWords } from '../desk/words'
import { exact, moneyText } from '../lib/format'
import { language } from '../lib/i18n'
import { provinceName, regionName } from '../lib/regions'
import { commonWords } from '../locales/common'
import { approvalWords, failureName } from './words'

interface Exception {
  readonly account_ref: string
  readonly province: string
  readonly county: string
  readonly segment: string
  readonly reason: string
  readonly fen: number
}

const STEP = 50

export function Exceptions({ measure, again }: { readonly measure: string; readonly again: unknown }): JSX.Element {
  const w = approvalWords()
  const shown = useSignal(STEP)
  const { value, error, reload } = useLoad<{ items: readonly Exception[] }>(`/measures/${measure}/exceptions`, again)
  const items = value?.items ?? []
  const zh = language.value === 'zh'
  const cells = (row: Exception): string[] => [
    row.account_ref, provinceName(row.province), regionName(row.county), commonWords().segment(row.segment), failureName(row.reason, zh), (row.fen / 100).toFixed(2),
  ]
  const head = [w.account, deskWords().province, w.county, w.segment, w.reason, w.fen]
  return (
    <section class="block">
      <div class="block-head">
        <h3>{w.exceptions} <span class="num tx-2">{exact(items.length)}</span></h3>
        <span>{w.exceptionsHint}</span>
      </div>
      {error ? <Failure error={error} onRetry={reload} /> : null}
      {value && items.length === 0 ? <p class="hint">{w.noExceptions}</p> : null}
      {items.length > 0 ? (
        <>
          <div class="table-wrap">
            <table class="table">
              <thead><tr>{head.map((title, at) => <th key={title} scope="col" class={at === 5 ? 'num' : ''}>{title}</th>)}</tr></thead>
              <tbody>
                {items.slice(0, shown.value).map((row) => (
                  <tr key={`${row.account_ref}:${row.county}:${row.segment}`}>
                    {cells(row).map((cell, at) => <td key={at} class={at === 0 ? 'mono' : at === 5 ? 'num' : ''}>{at === 5 ? (row.fen ? moneyText(row.fen) : '·') : cell}</td>)}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <div class="toolbar">
            {items.length > shown.value ? <Button size="small" onPress={() => (shown.value += STEP * 4)}>{deskWords().showMore(exact(items.length - shown.value))}</Button> : null}
            <Button size="small" onPress={() => saveCsv(`exceptions-${measure.slice(0, 8)}`, [head, ...items.map(cells)])}>{deskWords().exportCsv}</Button>
          </div>
        </>
      ) : null}
    </section>
  )
}
