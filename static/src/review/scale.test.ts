import { describe, expect, it } from 'vitest'
import { markText, timeScale } from './scale'

describe('the time axis of the review', () => {
  const scale = timeScale({ from: '2008-05-12T06:28:04Z', zero: '2008-05-12T06:28:04Z', to: '2008-06-12T06:28:04Z' }, 100, 1100)
  it('begins when it struck, ends at the end and never goes back', () => {
    expect(scale.x('2008-05-12T06:28:04Z')).toBe(100)
    expect(scale.x('2008-06-12T06:28:04Z')).toBeCloseTo(1100)
    const places = scale.marks.map((mark) => mark.x)
    expect([...places].sort((a, b) => a - b)).toEqual(places)
  })

  it('gives the first day more room than a later one', () => {
    const first = scale.x('2008-05-13T06:28:04Z') - scale.x('2008-05-12T06:28:04Z')
    const later = scale.x('2008-06-02T06:28:04Z') - scale.x('2008-06-01T06:28:04Z')
    expect(first).toBeGreaterThan(2 * later)
  })

  it('draws what lies outside at the edge, and no two marks on one another', () => {
    expect(scale.x('2009-01-01T00:00:00Z')).toBeCloseTo(1100)
    scale.marks.slice(1).forEach((mark, at) => expect(mark.x - (scale.marks[at]?.x ?? 0)).toBeGreaterThan(56))
  })

  it('gives what was prepared before the opening a side of its own', () => {
    const games = timeScale({ from: '2008-07-08T01:00:00Z', zero: '2008-08-08T12:00:00Z', to: '2008-08-25T11:00:00Z' }, 100, 1100)
    const places = ['2008-07-08T01:00:00Z', '2008-07-20T00:00:00Z', '2008-08-08T12:00:00Z', '2008-08-24T12:00:00Z', '2008-08-25T11:00:00Z'].map(games.x)
    expect(places[0]).toBe(100)
    expect(places[4]).toBeCloseTo(1100)
    expect([...places].sort((a, b) => a - b)).toEqual(places)
    const marks = games.marks.map((mark) => markText(mark.ms, false))
    expect(marks.slice(0, 2)).toEqual(['T−14 d', 'T−7 d'])
    expect(marks).toContain('T+7 d')
    games.marks.slice(1).forEach((mark, at) => expect(mark.x).toBeGreaterThan(games.marks[at]?.x ?? 0))
  })

  it('says marks in minutes, hours and days', () => {
    expect([600_000, 3_600_000, 259_200_000, -86_400_000].map((ms) => markText(ms, ms < 3_600_001))).toEqual(['T+10 分', 'T+1 时', 'T+3 d', 'T−1 天'])
  })
})
