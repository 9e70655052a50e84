import { expect, test } from 'vitest'
import { drift, measured, pointsText, ranked } from './points'

test('points have one decimal, and what is not assessed is a dot', () => {
  expect(pointsText(8333)).toBe('83.3')
  expect(pointsText(10000)).toBe('100.0')
  expect(pointsText(null)).toBe('·')
})

test('what was measured stands in the unit of its criterion', () => {
  expect(measured({ per: 100 }, { numerator: 3, denominator: 4 })).toBe('75')
  expect(measured({ per: 10_000 }, { numerator: 250, denominator: 100_001 })).toBe('25.0')
  expect(measured({ per: 1 }, { numerator: 141, denominator: 100 })).toBe('1.4')
  expect(measured({ per: 100 }, { numerator: 0, denominator: 0 })).toBeNull()
})

test('a score that would move says by how much', () => {
  expect(drift({ total: 5000 }, { total: 6250 })).toBe(1250)
  expect(drift({ total: 5000 }, { total: 5000 })).toBeNull()
  expect(drift(undefined, { total: 1 })).toBeNull()
})

test('whoever has too little to go by stands below all that are ranked', () => {
  const score = (province: string, rank: number | null, total: number) => ({ province, rank, total, weight: 100, of: 2, parts: [] })
  const [none, second, first] = [score('610000', null, 9000), score('620000', 2, 4000), score('510000', 1, 6000)]
  expect(ranked([none, second, first])).toEqual([first, second, none])
})
