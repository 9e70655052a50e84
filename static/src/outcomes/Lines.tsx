import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { exact, percent } from '../lib/format'
import { Glyph } from '../lib/glyphs'
import { named, said } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { can, seesNation } from '../lib/session'
import { Figure, type Asked } from '../review/Trace'
import { reviewWords } from '../review/words'
import { figureText, longest, numberText, worstFirst } from './figures'
import type { Cell, Line } from './types'
import { outcomeWords } from './words'

interface LinesProps {
  readonly lines: readonly Line[]
  readonly onFigures: (line: Line, province: string | null) => void
  readonly onState?: (kind: string) => void
}

/** One line a kind; headquarters unfolds it into provinces, a province has its own alone. */
export function Lines({ lines, onFigures, onState }: LinesProps): JSX.Element {
  const w = outcomeWords()
  const unfolded = useSignal<string | null>(null)
  return (
    <div class="table-wrap">
      <table class="table table-folds outcome-table">
        <thead>
          <tr>
            <th scope="col">{w.kind}</th><th scope="col" class="num">{w.value}</th><th scope="col" class="num">{w.target}</th>
            <th scope="col" class="wide" /><th scope="col" /><th scope="col">{w.places}</th><th scope="col">{w.from}</th><th scope="col" />
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <OneLine
              key={line.name} line={line} open={unfolded.value === line.name} onFigures={onFigures} {...(onState ? { onState } : {})}
              onUnfold={() => (unfolded.value = unfolded.value === line.name ? null : line.name)}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface OneLineProps {
  readonly line: Line
  readonly open: boolean
  readonly onUnfold: () => void
  readonly onFigures: (line: Line, province: string | null) => void
  readonly onState?: (kind: string) => void
}

function OneLine({ line, open, onUnfold, onFigures, onState }: OneLineProps): JSX.Element {
  const w = outcomeWords()
  const { total } = line
  const many = line.provinces.length > 0 && seesNation()
  return (
    <>
      <tr>
        <th scope="row">{many ? <button type="button" class="expand" aria-expanded={open} onClick={onUnfold}><span aria-hidden="true">{open ? '▾' : '▸'}</span> <span>{said(line)}</span></button> : said(line)}</th>
        <td class="num outcome-value" data-label={w.value}>{total ? <Value line={line} cell={total} /> : <span class="tx-3">{w.nothing}</span>}</td>
        <td class="num" data-label={w.target}><Target line={line} cell={total} /></td>
        <td class="wide">{total && (total.target !== null || line.unit_en === '%') ? <Bar line={line} cell={total} most={scale(line, [total])} /> : null}</td>
        <td class="nowrap"><Met cell={total} /></td>
        <td class="nowrap" data-label={w.places}>{seesNation() ? <Places line={line} /> : ''}</td>
        <td data-label={w.from}><From line={line} cell={total} /></td>
        <td class="nowrap">
          {line.stated && total ? <Button size="small" onPress={() => onFigures(line, null)}>{w.details}</Button> : null}
          {line.stated && !total && onState ? <Button size="small" onPress={() => onState(line.name)}>{w.state}</Button> : null}
        </td>
      </tr>
      {open ? worstFirst(line, line.provinces).map((cell) => <Sub key={cell.province} line={line} cell={cell} onFigures={onFigures} />) : null}
      {open && line.missing.length > 0 ? <tr class="sub"><td colSpan={8}><span class="late">{w.missing(line.missing.map((code) => provinceName(code)).join(' · '))}</span></td></tr> : null}
    </>
  )
}

/** Percent are drawn on their whole scale, all else up to the longest bar. */
export function scale(line: Line, cells: readonly Cell[]): number {
  return line.unit_en === '%' ? line.most : longest(cells)
}

function Sub({ line, cell, onFigures }: { readonly line: Line; readonly cell: Cell; readonly onFigures: (line: Line, province: string | null) => void }): JSX.Element {
  const w = outcomeWords()
  return (
    <tr class="sub">
      <td>{provinceName(cell.province)}</td>
      <td class="num outcome-value" data-label={w.value}><Value line={line} cell={cell} /></td>
      <td class="num" data-label={w.target}><Target line={line} cell={cell} /></td>
      <td class="wide"><Bar line={line} cell={cell} most={scale(line, line.provinces)} /></td>
      <td class="nowrap"><Met cell={cell} /></td>
      <td class="nowrap" data-label={w.asOf}>{cell.to_day}</td>
      <td data-label={w.from}><From line={line} cell={cell} /></td>
      <td class="nowrap">{cell.from === 'stated' ? <Button size="small" onPress={() => onFigures(line, cell.province)}>{w.details}</Button> : null}</td>
    </tr>
  )
}

export function Value({ line, cell }: { readonly line: Line; readonly cell: Cell }): JSX.Element {
  const w = outcomeWords()
  const small = cell.margin
    ? w.margin(numberText(line, cell.margin.half), exact(cell.base ?? 0))
    : line.weighed ? (cell.base === null ? w.unweighed : w.weighed(exact(cell.base), named(line, 'base'))) : ''
  const title = cell.margin ? w.interval(numberText(line, cell.margin.low), numberText(line, cell.margin.high)) : ''
  return (
    <span title={title}>
      <span class="outcome-number"><Told ask={{ of: 'result', name: line.name, province: cell.province ?? undefined }} title={placed(line, cell)}>{figureText(line, cell.value)}</Told></span>
      {small ? <small>{small}</small> : null}
      {cell.margin && cell.sent ? <small>{w.rate(`${percent(cell.base ?? 0, cell.sent)}%`)}</small> : null}
      {cell.margin?.few ? <small class="late">{w.few}</small> : null}
    </span>
  )
}

export function Target({ line, cell }: { readonly line: Line; readonly cell: Cell | null }): JSX.Element {
  const w = outcomeWords()
  const goal = cell?.target ?? line.promise
  if (goal === null) return <span class="tx-3">·</span>
  const from = cell?.target_from ?? 'promise'
  const goalText = `${line.better === 'less' ? '≤ ' : '≥ '}${numberText(line, goal)}`
  // what a person has set is an event; playbook, plan and promise are rules
  const told = from === 'person' ? <Told ask={{ of: 'result_target', name: line.name }} title={placed(line, cell)}>{goalText}</Told> : goalText
  return <span>{told}<small>{w.targetFrom(from)}</small></span>
}

function placed(line: Line, cell: Cell | null): string {
  return `${cell?.province ? `${provinceName(cell.province)} ` : ''}${said(line)}`
}

/** A figure that leads to its events, for those who may read them. */
function Told({ ask, title, children }: { readonly ask: Omit<Asked, 'title'>; readonly title: string; readonly children: string }): JSX.Element {
  if (!can('review.read')) return <>{children}</>
  return <Figure ask={{ ...ask, title: reviewWords().eventsOf(title) }}>{children}</Figure>
}

export function Bar({ line, cell, most }: { readonly line: Line; readonly cell: Cell | null; readonly most: number }): JSX.Element | null {
  if (!cell) return null
  const kind = cell.met === null ? 'bar-run' : cell.met ? 'bar-ok' : 'bar-warn'
  const margin = cell.margin
  const at = (value: number): number => (1000 * value) / most
  return (
    <svg class="bar outcome-bar" viewBox="0 0 1000 14" preserveAspectRatio="none" role="img" aria-label={figureText(line, cell.value)}>
      <rect class="bar-rest" y="3" width="1000" height="8" />
      <rect class={kind} y="3" width={at(cell.value)} height="8" />
      {margin ? <rect class="bar-margin" x={at(margin.low)} y="6" width={Math.max(2, at(Math.min(margin.high, most)) - at(margin.low))} height="2" /> : null}
      {cell.target === null ? null : <rect class="bar-target" x={Math.min(995, at(cell.target))} width="5" height="14" />}
    </svg>
  )
}

export function Met({ cell }: { readonly cell: Cell | null }): JSX.Element | null {
  const w = outcomeWords()
  if (!cell || cell.met === null) return null
  return <span><Glyph kind={cell.met ? 'done' : 'partial'} label="" /> {cell.met ? w.met : w.missed}</span>
}

function Places({ line }: { readonly line: Line }): JSX.Element {
  const w = outcomeWords()
  const missing = line.missing.length
  return <span class={missing > 0 ? 'late' : ''} title={missing > 0 ? w.missing(line.missing.map((code) => provinceName(code)).join(' · ')) : ''}>{w.provinces(String(line.provinces.length), String(missing))}</span>
}

export function From({ line, cell }: { readonly line: Line; readonly cell: Cell | null }): JSX.Element {
  const w = outcomeWords()
  if (!cell) return <span class="tx-3">·</span>
  const sources = cell.sources.length > 0 && cell.from === 'stated' ? cell.sources.map((source) => w.source(source)).join(' · ') : w.source(cell.from)
  return (
    <span class="outcome-from">
      {sources}
      {cell.reckoned !== null ? <small class={cell.reckoned === cell.value ? '' : 'late'}>{w.reckoned(figureText(line, cell.reckoned))}</small> : null}
      {cell.late > 0 ? <span class="tag late">{w.late(cell.late)}</span> : null}
      {cell.corrected > 0 ? <span class="tag">{w.corrected(cell.corrected)}</span> : null}
    </span>
  )
}
