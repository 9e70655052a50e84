import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { SortTable, type Column } from '../desk/SortTable'
import { count, exact, money, orDot, percent } from '../lib/format'
import { provinceName } from '../lib/regions'
import type { ProvinceLine } from './types'
import { Figure, type Asked } from './Trace'
import { reviewWords } from './words'

const WIDTH = 120

/** Planned against actual: how each province answered and what came of it for customers and money. */
export function Provinces({ lines, limit }: { readonly lines: readonly ProvinceLine[]; readonly limit: number | null }): JSX.Element {
  const w = reviewWords()
  const whole = useSignal(false)
  const told = lines.filter((line) => !isQuiet(line))
  const quiet = lines.length - told.length
  const shown = whole.value || told.length === 0 ? lines : told
  const most = Math.max(1, ...lines.map((line) => line.ack_median_s ?? 0), (limit ?? 0) * 60 * 1.4)
  return (
    <section class="block review-provinces">
      <div class="block-head"><h2>{w.planActual}</h2><span>{w.worstFirst}</span></div>
      <SortTable rows={shown} columns={columns(most, limit)} keyOf={(line) => line.province} initial="-median" name="provinces" />
      {quiet > 0 && told.length > 0 ? <Quiet lines={lines.filter(isQuiet)} open={whole.value} onTurn={() => (whole.value = !whole.value)} /> : null}
      <Totals lines={lines} />
    </section>
  )
}

/** Stood by, answered in time, and had nothing to do for customers. */
function isQuiet(line: ProvinceLine): boolean {
  return line.late + line.escalated + line.declined + line.work_late + line.silent_minutes + line.intended_customers === 0
}

function Quiet({ lines, open, onTurn }: { readonly lines: readonly ProvinceLine[]; readonly open: boolean; readonly onTurn: () => void }): JSX.Element {
  const w = reviewWords()
  const [tasks, slowest] = [lines.reduce((all, line) => all + line.tasks, 0), Math.max(0, ...lines.map((line) => line.ack_median_s ?? 0))]
  return (
    <p class="hint num totals">
      <span>{w.quiet(lines.length, tasks, minutes(slowest))}</span>
      <Button size="small" onPress={onTurn}>{open ? w.quietHide : w.quietShow}</Button>
    </p>
  )
}

function minutes(seconds: number | null): string {
  return seconds === null ? '-' : (seconds / 60).toFixed(1)
}

function columns(most: number, limit: number | null): readonly Column<ProvinceLine>[] {
  const w = reviewWords()
  const late = (line: ProvinceLine): boolean => limit !== null && (line.ack_median_s ?? 0) > limit * 60
  const ask = (line: ProvinceLine, of: string, title: string): Asked => ({ of, province: line.province, title: w.eventsOf(`${provinceName(line.province)} ${title}`) })
  const number = (name: string, title: string, of: (line: ProvinceLine) => number, warn = false): Column<ProvinceLine> => ({
    name, title, numeric: true, sort: of, text: (line) => String(of(line)),
    cell: (line) => <span class={warn && of(line) > 0 ? 'late' : ''}>{of(line) > 0 ? <Figure ask={ask(line, name, title)}>{orDot(of(line))}</Figure> : orDot(of(line))}</span>,
  })
  return [
    { name: 'province', title: w.province, text: (line) => provinceName(line.province) },
    number('tasks', w.taskCount, (line) => line.tasks),
    {
      name: 'median', title: w.median, sort: (line) => line.ack_median_s ?? -1, text: (line) => minutes(line.ack_median_s),
      cell: (line) => <Dot seconds={line.ack_median_s} most={most} limit={limit} late={late(line)} />,
    },
    { name: 'minutes', title: w.min, numeric: true, sort: (line) => line.ack_median_s ?? -1, text: (line) => minutes(line.ack_median_s), cell: (line) => <span class={late(line) ? 'late' : ''}><Figure ask={ask(line, 'acknowledged', w.median)}>{minutes(line.ack_median_s)}</Figure></span> },
    { name: 'p90', title: w.p90, numeric: true, sort: (line) => line.ack_p90_s ?? -1, text: (line) => minutes(line.ack_p90_s), cell: (line) => <Figure ask={ask(line, 'acknowledged', w.p90)}>{minutes(line.ack_p90_s)}</Figure> },
    number('late', w.lateCount, (line) => line.late, true),
    number('escalated', w.escalated, (line) => line.escalated, true),
    number('declined', w.declined, (line) => line.declined, true),
    number('done', w.done, (line) => line.done),
    { name: 'customers', title: w.customers, numeric: true, sort: (line) => line.intended_customers, text: (line) => String(line.intended_customers), cell: (line) => <Figure ask={ask(line, 'planned', w.customers)}><Count value={line.intended_customers} /></Figure> },
    { name: 'coverage', title: w.coverage, numeric: true, sort: (line) => (line.intended_customers ? line.applied_customers / line.intended_customers : -1), text: (line) => percent(line.applied_customers, line.intended_customers), cell: (line) => <Figure ask={ask(line, 'applied', w.coverage)}>{percent(line.applied_customers, line.intended_customers)}</Figure> },
    number('failed', w.failed, (line) => line.failed_customers, true),
    { name: 'planned', title: w.planned, numeric: true, sort: (line) => line.intended_fen, text: (line) => String(line.intended_fen / 100), cell: (line) => <Figure ask={ask(line, 'planned', w.planned)}><Yuan fen={line.intended_fen} /></Figure> },
    { name: 'actual', title: w.actual, numeric: true, sort: (line) => line.applied_fen, text: (line) => String(line.applied_fen / 100), cell: (line) => <Figure ask={ask(line, 'applied', w.actual)}><Yuan fen={line.applied_fen} /></Figure> },
    { name: 'difference', title: w.difference, numeric: true, sort: (line) => differenceOf(line) ?? 0, text: (line) => differenceText(line), cell: (line) => (differenceOf(line) === null ? '-' : <Figure ask={ask(line, 'applied', w.difference)}>{differenceText(line)}</Figure>) },
    number('silence', w.silence, (line) => line.silent_minutes, true),
  ]
}

function differenceOf(line: Pick<ProvinceLine, 'intended_fen' | 'applied_fen'>): number | null {
  return line.intended_fen > 0 ? (100 * (line.applied_fen - line.intended_fen)) / line.intended_fen : null
}

function differenceText(line: Pick<ProvinceLine, 'intended_fen' | 'applied_fen'>): string {
  const share = differenceOf(line)
  if (share === null) return '-'
  const whole = Math.round(share)
  return `${whole > 0 ? '+' : whole < 0 ? '−' : ''}${Math.abs(whole)}%`
}

function Count({ value }: { readonly value: number }): JSX.Element {
  const { figure, unit, exact: whole } = count(value)
  return <span title={whole}>{value === 0 ? '·' : `${figure}${unit ? ` ${unit}` : ''}`}</span>
}

function Yuan({ fen }: { readonly fen: number }): JSX.Element {
  const { figure, unit, exact: whole } = money(fen)
  return <span title={whole}>{fen === 0 ? '·' : `${figure}${unit ? ` ${unit}` : ''}`}</span>
}

/** Median as a dot on a line from zero; the upright tick is the limit. */
function Dot({ seconds, most, limit, late }: { readonly seconds: number | null; readonly most: number; readonly limit: number | null; readonly late: boolean }): JSX.Element {
  const at = (value: number): number => 4 + (WIDTH - 8) * (value / most)
  return (
    <svg class="dot-line" width={WIDTH} height="16" aria-hidden="true">
      <line class="dot-ground" x1="4" x2={WIDTH - 4} y1="8" y2="8" />
      {limit ? <line class="dot-limit" x1={at(limit * 60)} x2={at(limit * 60)} y1="3" y2="13" /> : null}
      {seconds === null ? null : (
        <g class={late ? 'dot-late' : 'dot-ok'}>
          <line x1="4" x2={at(seconds)} y1="8" y2="8" />
          <circle cx={at(seconds)} cy="8" r="4" />
        </g>
      )}
    </svg>
  )
}

function Totals({ lines }: { readonly lines: readonly ProvinceLine[] }): JSX.Element {
  const w = reviewWords()
  const sum = (of: (line: ProvinceLine) => number): number => lines.reduce((all, line) => all + of(line), 0)
  const [intended, applied] = [sum((line) => line.intended_customers), sum((line) => line.applied_customers)]
  const fen = { intended_fen: sum((line) => line.intended_fen), applied_fen: sum((line) => line.applied_fen) }
  const told: readonly (readonly [string, string, string])[] = [
    ['provinces', w.provincesN, exact(lines.length)], ['tasks', w.taskCount, exact(sum((line) => line.tasks))],
    ['late', w.lateCount, exact(sum((line) => line.late))], ['done', w.done, exact(sum((line) => line.done))],
    ['planned', w.customers, exact(intended)], ['applied', w.coverage, percent(applied, intended)],
    ['failed', w.failed, exact(sum((line) => line.failed_customers))], ['planned', w.planned, money(fen.intended_fen).exact],
    ['applied', w.actual, `${money(fen.applied_fen).exact} (${differenceText(fen)})`],
  ]
  return (
    <p class="hint num totals">
      {w.total}: {told.map(([of, title, text]) => <span key={title}>{title} <Figure ask={{ of, title: w.eventsOf(title) }}>{text}</Figure></span>)}
    </p>
  )
}
