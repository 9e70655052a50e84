import type { JSX } from 'preact'
import { took } from '../lib/format'
import { toneOf } from '../lib/glyph-kinds'
import { Glyph } from '../lib/glyphs'
import { language } from '../lib/i18n'
import { countdown, now } from '../lib/worldclock'
import { commonWords } from '../locales/common'
import type { Cell, Clock, Column, MatrixRow } from './matrix'
import { liveWords } from './words'

const TINTED: ReadonlySet<string> = new Set(['run', 'ok', 'warn', 'bad'])

interface CellsProps {
  readonly row: MatrixRow
  readonly columns: readonly Column[]
  readonly measures: number
  /** Tasks are counted in hundreds: their share is shown. */
  readonly asShare: boolean
}

export function MatrixCells({ row, columns, measures, asShare }: CellsProps): JSX.Element {
  return (
    <>
      <td class="m-clock num"><ClockText clock={row.clock} /></td>
      <td class="m-worst"><Glyph kind={row.worst} size={14} /></td>
      {columns.map((column, index) => {
        const cell = row.cells.get(column.key)
        const first = index === measures ? 'm-first-group' : ''
        return <td key={column.key} class={`m-${column.kind} ${first}`}>{cell ? <CellMark column={column} cell={cell} asShare={asShare} /> : null}</td>
      })}
    </>
  )
}

function CellMark({ column, cell, asShare }: { readonly column: Column; readonly cell: Cell; readonly asShare: boolean }): JSX.Element {
  const tone = toneOf[cell.glyph]
  const tint = TINTED.has(tone) && cell.glyph !== 'acknowledged' ? `tint-${tone}` : cell.glyph === 'open' ? 'tint-tx-1' : ''
  const done = doneOf(cell.done, cell.total, asShare)
  if (cell.total === 0) return <span class="cell tx-3" title={commonWords().glyph('none')}>-</span>
  return (
    <span class={`cell ${tint} ${done.length > 4 ? 'cell-tight' : ''}`} title={column.kind === 'group' ? `${cell.done}/${cell.total}` : undefined}>
      <Glyph kind={cell.glyph} size={13} />
      {column.kind === 'group' ? <span class={`num tone-${tone === 'ok' || tone === 'run' ? 'tx-2' : tone}`}>{done}</span> : null}
    </span>
  )
}

/** 3/12; as a share where tasks are counted in hundreds, since six digits don't fit a cell. */
export function doneOf(done: number, all: number, asShare: boolean): string {
  return asShare ? `${all ? Math.floor((100 * done) / all) : 0}%` : `${done}/${all}`
}

export function ClockText({ clock }: { readonly clock: Clock }): JSX.Element {
  const w = liveWords()
  switch (clock.kind) {
    case 'silent': {
      const minutes = Math.max(0, Math.floor((now.value - Date.parse(clock.since)) / 60_000))
      return <span class="tone-bad">{w.tagSilent(minutes < 60 ? w.minutes(minutes) : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`)}</span>
    }
    case 'late':
    case 'left': {
      const shown = countdown(Date.parse(clock.due), now.value, language.value, clock.allowedMs)
      return <span class={shown.late ? 'tone-warn' : shown.close ? 'tx-1 close' : 'tx-1'}>{shown.text}</span>
    }
    case 'took':
      return <span class="tx-3">{took(clock.ms)}</span>
    case 'none':
      return <span class="tx-3">-</span>
  }
}

interface TotalsProps {
  readonly rows: readonly MatrixRow[]
  readonly columns: readonly Column[]
  readonly measures: number
  /** Tasks are counted in hundreds: their share is shown. */
  readonly asShare: boolean
}

/** Totals: for measures the provinces where it is in effect of those reached, for groups tasks done of all. */
export function MatrixTotals({ rows, columns, measures, asShare }: TotalsProps): JSX.Element {
  const w = liveWords()
  return (
    <tr>
      <th scope="row" class="m-name">{w.total}</th>
      <td class="m-clock">{w.openTasks(rows.reduce((sum, row) => sum + row.open, 0))}</td>
      <td class="m-worst" />
      {columns.map((column, index) => {
        const cells = rows.map((row) => row.cells.get(column.key)).filter((cell): cell is Cell => cell !== undefined && cell.total > 0)
        const done = column.kind === 'measure'
          ? cells.filter((cell) => cell.glyph === 'effect').length
          : cells.reduce((sum, cell) => sum + cell.done, 0)
        const all = column.kind === 'measure' ? cells.length : cells.reduce((sum, cell) => sum + cell.total, 0)
        return <td key={column.key} class={`m-${column.kind} num ${index === measures ? 'm-first-group' : ''}`}>{doneOf(done, all, asShare && column.kind === 'group')}</td>
      })}
    </tr>
  )
}
