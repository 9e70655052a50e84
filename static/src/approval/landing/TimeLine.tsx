import type { JSX } from 'preact'
import { clockMinutes, day, moment } from '../../lib/format'
import { placeOf, type Line, type Mark } from './line'
import { landingWords } from './words'

const WIDTH = 640
const MARGIN = 34
/** Marks closer than this share of the line would write over one another: every second one then stands lower. */
const CLOSE = 0.16

/** The end drawn: who is asked when, when it ends, and in which steps clocks run again; the present as a line. */
export function TimeLine({ line, nowMs }: { readonly line: Line; readonly nowMs: number }): JSX.Element {
  const w = landingWords()
  const x = (at: number): number => MARGIN + placeOf(line, at) * (WIDTH - 2 * MARGIN)
  const end = line.marks.find((mark) => mark.kind === 'end')?.at ?? line.to
  const last = Math.max(...line.marks.map((mark) => mark.at))
  return (
    <svg class="landing-line" viewBox={`0 0 ${WIDTH} 112`} role="img" aria-label={line.marks.map((mark) => `${title(mark)} ${moment(mark.at)}`).join('; ')}>
      <line class="landing-held" x1={MARGIN} x2={x(end)} y1="56" y2="56" />
      {last > end ? <line class="landing-runway" x1={x(end)} x2={x(last)} y1="56" y2="56" /> : null}
      <line class="landing-now" x1={x(nowMs)} x2={x(nowMs)} y1="38" y2="74" />
      <text class="landing-now-word" x={x(nowMs)} y="34" text-anchor="middle">{w.now}</text>
      {line.marks.map((mark, at) => {
        const before = line.marks[at - 1]
        const isLow = mark.kind === 'stage' && before !== undefined && placeOf(line, mark.at) - placeOf(line, before.at) < CLOSE && at % 2 === 1
        return <Point key={`${mark.kind}-${mark.number}`} mark={mark} x={x(mark.at)} isLow={isLow} />
      })}
    </svg>
  )
}

function Point({ mark, x, isLow }: { readonly mark: Mark; readonly x: number; readonly isLow: boolean }): JSX.Element {
  const words = isLow ? 104 : 84
  return (
    <g class={`landing-mark landing-${mark.state}`}>
      <title>{`${title(mark)} · ${moment(mark.at)}`}</title>
      {mark.kind === 'end' ? <rect x={x - 7} y="49" width="14" height="14" /> : <circle cx={x} cy="56" r={mark.kind === 'ask' ? 4 : 7} />}
      {isLow ? <line class="landing-stem" x1={x} x2={x} y1="64" y2="92" /> : null}
      {/* The prompts stand close to one another: their words go apart. */}
      <text x={x} y={mark.kind === 'ask' ? 16 : words} text-anchor={mark.kind === 'ask' ? (mark.number > 48 ? 'end' : 'start') : 'middle'}>{title(mark)}</text>
      {mark.kind === 'ask' ? null : <text class="landing-when" x={x} y={words} dy="1.25em" text-anchor="middle">{day(mark.at)} {clockMinutes(mark.at)}</text>}
    </g>
  )
}

function title(mark: Mark): string {
  const w = landingWords()
  if (mark.kind === 'end') return w.ends
  return mark.kind === 'ask' ? w.asked(mark.number) : w.stage(mark.number)
}
