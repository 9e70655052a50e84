/** The measures board: bars over time by province, today's line, reviews and landings; arrow keys go from bar to bar. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo, useRef } from 'preact/hooks'
import { Empty } from '../../components/Panel'
import { clockMinutes, day, moment } from '../../lib/format'
import { measureGlyph } from '../../lib/glyph-kinds'
import { Glyph } from '../../lib/glyphs'
import { named } from '../../lib/i18n'
import { provinceName } from '../../lib/regions'
import type { Store } from '../../lib/store'
import type { MeasureRow, Row } from '../../lib/types'
import { now } from '../../lib/worldclock'
import { commonWords } from '../../locales/common'
import { approvalWords } from '../words'
import { axisOf, barsOf, grouped, place, type Axis, type Bar, type Group, type Tone } from './bars'
import './board.css'
import { boardWords } from './words'

const TONES: readonly Tone[] = ['awaiting', 'moving', 'live', 'trouble', 'landing', 'over']

export function Board({ store }: { readonly store: Store }): JSX.Element {
  const w = boardWords()
  const by = useSignal<'province' | 'measure'>('province')
  const at = useSignal(0)
  const list = useRef<HTMLDivElement>(null)
  const measures = store.measures.value
  const stages = Object.values(store.folded.value.tables['landing_stage'] ?? {}) as readonly Row[]
  const bars = useMemo(() => barsOf({ measures, parts: store.measureParts.value, stages }), [measures, store.measureParts.value, store.folded.value.tables['landing_stage']])
  const byId = useMemo(() => new Map(measures.map((row) => [row.id, row])), [measures])
  const minute = Math.floor(now.value / 60_000) * 60_000
  const axis = useMemo(() => axisOf(bars, minute, innerWidth < 720 ? 4 : 12), [bars, minute])
  if (bars.length === 0) return <Empty>{approvalWords().emptyMeasures}</Empty>
  const groups = grouped(bars, by.value)
  let count = -1
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Home: -bars.length, End: bars.length }[event.key]
    if (step === undefined) return
    event.preventDefault()
    at.value = Math.min(Math.max(at.value + step, 0), bars.length - 1)
    list.current?.querySelectorAll<HTMLElement>('[data-bar]')[at.value]?.focus()
  }
  return (
    <section class="block board" aria-label={w.title}>
      <div class="toolbar">
        <div class="segmented">
          {(['province', 'measure'] as const).map((one) => <button key={one} type="button" aria-pressed={by.value === one} onClick={() => (by.value = one)}>{w[one]}</button>)}
        </div>
        <ul class="board-key">
          {TONES.map((tone) => <li key={tone}><span class={`board-swatch bar-${tone}`} aria-hidden="true" />{w[tone]}</li>)}
          <li><span class="board-swatch board-review" aria-hidden="true" />{w.review}</li>
        </ul>
      </div>
      <p class="hint board-help">{w.keys}</p>
      <div class="board-lines" ref={list} onKeyDown={move}>
        <Head axis={axis} today={minute} />
        {groups.map((group) => (
          <div key={group.key} class="board-group" role="group" aria-label={title(group, by.value, byId)}>
            <h3>{title(group, by.value, byId)} <small class="tx-3 num">{group.bars.length}</small></h3>
            {group.bars.map((bar) => {
              count += 1
              const index = count
              return <Line key={`${bar.measure}:${bar.province}`} bar={bar} axis={axis} today={minute} row={byId.get(bar.measure)} by={by.value} incident={store.incidentId} reached={index === at.value} onReach={() => (at.value = index)} />
            })}
          </div>
        ))}
      </div>
    </section>
  )
}

function title(group: Group, by: 'province' | 'measure', rows: ReadonlyMap<string, MeasureRow>): string {
  return by === 'province' ? provinceName(group.key) : named(rows.get(group.key), 'title')
}

function Head({ axis, today }: { readonly axis: Axis; readonly today: number }): JSX.Element {
  return (
    <div class="board-head" aria-hidden="true">
      <span />
      <div class="board-axis">
        {axis.ticks.filter((tick) => place(axis, tick) < 95).map((tick) => <span key={tick} class="board-tick num" style={{ left: `${place(axis, tick)}%` }}>{day(tick)}</span>)}
        <span class="board-now num" style={{ left: `${place(axis, today)}%` }}>{boardWords().now} {clockMinutes(today)}</span>
      </div>
    </div>
  )
}

interface LineProps {
  readonly bar: Bar
  readonly axis: Axis
  readonly today: number
  readonly row: MeasureRow | undefined
  readonly by: 'province' | 'measure'
  readonly incident: string
  /** Whether the arrow keys stand here: one bar at a time can be reached by Tab. */
  readonly reached: boolean
  readonly onReach: () => void
}

function Line({ bar, axis, today, row, by, incident, reached, onReach }: LineProps): JSX.Element {
  const [from, to] = [place(axis, bar.from), place(axis, bar.to)]
  const landed = bar.landed === null ? to : place(axis, bar.landed)
  const sentence = said(bar, row)
  return (
    <a class="board-line" href={`/measures/${incident}/${bar.measure}`} data-bar="" tabIndex={reached ? 0 : -1} aria-label={sentence} title={sentence} onFocus={onReach}>
      <span class="board-name"><Glyph kind={measureGlyph(bar.state)} label="" /> <span>{by === 'province' ? named(row, 'title') : provinceName(bar.province)}</span><small class="tx-2">{commonWords().measureState(bar.state)}</small></span>
      <span class="board-axis">
        {axis.ticks.map((tick) => <span key={tick} class="board-grid" style={{ left: `${place(axis, tick)}%` }} />)}
        <span class={`board-bar bar-${bar.tone}`} style={{ left: `${from}%`, width: `${Math.max(to - from, 0.4)}%` }} />
        {bar.landed === null ? null : <span class="board-bar board-tail bar-landing" style={{ left: `${to}%`, width: `${landed - to}%` }} />}
        {bar.stages.map((at) => <span key={at} class="board-stage" style={{ left: `${place(axis, at)}%` }} />)}
        {bar.reviews.map((at) => <span key={at} class="board-review" style={{ left: `${place(axis, at)}%` }} />)}
        <span class="board-today" style={{ left: `${place(axis, today)}%` }} />
      </span>
    </a>
  )
}

/** The bar in one sentence, for whoever hears it. */
function said(bar: Bar, row: MeasureRow | undefined): string {
  const w = boardWords()
  const window = w.window(moment(bar.from), moment(bar.to))
  const reviews = bar.reviews.length > 0 ? w.reviews(bar.reviews.map((at) => day(at)).join(', ')) : ''
  const landing = bar.landed === null ? '' : w.landsUntil(day(bar.landed))
  return [named(row, 'title'), provinceName(bar.province), commonWords().measureState(bar.state), window, reviews, landing].filter(Boolean).join(w.comma())
}
