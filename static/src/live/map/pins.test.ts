import { describe, expect, it } from 'vitest'
import { boxText } from './pins'

describe('the view that pins are asked for', () => {
  it('grows to the next hundredth of a degree and stays on the globe', () => {
    expect(boxText({ west: 102.123, south: 30.001, east: 105.001, north: 33 })).toBe('102.12,30,105.01,33')
    expect(boxText({ west: -200, south: -95, east: 200, north: 95 })).toBe('-180,-90,180,90')
  })
})
