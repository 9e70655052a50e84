import { describe, expect, it } from 'vitest'
import { apart } from './labels'

describe('names on the small map', () => {
  it('stay where they are while they have room', () => {
    const labels = [{ name: '四川', x: 0, y: 0 }, { name: '重庆', x: 300, y: 10 }]
    expect(apart(labels)).toEqual(labels)
  })

  it('go below one another where they would touch, and never onto a third', () => {
    const told = apart([{ name: 'Sichuan', x: 0, y: 0 }, { name: 'Chongqing', x: 300, y: 10 }, { name: 'Guizhou', x: 320, y: 150 }])
    expect(told.map((label) => label.y)).toEqual([0, 149.5, 299])
  })
})
