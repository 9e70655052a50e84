import { describe, expect, it } from 'vitest'
import { count, intensity, levelText, money, percent, took, clock, day } from './format'
import { countdown, sinceStruck, span } from './worldclock'
import { sameOriginOnly } from './trusted'
import { find, type Finding } from '../components/palette-find'
import { taskGlyph, worst } from './glyph-kinds'

describe('figures for reading', () => {
  it.each([
    [52_601_234, 'zh', '5,260.1', '万'], [101_000, 'zh', '10.1', '万'], [36_200, 'zh', '3.62', '万'], [9_999, 'zh', '9,999', ''],
    [52_601_234, 'en', '52.60', 'M'], [2_200_000, 'en', '2.200', 'M'], [101_000, 'en', '101.0', 'k'],
  ] as const)('rounds %i in %s to %s %s and keeps it exact', (value, language, figure, unit) => {
    expect(count(value, language)).toEqual({ figure, unit, exact: value.toLocaleString('en-US') })
  })
  it('shows fen in 万元', () => {
    expect(money(1_284_000_000_00, 'zh')).toMatchObject({ figure: '12.84', unit: '亿元' })
    expect(money(12_840_000_00, 'zh')).toMatchObject({ figure: '1,284.0', unit: '万元' })
    expect(money(12_840_000_00, 'en')).toMatchObject({ figure: '¥12.84', unit: 'M' })
  })
  it('never prints a share of nothing', () => expect(percent(0, 0)).toBe('·'))
  it('gives intensity its word and level its own', () => {
    expect(intensity(11_000, 'zh')).toBe('Ⅺ度')
    expect(levelText('I', 'zh')).toBe('Ⅰ\u00a0级响应')
  })
  it('reads the clock of Beijing', () => {
    expect(clock('2008-05-12T10:10:20Z')).toBe('18:10:20')
    expect(day('2008-05-12T18:10:20Z', 'zh')).toBe('5月13日')
  })
  it('says how long an answer took', () => expect(took(200_000)).toBe('3′20″'))
})

describe('countdowns', () => {
  it('counts down, then up in words', () => {
    expect(countdown(228_000, 0, 'zh')).toEqual({ text: '剩 03:48', late: false, close: false })
    expect(countdown(0, 65_000, 'zh')).toEqual({ text: '超 01:05', late: true, close: false })
    expect(countdown(0, 65_000, 'en').text).toBe('+01:05')
  })
  it('is close under a quarter of what was allowed', () => expect(countdown(60_000, 0, 'zh', 300_000).close).toBe(true))
  it('shows hours and days when it must', () => {
    expect(span(3_723_000)).toBe('1:02:03')
    expect(sinceStruck(0, 13_336_000)).toBe('T+03:42:16')
    expect(sinceStruck(0, 86_400_000 * 12)).toBe('T+12d 00:00')
  })
})

describe('guards and finders', () => {
  it('lets no script in from elsewhere', () => {
    expect(sameOriginOnly('/a.js', 'http://hq.localhost:1/live')).toBe('http://hq.localhost:1/a.js')
    expect(() => sameOriginOnly('https://evil.example/a.js', 'http://hq.localhost:1/')).toThrow(TypeError)
  })
  it('ranks a title that begins with the query first and answers to codes', () => {
    const one = (title: string, also = ''): Finding => ({ group: 'region', title, also, hint: '', run: () => undefined })
    expect(find([one('大北川'), one('北川县')], '北川').map((hit) => hit.title)).toEqual(['北川县', '大北川'])
    expect(find([one('北川县', '510726')], '5107')).toHaveLength(1)
  })
  it('shows a silent province before lateness and lateness before state', () => {
    const task = { state: 'dispatched', ack_overdue: true, work_overdue: false } as const
    expect(taskGlyph(task, true)).toBe('failed')
    expect(taskGlyph(task)).toBe('overdue')
    expect(taskGlyph({ ...task, state: 'closed' })).toBe('done')
    expect(worst(['done', 'overdue', 'working'])).toBe('overdue')
  })
})
