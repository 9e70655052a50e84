import { describe, expect, it } from 'vitest'
import { fitted, planned } from './table'

const measure = (text: string): number => text.length * 10

describe('a table as a picture', () => {
  it('gives each column the room of its longest text, and no more than a page has', () => {
    const plan = planned({ head: ['省', '任务'], rows: [['四川', '1,234'], ['x'.repeat(100), '5']] }, measure)
    expect(plan.widths).toEqual([420, 50])
    expect(plan.width).toBe(16 + 420 + 12 + 50 + 16)
    expect(plan.height).toBe(2 * 16 + 26 * 4)
  })

  it('cuts what does not fit, and says so', () => {
    expect(fitted('abcdef', 60, measure)).toBe('abcdef')
    expect(fitted('abcdef', 50, measure)).toBe('abcd…')
    expect(fitted('abcdef', 5, measure)).toBe('…')
  })
})
