/** Two moments beside one another: what changed in words and figures, then row by row. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Dialog } from '../../components/Dialog'
import { Failure, Skeleton } from '../../components/Panel'
import { useLoad } from '../../desk/useLoad'
import { clock, day, exact } from '../../lib/format'
import { named, said } from '../../lib/i18n'
import { provinceName, regionName } from '../../lib/regions'
import type { Json, Row, Said } from '../../lib/types'
import { namesOf } from './labels'
import type { Past } from './past'
import type { Track } from './track'
import { commonWords } from '../../locales/common'
import { pastWords } from './words'

interface Differing extends Row {
  readonly id: string
  readonly added: boolean
  readonly changes: { readonly [column: string]: Json }
}

export interface Compared {
  readonly from: { readonly position: number; readonly at: string | null }
  readonly to: { readonly position: number; readonly at: string | null }
  readonly words: readonly Said[]
  readonly tables: Readonly<Record<string, { readonly added: number; readonly changed: number; readonly rows: readonly Differing[] }>>
}

const NOW = 'now'
/** Rows named of each table; the others are counted. */
const ROWS = 20

interface CompareProps {
  readonly past: Past
  readonly track: Track
  readonly onClose: () => void
}

export function Compare({ past, track, onClose }: CompareProps): JSX.Element {
  const w = pastWords()
  const head = past.live.position.value
  const shown = past.moment.value
  const from = useSignal(String(shown?.position ?? track.marks[0]?.position ?? 1))
  const to = useSignal(shown ? NOW : String(head))
  const positionOf = (choice: string): number => (choice === NOW ? head : Number(choice))
  const [a, b] = [positionOf(from.value), positionOf(to.value)]
  const { value, error, reload } = useLoad<Compared>(a === b ? null : `/incidents/${past.live.incidentId}/compare?from=${a}&to=${b}`)
  const options = [
    ...(shown ? [{ value: String(shown.position), name: `${w.shown} · ${day(shown.atMs)} ${clock(shown.atMs)}` }] : []),
    ...namesOf(track.marks).filter(({ mark }) => mark.position !== shown?.position).map(({ mark, name }) => ({ value: String(mark.position), name: `${day(mark.atMs)} ${clock(mark.atMs)} · ${name}` })),
    { value: NOW, name: w.nowChoice },
  ]
  const choice = (label: string, chosen: typeof from): JSX.Element => (
    <label class="field"><span>{label}</span>
      <select value={chosen.value === String(head) ? NOW : chosen.value} onChange={(event) => (chosen.value = event.currentTarget.value)}>
        {options.map((option) => <option key={option.value} value={option.value}>{option.name}</option>)}
      </select>
    </label>
  )
  return (
    <Dialog title={w.compareTitle} onClose={onClose} wide>
      <div class="compare-choices">{choice(w.from, from)}{choice(w.to, to)}</div>
      {a === b ? <p class="hint">{w.sameMoment}</p> : error ? <Failure error={error} onRetry={reload} /> : value ? <Answer compared={value} /> : <Skeleton rows={5} />}
    </Dialog>
  )
}

function Answer({ compared }: { readonly compared: Compared }): JSX.Element {
  const w = pastWords()
  const tables = Object.entries(compared.tables)
  return (
    <div class="compare">
      <h3>{w.words}</h3>
      <ul class="compare-words num">{compared.words.map((word) => <li key={word.en}>{said(word)}</li>)}</ul>
      <h3>{w.rows}</h3>
      {tables.length === 0 ? <p class="hint">{w.noRows}</p> : null}
      {tables.map(([name, table]) => (
        <details key={name}>
          <summary><strong>{w.table(name)}</strong> <span class="num tx-2">{[table.added ? w.added(exact(table.added)) : '', table.changed ? w.changed(exact(table.changed)) : ''].filter(Boolean).join(' · ')}</span></summary>
          <ul>{table.rows.slice(0, ROWS).map((row) => <li key={row.id}>{titleOf(row)} <span class="tx-2">{row.added ? w.newRow : changesOf(name, row)}</span></li>)}</ul>
          {table.added + table.changed > ROWS ? <p class="hint num">{w.more(exact(table.added + table.changed - Math.min(ROWS, table.rows.length)))}</p> : null}
        </details>
      ))}
    </div>
  )
}

function titleOf(row: Differing): string {
  const place = typeof row['region'] === 'string' ? regionName(row['region']) : typeof row['province'] === 'string' ? provinceName(row['province']) : ''
  return [place, named(row, 'title')].filter(Boolean).join(' · ') || row.id.slice(0, 8)
}

/** What changed in the words of the page; columns that it has no words for are counted. */
function changesOf(table: string, row: Differing): string {
  const w = pastWords()
  const columns = Object.entries(row.changes).filter(([column]) => column !== 'revision')
  const told = columns.filter(([column]) => w.column(column)).map(([column, pair]) => {
    const [before, after] = (pair as readonly Json[]).map((value) => valueOf(table, column, value))
    return `${w.column(column)} ${before} → ${after}`
  })
  return [...told, ...(told.length < columns.length ? [w.others(columns.length - told.length)] : [])].join('; ')
}

function valueOf(table: string, column: string, value: Json): string {
  const w = pastWords()
  if (value === null) return '–'
  if (typeof value === 'boolean') return value ? w.yes : w.no
  if (typeof value === 'number') return exact(value)
  if (typeof value !== 'string') return '…'
  if (column === 'state') return stateOf(table, value)
  return /^\d{4}-\d\d-\d\dT/.test(value) ? `${day(value)} ${clock(value)}` : value
}

function stateOf(table: string, state: string): string {
  const words = commonWords()
  if (table === 'task') return words.taskState(state)
  return table.endsWith('incident') ? words.incidentState(state) : words.measureState(state)
}
