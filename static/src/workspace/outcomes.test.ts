import { describe, expect, it } from 'vitest'
import { checkOutcomes, implausible, wholeNumber, type OutcomeField } from './outcomes'

const FIELD: OutcomeField = {
  name: 'queue', zh: '排队', en: 'Queue', unit_zh: '人', unit_en: 'people', minimum: 0, maximum: 5000, target: null, required: true,
}

describe('the outcome form', () => {
  it('reads grouped and full-width digits', () => {
    expect(wholeNumber('12,345')).toBe(12345)
    expect(wholeNumber('１２３')).toBe(123)
  })

  it('refuses what is not a whole number', () => {
    for (const text of ['4.5', '四十', '', '1e3', '--1']) expect(wholeNumber(text)).toBeNull()
  })

  it('names each fault: missing, not whole, below and above the plausible range', () => {
    const fault = (text: string): unknown => checkOutcomes([FIELD], { queue: text }).faults['queue']
    expect(fault('')).toBe('missing')
    expect(fault('many')).toBe('not_whole')
    expect(fault('-1')).toBe('too_small')
    expect(fault('5001')).toBe('too_large')
  })

  it('takes both ends of the range, and leaves an empty optional field out', () => {
    expect(checkOutcomes([FIELD], { queue: '5000' })).toEqual({ values: [{ name: 'queue', value: 5000 }], faults: {} })
    expect(checkOutcomes([{ ...FIELD, required: false }], {})).toEqual({ values: [], faults: {} })
  })

  it('takes a figure outside its range with the reason why it is true, and asks for one while there is none', () => {
    expect(checkOutcomes([FIELD], { queue: '6,000' }, { queue: '  ' }).faults).toEqual({ queue: 'too_large' })
    expect(checkOutcomes([FIELD], { queue: '6,000' }, { queue: ' 两个县的人都来了 ' })).toEqual({ values: [{ name: 'queue', value: 6000, reason: '两个县的人都来了' }], faults: {} })
    expect(checkOutcomes([FIELD], { queue: '60' }, { queue: 'left over' }).values).toEqual([{ name: 'queue', value: 60 }])
    expect(implausible({ ...FIELD, minimum: null, maximum: null }, -1)).toBe('too_small')
  })
})
