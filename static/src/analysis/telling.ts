/** How a compared figure reads, and whether it is better than what it is held against. */
import { money, took } from '../lib/format'
import type { Metric } from './types'

export function told(metric: Metric, value: number | null | undefined): string {
  if (value === null || value === undefined) return '–'
  if (metric.unit === 'seconds') return took(value * 1000)
  if (metric.unit === 'ppm') return `${(Math.floor(value / 1000) / 10).toFixed(1)}%`
  if (metric.unit === 'fen') return money(value).exact
  return (value / 10 ** metric.decimals).toFixed(metric.decimals)
}

export type Verdict = 'better' | 'worse' | 'same' | 'unknown'

export function verdict(metric: Metric, value: number | null | undefined, against: number | null | undefined): Verdict {
  if (value === null || value === undefined || against === null || against === undefined) return 'unknown'
  if (value === against) return 'same'
  return value > against === (metric.better === 'more') ? 'better' : 'worse'
}

/** Points of a line over `width` × `height`, the oldest left; what is not known leaves a gap. */
export function points(values: readonly (number | null)[], width: number, height: number): readonly { x: number; y: number; at: number }[] {
  const known = values.filter((value): value is number => value !== null)
  const most = Math.max(...known, 1)
  const step = values.length > 1 ? width / (values.length - 1) : 0
  return values.flatMap((value, at) => (value === null ? [] : [{ x: values.length > 1 ? at * step : width / 2, y: height - (height * value) / most, at }]))
}
