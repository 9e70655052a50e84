import { expect, test } from 'vitest'
import type { MeasurePartRow, MeasureRow } from '../../lib/types'
import { axisOf, barsOf, grouped, place } from './bars'

const DAY = 86_400_000
const MEASURE = {
  id: 'm', state: 'in_effect', started_at: '2008-05-12T07:00:00Z', window_from: '2008-05-12T06:00:00Z', window_to: '2008-06-11T06:00:00Z',
  area: { '620000': { a: { gotone: 1 } }, '510000': { b: { gotone: 1 } } },
} as unknown as MeasureRow
const PART = { measure_id: 'm', province: '510000', state: 'partially_applied', window_from: MEASURE.window_from, window_to: MEASURE.window_to } as unknown as MeasurePartRow

test('a measure has one bar in each province, each in the state of its part', () => {
  const bars = barsOf({ measures: [MEASURE], parts: [PART], stages: [] })
  expect(grouped(bars, 'province').map((group) => [group.key, group.bars[0]?.tone])).toEqual([['510000', 'trouble'], ['620000', 'live']])
  expect(grouped(bars, 'measure')).toHaveLength(1)
  expect(bars[0]?.reviews.map((at) => ((bars[0]?.to ?? 0) - at) / 3_600_000)).toEqual([72, 24])
})

test('the landing reaches to its last stage, and what was given up before it started has no bar', () => {
  const stages = [{ measure_id: 'm', restart_at: '2008-06-25T06:00:00Z' }, { measure_id: 'm', restart_at: '2008-06-18T06:00:00Z' }]
  const [bar] = barsOf({ measures: [MEASURE, { ...MEASURE, id: 'n', state: 'cancelled', started_at: null }], parts: [], stages })
  expect(bar?.landed).toBe(Date.parse('2008-06-25T06:00:00Z'))
  expect(bar?.stages).toHaveLength(2)
  expect(barsOf({ measures: [{ ...MEASURE, state: 'cancelled', started_at: null }], parts: [], stages })).toEqual([])
})

test('the axis holds every bar and now, and its ticks are few and at midnight in China', () => {
  const bars = barsOf({ measures: [MEASURE], parts: [], stages: [] })
  const now = Date.parse('2008-05-20T00:00:00Z')
  const axis = axisOf(bars, now, 6)
  expect(axis.ticks.length).toBeLessThanOrEqual(7)
  expect(axis.ticks.every((at) => (at + 8 * 3_600_000) % DAY === 0)).toBe(true)
  for (const at of [now, bars[0]?.from ?? 0, bars[0]?.to ?? 0]) {
    expect(place(axis, at)).toBeGreaterThan(0)
    expect(place(axis, at)).toBeLessThan(100)
  }
})
