/** Percentile bands over hours or days: nine in ten runs, half of them, the median, and what there is to hold them against. */
import type { JSX } from 'preact'
import { countText } from '../lib/format'
import { roundMarks, scale, stepBand, stepLine, type Frame } from './bands'
import type { Bands } from './types'

const FRAME: Frame = { width: 640, height: 190, left: 92, right: 8, top: 10, bottom: 22 }

export interface BandChartProps {
  readonly title: string
  readonly bands: Bands
  /** What the figures are held against, a value a step: seats, people on duty. */
  readonly limit?: readonly number[]
  readonly limitName?: string
  /** Every how many steps the axis is marked, and how a step is called. */
  readonly every: number
  readonly step: (index: number) => string
  readonly text?: (value: number) => string
  readonly most?: number
}

export function BandChart({ title, bands, limit, limitName, every, step, text = countText, most }: BandChartProps): JSX.Element {
  const steps = bands.p50.length
  const held = (limit ?? []).slice(0, steps)
  const highest = most ?? Math.max(1, ...bands.p95, ...held)
  const marks = roundMarks(highest)
  const s = scale(FRAME, steps, marks.at(-1) ?? 1)
  const ticks = Array.from({ length: Math.floor(steps / every) + 1 }, (_, index) => index * every)
  return (
    <figure class="sim-chart">
      <figcaption>{title}{limitName ? <span class="sim-limit-key">{limitName}</span> : null}</figcaption>
      <svg viewBox={`0 0 ${FRAME.width} ${FRAME.height}`} role="img" aria-label={`${title}: P50 ${text(Math.max(0, ...bands.p50))}, P95 ${text(Math.max(0, ...bands.p95))}`}>
        {marks.map((mark) => (
          <g key={mark}>
            <line class="sim-grid" x1={FRAME.left} x2={FRAME.width - FRAME.right} y1={s.y(mark)} y2={s.y(mark)} />
            <text x={FRAME.left - 6} y={s.y(mark) + 4} text-anchor="end">{text(mark)}</text>
          </g>
        ))}
        {ticks.map((tick) => <text key={tick} x={s.x(tick)} y={FRAME.height - 6} text-anchor={tick === 0 ? 'start' : tick >= steps ? 'end' : 'middle'}>{step(tick)}</text>)}
        <path class="sim-outer" d={stepBand(bands.p5, bands.p95, s)} />
        <path class="sim-inner" d={stepBand(bands.p25, bands.p75, s)} />
        <path class="sim-middle" d={stepLine(bands.p50, s)} />
        {held.length ? <path class="sim-limit" d={stepLine(held, s)} /> : null}
      </svg>
    </figure>
  )
}
