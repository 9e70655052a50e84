import { expect, test } from 'vitest'
import { addTiers, tierText } from './tiers'

test('organisations by tier are read aloud from the highest, with no tier left out', () => {
  expect(tierText({ c: 0, a: 1200, a_plus: 2, b: 1 })).toBe('A+\u00a02 · A\u00a01,200 · B\u00a01 · C\u00a00')
  expect(tierText({ 'A+': 2, A: 3 })).toBe('A+\u00a02 · A\u00a03 · B\u00a00 · C\u00a00')
})

test('what was never counted by tier is said to be nothing, and stays so in a sum', () => {
  expect(tierText(null)).toBe('')
  expect(tierText({ vulnerable: 4 })).toBe('')
  expect(addTiers({ a: 1 }, null)).toBeNull()
  expect(addTiers({ a: 1 }, { a: 2, c: 1 })).toEqual({ a_plus: 0, a: 3, b: 0, c: 1 })
})
