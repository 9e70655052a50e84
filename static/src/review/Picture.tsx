/** The whole event as one picture: level, footprints, measures as bars, tasks as ticks, silences (picture 06). */
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { basisText } from '../components/Basis'
import { clockMinutes, count, exact, levelText, moment } from '../lib/format'
import { language, named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { asked } from './Trace'
import { markText, timeScale, type TimeScale } from './scale'
import type { Bar, Review, Tick, Timeline } from './types'
import { reviewWords } from './words'

const LABEL = 132
const ROW = 24
const TASKS = 64

export function Picture({ review }: { readonly review: Review }): JSX.Element {
  const w = reviewWords()
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box, 1100)
  const { timeline, acknowledgements } = review
  const scale = timeScale(timeline, LABEL, width - 24)
  const bars = [...timeline.measures, ...timeline.broadcasts].sort((a, b) => ((a.submitted_at ?? '~') < (b.submitted_at ?? '~') ? -1 : 1))
  const top = { level: 28, footprint: 28 + ROW, bars: 28 + 2 * ROW + 4, tasks: 0, silence: 0, end: 0 }
  top.tasks = top.bars + bars.length * ROW + 8
  top.silence = top.tasks + TASKS + 12
  const silent = [...new Set(timeline.silences.map((silence) => silence.province))]
  top.end = top.silence + silent.length * ROW + 6
  return (
    <div class="picture" ref={box}>
      <svg width={width} height={top.end} viewBox={`0 0 ${width} ${top.end}`} role="img" aria-label={w.whole}>
        <Axis scale={scale} struck={timeline.zero} height={top.end} />
        <Label y={top.level} text={w.level} />
        {timeline.levels.map((span) => {
          const [x, end] = [scale.x(span.from), scale.x(span.to)]
          return (
            <g key={span.from} class={`pic-click pic-level pic-level-${span.level}`} onClick={() => (asked.value = { of: 'levels', title: w.eventsOf(w.level) })}>
              <rect x={x} y={top.level + 3} width={Math.max(2, end - x)} height="18"><title>{`${levelText(span.level)} ${moment(span.from)}`}</title></rect>
              {end - x > 60 ? <text x={x + 8} y={top.level + 16}>{levelText(span.level)}</text> : null}
            </g>
          )
        })}
        <Label y={top.footprint} text={w.footprint} />
        <Footprints timeline={timeline} scale={scale} y={top.footprint} right={width - 24} />
        {bars.map((bar, at) => <MeasureBar key={bar.id} bar={bar} scale={scale} y={top.bars + at * ROW} end={timeline.to} right={width - 24} />)}
        <Label y={top.tasks + 8} text={w.tasks} hint={w.tasksHint} />
        <Tasks tasks={timeline.tasks} scale={scale} y={top.tasks} limit={acknowledgements.limit_minutes} late={acknowledgements.late} right={width - 24} />
        {silent.map((province, at) => {
          const y = top.silence + at * ROW
          return (
            <g key={province}>
              <Label y={y} text={at === 0 ? w.silent : ''} />
              {timeline.silences.filter((silence) => silence.province === province).map((silence) => {
                const [x, end] = [scale.x(silence.from), scale.x(silence.to ?? timeline.to)]
                return (
                  <g key={silence.from} class="pic-click pic-silence" onClick={() => (asked.value = { of: 'silence', province, title: w.eventsOf(`${provinceName(province)} ${w.silent}`) })}>
                    <rect x={x} y={y + 3} width={Math.max(4, end - x)} height="18" />
                    <text x={x + 6} y={y + 16}>{`${provinceName(province)} ${silence.minutes === null ? w.still : w.minutes(exact(silence.minutes))}`}</text>
                  </g>
                )
              })}
            </g>
          )
        })}
      </svg>
    </div>
  )
}

function useWidth(box: { readonly current: HTMLElement | null }, least: number): number {
  const [width, setWidth] = useState(least)
  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    const watch = new ResizeObserver(() => setWidth(Math.max(least, Math.floor(element.clientWidth))))
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return width
}

function Label({ y, text, hint }: { readonly y: number; readonly text: string; readonly hint?: string }): JSX.Element {
  return (
    <g class="pic-label">
      <text x="0" y={y + 16}>{text.length > 10 && language.value === 'zh' ? `${text.slice(0, 9)}…` : text.length > 19 ? `${text.slice(0, 18)}…` : text}<title>{text}</title></text>
      {hint ? <text class="pic-hint" x="0" y={y + 32}>{hint}</text> : null}
    </g>
  )
}

function Axis({ scale, struck, height }: { readonly scale: TimeScale; readonly struck: string; readonly height: number }): JSX.Element {
  return (
    <g class="pic-axis">
      <line class="pic-struck" x1={scale.x(struck)} x2={scale.x(struck)} y1="22" y2={height} />
      <text x={scale.x(struck)} y="14" text-anchor="middle">{clockMinutes(struck)}</text>
      {scale.marks.map(({ ms, x }) => (
        <g key={ms}>
          <line x1={x} x2={x} y1="22" y2={height} />
          <text x={x} y="14" text-anchor="middle">{markText(ms, language.value === 'zh')}</text>
        </g>
      ))}
    </g>
  )
}

function Footprints({ timeline, scale, y, right }: { readonly timeline: Timeline; readonly scale: TimeScale; readonly y: number; readonly right: number }): JSX.Element {
  const w = reviewWords()
  return (
    <g class="pic-footprint">
      {timeline.footprints.map((mark, at) => {
        const x = scale.x(mark.at)
        const next = timeline.footprints[at + 1]
        const room = (next ? scale.x(next.at) : right) - x
        return (
          <g key={mark.id} class="pic-click" onClick={() => (asked.value = { of: 'footprints', title: w.eventsOf(w.footprint) })}>
            <path d={`M${x} ${y + 6}l6 6-6 6-6-6z`}><title>{[mark.title, basisText(mark.basis), moment(mark.at)].filter(Boolean).join(' · ')}</title></path>
            {room > 40 ? <text x={x + 10} y={y + 16}>{room > 110 ? [w.version(mark.version), w.counties(exact(mark.counties)), room > 220 ? basisText(mark.basis) : ''].filter(Boolean).join(' ') : w.version(mark.version)}</text> : null}
          </g>
        )
      })}
    </g>
  )
}

/** Waits for approval as a thin line, execution tinted blue, effect tinted green. */
function MeasureBar({ bar, scale, y, end, right }: { readonly bar: Bar; readonly scale: TimeScale; readonly y: number; readonly end: string; readonly right: number }): JSX.Element {
  const until = bar.ended_at ?? end
  const submitted = bar.submitted_at ? scale.x(bar.submitted_at) : null
  const begun = bar.started_at ? scale.x(bar.started_at) : null
  const effect = bar.in_effect_at ? scale.x(bar.in_effect_at) : null
  const stop = scale.x(until)
  const customers = count(bar.customers)
  const words = `${customers.figure}${customers.unit ? ` ${customers.unit}` : ''}`
  const labelAt = (effect ?? begun ?? submitted ?? LABEL) + 8
  return (
    <g class="pic-click pic-bar" onClick={() => (asked.value = { of: bar.noun, name: bar.id, title: named(bar, 'title') })}>
      <Label y={y} text={named(bar, 'title')} />
      {submitted !== null ? <line class="pic-wait" x1={submitted} x2={begun ?? stop} y1={y + 12} y2={y + 12} /> : null}
      {submitted !== null ? <line class="pic-asked" x1={submitted} x2={submitted} y1={y + 4} y2={y + 20} /> : null}
      {begun !== null ? <rect class="pic-run" x={begun} y={y + 4} width={Math.max(2, (effect ?? stop) - begun)} height="16" /> : null}
      {effect !== null ? <rect class="pic-effect" x={effect} y={y + 4} width={Math.max(2, stop - effect)} height="16" /> : null}
      {labelAt < right - 60 ? <text x={labelAt} y={y + 16}>{words}</text> : <text x={(submitted ?? begun ?? right) - 6} y={y + 16} text-anchor="end">{words}</text>}
      <title>{`${named(bar, 'title')} · ${exact(bar.customers)}`}</title>
    </g>
  )
}

interface TasksProps {
  readonly tasks: readonly Tick[]
  readonly scale: TimeScale
  readonly y: number
  readonly limit: number | null
  readonly late: number
  readonly right: number
}

/** Height in minutes, full at twice the limit, so that one that took hours doesn't flatten the rest. */
function Tasks({ tasks, scale, y, limit, late, right }: TasksProps): JSX.Element {
  const w = reviewWords()
  const base = y + TASKS
  const full = (limit ?? 10) * 60 * 2
  const height = (seconds: number | null, late: boolean): number => (seconds === null ? (late ? TASKS - 8 : 3) : Math.max(3, Math.min(1, seconds / full) * (TASKS - 8)))
  const lines = spread(tasks, scale)
  return (
    <g class="pic-tasks">
      <line class="pic-base" x1={LABEL} x2={right} y1={base} y2={base} />
      {lines.map(({ task, x }) => (
        <line key={task.id} onClick={() => (asked.value = { of: 'task', name: task.id, title: `${provinceName(task.province)} ${named(task, 'title')}` })} class={task.answer_s !== null ? (task.late ? 'pic-late' : '') : task.late ? 'pic-none' : 'pic-open'} x1={x} x2={x} y1={base} y2={base - height(task.answer_s, task.late)}>
          <title>{`${provinceName(task.province)} ${named(task, 'title')} · ${task.answer_s === null ? w.unanswered : w.minutes((task.answer_s / 60).toFixed(1))}`}</title>
        </line>
      ))}
      {limit ? (
        <>
          <line class="pic-limit" x1={LABEL} x2={right} y1={base - (TASKS - 8) / 2} y2={base - (TASKS - 8) / 2} />
          <text class="pic-limit-text" x={right} y={base - (TASKS - 8) / 2 - 5} text-anchor="end">{w.limit(limit, late)}</text>
        </>
      ) : null}
    </g>
  )
}

/** Tasks of one minute stand side by side instead of on one another, as far as there is room. */
function spread(tasks: readonly Tick[], scale: TimeScale): readonly { readonly task: Tick; readonly x: number }[] {
  const used = new Map<number, number>()
  return tasks.map((task) => {
    const x = scale.x(task.dispatched_at)
    const slot = Math.round(x)
    const before = used.get(slot) ?? 0
    used.set(slot, before + 1)
    return { task, x: x + (before % 24) * 2.5 }
  })
}
