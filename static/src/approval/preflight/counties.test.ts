import { expect, test } from 'vitest'
import { countiesOf, shades } from './counties'

const AREA = { '510000': { '513221': { gotone: 40_000, easyown: 20_000 }, '510181': { gotone: 500 } } }

test('a county has the sum of its segments, and of two areas the larger', () => {
  expect(Object.fromEntries(countiesOf(AREA))).toEqual({ '513221': 60_000, '510181': 500 })
  expect(countiesOf(AREA, { '510000': { '510181': { gotone: 900 } } }).get('510181')).toBe(900)
})

test('every county with customers has one shade, and the legend counts them all', () => {
  const { classes, counts } = shades(countiesOf(AREA))
  expect([classes.get(513221), classes.get(510181)]).toEqual([2, 1])
  expect(counts.reduce((all, one) => all + one, 0)).toBe(classes.size)
  expect(shades(new Map([['513221', 0]])).classes.size).toBe(0)
})
