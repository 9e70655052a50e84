import { describe, expect, test } from 'vitest'
import { figureText, longest, numberText, typed, worstFirst } from './figures'
import type { Cell } from './types'

const PERCENT = { decimals: 2, unit_zh: '%', unit_en: '%' }
const MINUTES = { decimals: 1, unit_zh: '分钟', unit_en: 'minutes' }

function cell(value: number, target: number | null, met: boolean | null): Cell {
  return { province: '510000', value, base: null, to_day: '', count: 1, from: 'stated', sources: [], reckoned: null, target, target_from: null, met, margin: null, sent: null, late: 0, corrected: 0 }
}

describe('figures of outcomes', () => {
  test('are told with their unit and no idle zeros', () => {
    expect(numberText(PERCENT, 8530)).toBe('85.3')
    expect(numberText({ decimals: 2 }, 123456705)).toBe('1,234,567.05')
    expect(figureText(PERCENT, 10000)).toBe('100%')
    expect(figureText(MINUTES, 84)).toBe('8.4\u00a0分钟')
  })

  test('are typed in units and kept in the smallest step', () => {
    expect(typed(PERCENT, '85.3')).toBe(8530)
    expect(typed(MINUTES, ' 1,234.50 ')).toBe(12345)
    expect(typed({ decimals: 0 }, '12')).toBe(12)
    for (const text of ['', 'x', '-1', '1.234', '1e3']) expect(typed(PERCENT, text)).toBeNull()
    expect(typed({ decimals: 0 }, '12.5')).toBeNull()
  })

  test('stand worst first, and no chart is without length', () => {
    const [good, bad, worse] = [cell(70, 100, true), cell(120, 100, false), cell(300, 100, false)]
    expect(worstFirst({ better: 'less' }, [good, bad, worse])).toEqual([worse, bad, good])
    expect(longest([good])).toBe(100)
    expect(longest([])).toBe(1)
  })
})
