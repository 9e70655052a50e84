import { describe, expect, it } from 'vitest'
import { countCounties, lines } from './area'
import { sha256 } from './detail'
import { addUp, gone, isEven, rateOf } from './six'
import { byProvince, totalOf, type BatchSum } from './sums'

const AREA = { '510000': { '510726': { gotone: 1, easyown: 2 }, '510705': { mzone: 3 } }, '620000': { '621202': { other: 10 } } }

describe('an audience', () => {
  it('adds up from county to province to total, by segment and in all', () => {
    const { provinces, total, names } = lines(AREA)
    expect(provinces.map((line) => [line.code, line.total])).toEqual([['620000', 10], ['510000', 6]])
    expect(total.total).toBe(16)
    expect(Object.fromEntries(names.map((name, at) => [name, total.segments[at]]))).toEqual({ gotone: 1, easyown: 2, mzone: 3, other: 10 })
    expect(countCounties(AREA)).toBe(3)
  })
})

describe('the bytes that are approved', () => {
  it('are digested as UTF-8', async () => {
    expect(await sha256('同心')).toBe('33c83afac51755251893a39ab2e3bb643ffb7243ff61af82f925a88865d8677e')
    expect(await sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })
})

describe('delivery states', () => {
  const part = { customers: 10, queued: 2, submitted: 1, delivered: 3, failed: 1, expired: 1, unknown: 1, stopped: 1 }
  it('add up over provinces to the audience, or say that they do not', () => {
    expect(isEven(addUp([part, part]))).toBe(true)
    expect(isEven(addUp([part, { ...part, queued: 3 }]))).toBe(false)
    expect(gone(addUp([part, part]))).toBe(14)
  })

  it('give a rate only once two moments lie apart', () => {
    expect(rateOf([{ atMs: 0, gone: 0 }])).toBeNull()
    expect(rateOf([{ atMs: 0, gone: 100 }, { atMs: 2000, gone: 500 }])).toBe(200)
  })
})

describe('progress of a measure', () => {
  const sum = (state: string, intended: number, submitted: number, applied: number, failed: number): BatchSum => ({
    measure_id: 'm', province: '510000', state, stage: null, extends: false, batches: 1, parked_batches: 0, intended_customers: intended, submitted_customers: submitted,
    applied_customers: applied, failed_customers: failed, reversed_customers: 0, applied_fen: 0,
  })
  it('accounts for every intended customer exactly once', () => {
    const rows = byProvince([sum('settled', 100, 100, 90, 10), sum('unknown', 20, 20, 0, 0), sum('planned', 30, 0, 0, 0), sum('submitted', 5, 5, 0, 0)], 'm')
    const total = totalOf(rows)
    expect(total).toMatchObject({ intended: 155, applied: 90, failed: 10, unknown: 20, waiting: 5, left: 30 })
    expect(total.applied + total.failed + total.unknown + total.waiting + total.left).toBe(total.intended)
    expect(byProvince([{ ...sum('settled', 100, 100, 90, 10), stage: 0 }], 'm')).toEqual([])
  })

  it('counts a customer of an extension where it was counted before, and adds its money', () => {
    const longer = { ...sum('settled', 100, 100, 97, 3), extends: true, applied_fen: 500 }
    const total = totalOf(byProvince([{ ...sum('settled', 100, 100, 90, 10), applied_fen: 1000 }, longer, longer], 'm'))
    expect(total).toMatchObject({ intended: 100, applied: 90, failed: 10, appliedFen: 2000, extended: { intended: 200, applied: 194, failed: 6 } })
  })
})
