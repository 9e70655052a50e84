import { describe, expect, it } from 'vitest'
import { dialled } from './PhoneBook'
import type { Shift } from './types'
import { laneOf, midnight } from './WeekView'

function shift(id: string, from: number, to: number): Shift {
  const at = (hour: number): string => new Date(Date.UTC(2008, 4, 12, hour)).toISOString()
  return { id, scope: '510000', person_id: 'p', team_id: null, deputy_id: null, starts_at: at(from), ends_at: at(to), stands_in_for: null, revision: 1 }
}

describe('the week', () => {
  it('lays shifts that run at the same time below one another and reuses a lane that is free', () => {
    const lanes = laneOf([shift('c', 8, 16), shift('a', 0, 8), shift('b', 4, 12)])
    expect([lanes.get('a'), lanes.get('b'), lanes.get('c')]).toEqual([0, 1, 0])
  })

  it('begins a day at midnight in China', () => {
    expect(new Date(midnight(Date.UTC(2008, 4, 12, 17))).toISOString()).toBe('2008-05-12T16:00:00.000Z')
    expect(new Date(midnight(Date.UTC(2008, 4, 12, 15))).toISOString()).toBe('2008-05-11T16:00:00.000Z')
  })
})

describe('a number', () => {
  it('is dialled as digits with its leading plus, the extension left out', () => {
    expect(dialled('+86 (028) 8612-3456 x12')).toBe('+8602886123456')
    expect(dialled('1749-000 1234')).toBe('17490001234')
  })
})
