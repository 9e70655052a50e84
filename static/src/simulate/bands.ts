/** Bands over time as paths of an SVG: the area between two percentiles, a line, and a scale with round marks. Pure. */
import type { Bands } from './types'

export interface Frame {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export interface Scale {
  readonly x: (index: number) => number
  readonly y: (value: number) => number
}

/** Steps of equal width, the first at the left edge; values from zero to `most`. */
export function scale(frame: Frame, steps: number, most: number): Scale {
  const inner = frame.width - frame.left - frame.right
  const tall = frame.height - frame.top - frame.bottom
  return {
    x: (index) => frame.left + (inner * index) / Math.max(1, steps),
    y: (value) => frame.top + tall * (1 - Math.min(1, value / Math.max(most, 1))),
  }
}

const at = (x: number, y: number): string => `${x.toFixed(1)} ${y.toFixed(1)}`

/** A line of steps: each value holds for its hour. */
export function stepLine(values: readonly number[], { x, y }: Scale): string {
  if (values.length === 0) return ''
  return values.map((value, index) => `${index ? 'L' : 'M'}${at(x(index), y(value))}L${at(x(index + 1), y(value))}`).join('')
}

/** The area between two lines of steps. */
export function stepBand(low: readonly number[], high: readonly number[], scaled: Scale): string {
  if (low.length === 0) return ''
  const back = low.map((value, index) => `L${at(scaled.x(index + 1), scaled.y(value))}L${at(scaled.x(index), scaled.y(value))}`)
  return `${stepLine(high, scaled)}${back.reverse().join('')}Z`
}

/** About four round marks from zero up to `most`; the last may lie above it. */
export function roundMarks(most: number): readonly number[] {
  if (most <= 0) return [0, 1]
  const rough = most / 4
  const ten = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * ten).find((size) => size >= rough) ?? ten * 10
  const whole = Math.max(1, step)
  return Array.from({ length: Math.ceil(most / whole) + 1 }, (_, index) => index * whole)
}

/** The bands up to the last hour or day in which anything happens, and one more; at least `least` of them. */
export function cut(bands: Bands, least: number): Bands {
  const last = bands.p95.reduce((found, value, index) => (value > 0 ? index : found), 0)
  const upto = Math.min(bands.p95.length, Math.max(least, last + 2))
  return { p5: bands.p5.slice(0, upto), p25: bands.p25.slice(0, upto), p50: bands.p50.slice(0, upto), p75: bands.p75.slice(0, upto), p95: bands.p95.slice(0, upto) }
}

/** The same in another unit, such as minutes of work in an hour to people. */
export function divided(bands: Bands, by: number): Bands {
  const of = (values: readonly number[]): readonly number[] => values.map((value) => value / by)
  return { p5: of(bands.p5), p25: of(bands.p25), p50: of(bands.p50), p75: of(bands.p75), p95: of(bands.p95) }
}
