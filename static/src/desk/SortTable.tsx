/** A table that sorts by any column, keeps its head in sight, and exports exactly what it shows, as CSV or picture. */
import { useSignal } from '@preact/signals'
import type { ComponentChild, JSX } from 'preact'
import { Button } from '../components/Button'
import { exact } from '../lib/format'
import { captionOf } from '../picture/caption'
import { CopyButton } from '../picture/CopyButton'
import { tablePicture } from '../picture/table'
import { saveCsv } from './csv'
import { deskWords } from './words'

export interface Column<T> {
  readonly name: string
  readonly title: string
  readonly numeric?: boolean
  /** As exported, and sorted by unless `sort` says otherwise. */
  readonly text: (row: T) => string
  readonly sort?: (row: T) => string | number
  readonly cell?: (row: T) => ComponentChild
}

interface TableProps<T> {
  readonly rows: readonly T[]
  readonly columns: readonly Column<T>[]
  readonly keyOf: (row: T) => string
  /** Column to sort by at first; a leading minus sorts down. */
  readonly initial?: string
  /** Name of the exported file. */
  readonly name: string
  /** On a phone each row is a card: the column that heads it; all other cells say which column they are. */
  readonly folds?: string
  readonly selected?: string | null
  readonly onSelect?: (row: T) => void
  /** Keys of the rows that are picked to be acted on together; with `onPick` there is a box before each row. */
  readonly picked?: ReadonlySet<string>
  readonly onPick?: (keys: ReadonlySet<string>) => void
  readonly pickWords?: { readonly all: string; readonly one: (row: T) => string }
}

const STEP = 200
const NOTHING: ReadonlySet<string> = new Set()

export function sorted<T>(rows: readonly T[], column: Column<T> | undefined, down: boolean): readonly T[] {
  if (!column) return rows
  const of = column.sort ?? column.text
  const order = (a: T, b: T): number => {
    const [left, right] = [of(a), of(b)]
    return typeof left === 'number' && typeof right === 'number' ? left - right : String(left).localeCompare(String(right), 'zh-CN')
  }
  return [...rows].sort((a, b) => (down ? order(b, a) : order(a, b)))
}

export function flipped(picked: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return new Set(picked.has(key) ? [...picked].filter((one) => one !== key) : [...picked, key])
}

export function SortTable<T>({ rows, columns, keyOf, initial = '', name, folds, selected, onSelect, picked = NOTHING, onPick, pickWords }: TableProps<T>): JSX.Element {
  const w = deskWords()
  const by = useSignal({ name: initial.replace(/^-/, ''), down: initial.startsWith('-') })
  const shown = useSignal(STEP)
  const all = sorted(rows, columns.find((column) => column.name === by.value.name), by.value.down)
  const head = (column: Column<T>): JSX.Element => {
    const here = by.value.name === column.name
    return (
      <th key={column.name} scope="col" class={column.numeric ? 'num' : ''} {...(here ? { 'aria-sort': by.value.down ? ('descending' as const) : ('ascending' as const) } : {})}>
        <button type="button" title={w.sortBy(column.title)} onClick={() => (by.value = { name: column.name, down: here ? !by.value.down : false })}>
          {column.title}{here ? (by.value.down ? ' ↓' : ' ↑') : ''}
        </button>
      </th>
    )
  }
  return (
    <div class="block">
      {folds ? (
        <select class="sort-phone" aria-label={w.sortBy('…')} value={by.value.name} onChange={(event) => (by.value = { name: event.currentTarget.value, down: false })}>
          {columns.map((column) => <option key={column.name} value={column.name}>{w.sortBy(column.title)}</option>)}
        </select>
      ) : null}
      <div class="table-wrap">
        <table class={folds ? 'table table-folds' : 'table'}>
          <thead>
            <tr>
              {onPick ? <th scope="col" class="pick"><label><input type="checkbox" aria-label={pickWords?.all} checked={all.length > 0 && all.every((row) => picked.has(keyOf(row)))} onChange={(event) => onPick(event.currentTarget.checked ? new Set(all.map(keyOf)) : NOTHING)} /></label></th> : null}
              {columns.map(head)}
            </tr>
          </thead>
          <tbody>
            {all.slice(0, shown.value).map((row) => (
              <tr key={keyOf(row)} data-key={keyOf(row)} {...(selected === undefined ? {} : { 'aria-selected': selected === keyOf(row) })} data-picked={picked.has(keyOf(row)) || undefined} onClick={onSelect ? () => onSelect(row) : undefined}>
                {onPick ? <td class="pick" onClick={(event) => event.stopPropagation()}><label><input type="checkbox" aria-label={pickWords?.one(row)} checked={picked.has(keyOf(row))} onChange={() => onPick(flipped(picked, keyOf(row)))} /></label></td> : null}
                {columns.map((column) => <td key={column.name} class={column.numeric ? 'num' : ''} data-label={folds && column.name !== folds ? column.title : undefined}>{(column.cell ?? column.text)(row)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="toolbar">
        <span class="hint num">{w.rows(exact(Math.min(shown.value, all.length)), exact(all.length))}</span>
        {all.length > shown.value ? <Button size="small" onPress={() => (shown.value += STEP)}>{w.showMore(exact(all.length - shown.value))}</Button> : null}
        <span class="gap" />
        <CopyButton name={name} draw={async () => tablePicture({ caption: captionOf(), head: columns.map((column) => column.title), rows: all.slice(0, shown.value).map((row) => columns.map((column) => column.text(row))), numeric: columns.map((column) => column.numeric ?? false) })} />
        <Button size="small" onPress={() => saveCsv(name, [columns.map((column) => column.title), ...all.map((row) => columns.map((column) => column.text(row)))])}>{w.exportCsv}</Button>
      </div>
    </div>
  )
}
