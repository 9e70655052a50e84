/** Every table and event with the class of each of its columns, what it is for, and how long it is kept. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { language, said } from '../lib/i18n'
import type { DataClasses } from './types'
import { recordWords } from './words'

interface Line {
  readonly name: string
  readonly use: string
  readonly keep: string
  readonly inLog: boolean
  readonly columns: readonly { readonly column: string; readonly class: string }[]
}

export function ClassesPart(): JSX.Element {
  const w = recordWords()
  const { value, error, reload } = useLoad<DataClasses>('/record/data-classes')
  const text = useSignal('')
  const only = useSignal('')
  if (!value) return error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={12} />
  const wanted = text.value.trim().toLowerCase()
  const lines = linesOf(value, w.fields)
    .map((line) => ({ ...line, columns: line.columns.filter((one) => (!only.value || one.class === only.value) && (!wanted || `${line.name} ${line.use} ${one.column}`.toLowerCase().includes(wanted))) }))
    .filter((line) => line.columns.length > 0)
  return (
    <section class="block">
      <div class="record-bar">
        <input type="search" placeholder={w.find} aria-label={w.find} value={text.value} onInput={(event) => void (text.value = event.currentTarget.value)} />
        <select aria-label={w.all} value={only.value} onChange={(event) => void (only.value = event.currentTarget.value)}>
          <option value="">{w.all}</option>
          {value.classes.map((one) => <option key={one.class} value={one.class}>{said(one)}</option>)}
        </select>
        <a class="button button-plain button-normal" href="/api/v1/record/data-classes/data-classes.csv" download>{w.csv}</a>
      </div>
      <p class="tx-2">{w.classesHint}</p>
      <dl class="record-legend">{value.classes.map((one) => <div key={one.class}><dt><span class={`tag record-${one.class}`}>{said(one)}</span></dt><dd>{language.value === 'zh' ? one.means_zh : one.means_en}</dd></div>)}</dl>
      <details class="record-older"><summary>{w.keeps}</summary><dl class="record-legend">{value.keeps.map((one) => <div key={one.keep}><dt class="num">{one.days === null ? '–' : w.days(one.days)}</dt><dd>{said(one)}</dd></div>)}</dl></details>
      <div class="table-wrap"><table class="table table-folds record-classes">
        <thead><tr><th>{w.table}</th><th>{w.use}</th><th>{w.keep}</th><th>{w.columns}</th></tr></thead>
        <tbody>{lines.map((line) => (
          <tr key={line.name}>
            <td><code>{line.name}</code></td>
            <td data-label={w.use}>{line.use}<br /><span class="tx-3">{line.inLog ? w.inLog : w.beside}</span></td>
            <td class="tx-2" data-label={w.keep}>{line.keep}</td>
            <td class="record-columns" data-label={w.columns}>{value.classes.map((one) => <Of key={one.class} name={one.class} title={said(one)} columns={line.columns} />)}</td>
          </tr>
        ))}</tbody>
      </table></div>
    </section>
  )
}

function Of({ name, title, columns }: { readonly name: string; readonly title: string; readonly columns: Line['columns'] }): JSX.Element | null {
  const mine = columns.filter((one) => one.class === name)
  return mine.length === 0 ? null : <p class="record-of"><span class={`tag record-${name}`}>{title}</span> <code>{mine.map((one) => one.column).join(' ')}</code></p>
}

function linesOf(value: DataClasses, fields: string): readonly Line[] {
  const keeps = new Map(value.keeps.map((one) => [one.keep, said(one)]))
  const tables = value.tables.map((one) => ({ name: one.table, use: said(one), keep: keeps.get(one.keep) ?? '', inLog: one.in_the_log, columns: one.columns }))
  const events = value.events.map((one) => ({ name: one.event, use: fields, keep: keeps.get('log') ?? '', inLog: true, columns: one.fields }))
  return [...tables, ...events]
}
