/** The province matrix: one row a provincial company, worst first; each cell a glyph that says its state alone. */
import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { Button } from '../components/Button'
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { downloadCsv } from './export'
import type { Column, MatrixRow } from './matrix'
import type { LiveModel } from './model'
import { MatrixCells, MatrixTotals } from './MatrixCells'
import { MatrixLegend } from './MatrixLegend'
import { liveWords } from './words'

export function columnTitle(column: Column): string {
  const w = liveWords()
  const title = named(column, 'title')
  return column.kind === 'measure' ? w.measureShort(column.key, title) : w.groupShort(column.key, title)
}

export function Matrix({ model }: { readonly model: LiveModel }): JSX.Element {
  const w = liveWords()
  const byCode = useSignal(false)
  const onlyNeeds = useSignal(false)
  const body = useRef<HTMLTableSectionElement>(null)
  const rows = useComputed(() => {
    const kept = onlyNeeds.value ? model.matrix.value.filter((row) => row.needsPerson) : model.matrix.value
    return byCode.value ? [...kept].sort((a, b) => a.province.localeCompare(b.province)) : kept
  })
  const shown = model.columns.value
  const groups = shown.filter((column) => column.kind === 'group').length
  const measures = shown.length - groups
  const asShare = rows.value.some((row) => [...row.cells.values()].some((cell) => cell.total >= 100))
  const move = (event: KeyboardEvent, index: number): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    body.current?.querySelectorAll<HTMLElement>('tr')[index + step]?.focus()
  }
  const choose = (row: MatrixRow): void => {
    const same = model.filter.peek().province === row.province
    model.filter.value = { province: same ? null : row.province, county: null }
  }
  return (
    <section class={`matrix ${shown.length > 9 ? 'matrix-dense' : ''}`} id="matrix" aria-label={w.matrix}>
      <header class="panel-head">
        <h2>{w.matrix}</h2>
        <span class="hint">{w.matrixSub(rows.value.length, measures, model.tasks.value.total)}</span>
        <span class="gap" />
        <Button size="small" onPress={() => (byCode.value = !byCode.value)}>{byCode.value ? w.sortCode : w.sortWorst}</Button>
        <Button size="small" onPress={() => (onlyNeeds.value = !onlyNeeds.value)}>{onlyNeeds.value ? w.filterNeeds : w.filterAll}</Button>
        <Button size="small" onPress={() => downloadCsv(w.matrix, shown, rows.value)}>{w.exportRows}</Button>
      </header>
      <div class="matrix-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col" class="m-name" />
              <th scope="col" class="m-clock">{w.ackClock}</th>
              <th scope="col" class="m-worst"><span class="visually-hidden">{w.worstState}</span></th>
              {shown.map((column, index) => (
                <th key={column.key} scope="col" class={`m-${column.kind} ${index === measures ? 'm-first-group' : ''}`} title={named(column, 'title')}>
                  {columnTitle(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {rows.value.map((row, index) => (
              <tr
                key={row.province} tabIndex={0} aria-selected={model.filter.value.province === row.province}
                class={ruled(rows.value, index, byCode.value)}
                onClick={() => choose(row)}
                onKeyDown={(event) => {
                  move(event, index)
                  if (event.key === 'Enter' || event.key === ' ') {
                    event.preventDefault()
                    choose(row)
                  }
                }}
              >
                <th scope="row" class="m-name">{provinceName(row.province)}</th>
                <MatrixCells row={row} columns={shown} measures={measures} asShare={asShare} />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <MatrixTotals rows={model.matrix.value} columns={shown} measures={measures} asShare={asShare} />
          </tfoot>
        </table>
      </div>
      <MatrixLegend />
    </section>
  )
}

/** A rule after the rows that need a person, and after the affected ones. */
function ruled(rows: readonly MatrixRow[], index: number, byCode: boolean): string {
  const [row, next] = [rows[index], rows[index + 1]]
  if (byCode || !row || !next) return ''
  const band = (one: MatrixRow): number => (one.needsPerson ? 0 : one.affected || one.clock.kind === 'left' ? 1 : 2)
  return band(row) !== band(next) ? 'm-rule' : ''
}
