import { describe, expect, it } from 'vitest'
import { markText, timeScale } from './scale'

describe('the time axis of the review', () => {
  const scale = timeScale('2008-05-12T06:28:04Z', '2008-06-12T06:28:04Z', 100, 1100)
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

  it('says marks in minutes, hours and days', () => {
    expect([markText(600_000, true), markText(3_600_000, true), markText(259_200_000, false)]).toEqual(['T+10 分', 'T+1 时', 'T+3 d'])
  })
})
