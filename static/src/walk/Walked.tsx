import type { JSX } from 'preact'
import { SortTable, type Column } from '../desk/SortTable'
import { clockMinutes, day, exact, percent } from '../lib/format'
import { named, said } from '../lib/i18n'
import { provinceName, regionName } from '../lib/regions'
import type { Sheet, Walk, Walks } from './types'
import { walkWords } from './words'

/** What was walked, beside the pair of 2008: problems found, problems mended. */
export function Walked({ walks, sheets }: { readonly walks: Walks; readonly sheets: readonly Sheet[] }): JSX.Element {
  const w = walkWords()
  const { sums } = walks
  const title = (row: Walk): string => said(sheets.find((one) => one.name === row.sheet)?.title) || row.sheet
  const place = (row: Walk): string => (row.region ? regionName(row.region) : row.scope === 'nation' ? w.headquarters : provinceName(row.scope))
  const asked = (row: Walk, question: string): string => said(sheets.find((one) => one.name === row.sheet)?.questions.find((one) => one.id === question)) || question
  const columns: readonly Column<Walk>[] = [
    { name: 'sheet', title: w.sheet, text: title },
    { name: 'date', title: w.date, sort: (row) => row.walked_at, text: (row) => `${day(row.walked_at)} ${clockMinutes(row.walked_at)}` },
    { name: 'place', title: w.place, text: place },
    { name: 'who', title: w.who, text: (row) => named(row, 'person') },
    { name: 'yes', title: w.yesCount, numeric: true, sort: (row) => row.yes, text: (row) => exact(row.yes) },
    { name: 'no', title: w.noCount, numeric: true, sort: (row) => row.no, text: (row) => exact(row.no), cell: (row) => <span class={row.no > 0 ? 'late' : ''}>{exact(row.no)}</span> },
    { name: 'skipped', title: w.skipped, numeric: true, sort: (row) => row.skipped, text: (row) => exact(row.skipped) },
    {
      name: 'findings', title: w.findings, text: (row) => String(row.answers.filter((one) => one.finding_id).length),
      cell: (row) => <ul class="walk-found">{row.answers.flatMap((one) => (one.finding_id ? [<li key={one.question}><a class="figure-link" href={`/findings#${one.finding_id}`}>{asked(row, one.question)}</a></li>] : []))}</ul>,
    },
  ]
  return (
    <section class="block">
      <div class="block-head"><h2>{w.walked}</h2><span class="num">{w.sums(exact(sums.walks), exact(sums.people), exact(sums.found), exact(sums.mended), sums.found > 0 ? percent(sums.mended, sums.found) : '0')}</span></div>
      {walks.items.length === 0 ? <p class="hint">{w.none}</p> : <SortTable rows={walks.items} columns={columns} keyOf={(row) => row.id} initial="-date" name="walk-throughs" folds="sheet" />}
      <p class="hint">{w.year2008}</p>
    </section>
  )
}
