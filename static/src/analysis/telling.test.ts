import { expect, test } from 'vitest'
import { points, told, verdict } from './telling'
import type { Metric } from './types'

const share: Metric = { name: 'coverage_ppm', zh: '办成率', en: 'Reached', unit: 'ppm', better: 'more', decimals: 0 }
const complaints: Metric = { name: 'complaints', zh: '投诉', en: 'Complaints', unit: 'count', better: 'less', decimals: 2 }

test('a share that is not all never reads as all, and what is not known is a dash', () => {
  expect([told(share, 999_999), told(share, 1_000_000), told(share, null), told(complaints, 125)]).toEqual(['99.9%', '100.0%', '–', '1.25'])
})

test('whether more is better is the figure’s own affair', () => {
  expect([verdict(share, 2, 1), verdict(complaints, 2, 1), verdict(share, 1, 1), verdict(share, null, 1)]).toEqual(['better', 'worse', 'same', 'unknown'])
})

test('an incident of which a figure is not known leaves a gap in the line', () => {
  expect(points([0, null, 10], 100, 50)).toEqual([{ x: 0, y: 50, at: 0 }, { x: 100, y: 0, at: 2 }])
})
