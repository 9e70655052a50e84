import { describe, expect, it } from 'vitest'
import { age, isOld } from './age'

const NOW = '2026-11-23T08:00:00Z'

describe('age', () => {
  it('counts in the largest unit that a person would say', () => {
    expect(age('2020-11-01', NOW)).toEqual({ count: 6, unit: 'year' })
    expect(age('2025-12', NOW)).toEqual({ count: 11, unit: 'month' })
    expect(age('2026-11-20', NOW)).toEqual({ count: 3, unit: 'day' })
    expect(age('2026-11-23T05:59:00Z', NOW)).toEqual({ count: 2, unit: 'hour' })
    expect(age('2026-11-23T07:59:00Z', NOW)).toEqual({ count: 0, unit: 'now' })
  })

  it('says nothing of a day that nobody has said or that lies ahead', () => {
    expect(age('', NOW)).toBeNull()
    expect(age('late 2025', NOW)).toBeNull()
    expect(age('2027-01-01', NOW)).toBeNull()
  })

  it('calls five years old', () => {
    expect(isOld('2020-11-01', NOW)).toBe(true)
    expect(isOld('2022-11-01', NOW)).toBe(false)
    expect(isOld('', NOW)).toBe(false)
  })
})
