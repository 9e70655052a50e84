import type { JSX } from 'preact'
import { exact } from '../lib/format'
import type { Acknowledgements } from './types'
import { asked, Figure } from './Trace'
import { reviewWords } from './words'

const HEIGHT = 96
const BAR = 60

/** How long acknowledgements took; bars start at zero, those past the limit are of the other colour. */
export function Acknowledgement({ told }: { readonly told: Acknowledgements }): JSX.Element {
  const w = reviewWords()
  const most = Math.max(1, ...told.histogram.map((part) => part.count))
  const limit = told.limit_minutes
  const edge = limit === null ? -1 : told.histogram.findIndex((part) => part.from_min >= limit)
  const median = told.median_s === null ? '-' : w.minutes((told.median_s / 60).toFixed(1))
  return (
    <section class="block">
      <div class="block-head"><h2>{w.ackTitle}</h2><span class="num totals">{told.count === 0 ? null : [['acknowledged', w.taskCount, exact(told.count)], ['acknowledged', w.median, median], ['late', w.lateCount, exact(told.late)]].map(([of = '', title = '', text]) => <span key={title}>{title} <Figure ask={{ of, title: w.eventsOf(title) }}>{text}</Figure></span>)}</span></div>
      {told.count === 0 ? <p class="hint">{w.noAcks}</p> : (
        <svg class="histogram" viewBox={`0 0 ${told.histogram.length * BAR} ${HEIGHT + 36}`} role="img" aria-label={w.ackTitle}>
          {told.histogram.map((part, at) => {
            const height = (HEIGHT * part.count) / most
            const over = limit !== null && part.from_min >= limit
            return (
              <g key={part.from_min} class="pic-click" transform={`translate(${at * BAR} 0)`} onClick={() => (asked.value = { of: 'acknowledged', from_s: part.from_min * 60, to_s: part.to_min === null ? undefined : part.to_min * 60, title: w.eventsOf(w.ackTitle) })}>
                <rect class={over ? 'bar-warn' : 'bar-off'} x="2" width={BAR - 4} y={16 + HEIGHT - height} height={height} />
                <text x={BAR / 2} y={12 + HEIGHT - height} text-anchor="middle">{part.count === 0 ? '' : exact(part.count)}</text>
                <text class="pic-hint" x={BAR / 2} y={HEIGHT + 31} text-anchor="middle">{part.to_min === null ? `≥ ${part.from_min}` : `${part.from_min}–${part.to_min}`}</text>
              </g>
            )
          })}
          {edge > 0 ? <line class="histogram-limit" x1={edge * BAR} x2={edge * BAR} y1="4" y2={HEIGHT + 18} /> : null}
        </svg>
      )}
      <p class="hint">{w.min}{limit ? ` · ${w.limit(limit, told.late)}` : ''}</p>
    </section>
  )
}
