import { expect, test } from 'vitest'
import { depthOf, missing, NO_FILTER, queryOf, type Sums } from './types'

const SUMS = {
  intended_customers: 10, applied_customers: 4, failed_customers: 1, unknown_customers: 2, waiting_customers: 2, abandoned_customers: 1,
  intended_fen: 100, applied_fen: 40, failed_fen: 10, unknown_fen: 20, waiting_fen: 20, abandoned_fen: 9,
} as unknown as Sums

test('the balance says to the fen what is missing', () => {
  expect(missing(SUMS, 'customers')).toBe(0)
  expect(missing(SUMS, 'fen')).toBe(1)
})

test('each choice opens the next depth', () => {
  expect(depthOf(NO_FILTER)).toBe('province')
  expect(depthOf({ ...NO_FILTER, province: '510000' })).toBe('county')
  expect(depthOf({ ...NO_FILTER, province: '510000', county: '513221' })).toBe('segment')
  expect(depthOf({ ...NO_FILTER, province: '510000', county: '513221', segment: 'gotone' })).toBe('batch')
})

test('an open filter says nothing in the address', () => {
  expect(queryOf(NO_FILTER, { by: 'province' })).toBe('part=measure&by=province')
})
