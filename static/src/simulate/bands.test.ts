import { describe, expect, it } from 'vitest'
import { cut, divided, roundMarks, scale, stepBand, stepLine } from './bands'

const FRAME = { width: 110, height: 60, left: 10, right: 0, top: 10, bottom: 0 }
const flat = (values: readonly number[]) => ({ p5: values, p25: values, p50: values, p75: values, p95: values })

describe('bands over time', () => {
  it('draws a step for each hour from the left edge to the right', () => {
    const path = stepLine([0, 10], scale(FRAME, 2, 10))
    expect(path).toBe('M10.0 60.0L60.0 60.0L60.0 10.0L110.0 10.0')
  })
  it('closes the area between two percentiles', () => {
    const area = stepBand([0, 0], [5, 10], scale(FRAME, 2, 10))
    expect(area.startsWith('M10.0 35.0')).toBe(true)
    expect(area.endsWith('L10.0 60.0Z')).toBe(true)
  })
  it('never draws above the frame', () => {
    expect(scale(FRAME, 2, 10).y(25)).toBe(10)
  })
  it('marks round figures up to the most', () => {
    expect(roundMarks(5688)).toEqual([0, 2000, 4000, 6000])
    expect(roundMarks(3)).toEqual([0, 1, 2, 3])
    expect(roundMarks(0)).toEqual([0, 1])
  })
  it('leaves out hours in which nothing happens any more', () => {
    expect(cut(flat([1, 2, 0, 0, 0, 0]), 2).p50).toEqual([1, 2, 0])
    expect(cut(flat([0, 0, 0, 0]), 3).p95).toHaveLength(3)
  })
  it('turns minutes of an hour into people', () => {
    expect(divided(flat([90]), 60).p50).toEqual([1.5])
  })
})
