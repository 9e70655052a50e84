import { describe, expect, it } from 'vitest'
import { isMet, isWaiting, type Known, type WaitEntry } from './waits'

const TITLE = { title_zh: '断电', title_en: 'Power' }
const after: WaitEntry = { task: 'a', ...TITLE }
const known = (state: 'in_progress' | 'resolved' | 'cancelled', part: 'executing' | 'held' | 'in_effect' = 'executing'): Known => ({
  tasks: [{ id: 'a', state }], parts: [{ measure_id: 'm', province: '510000', state: part }],
})

describe('what a task waits for', () => {
  it('is there when the other task is done or was recalled, and unknown when nobody here knows it', () => {
    expect([known('in_progress'), known('resolved'), known('cancelled'), { tasks: [], parts: [] }].map((all) => isMet(after, '510000', all))).toEqual([false, true, true, null])
  })

  it('is there when the measure has come as far in this province, and not by another one’s part', () => {
    const entry: WaitEntry = { measure: 'm', state: 'executing', ...TITLE }
    expect([isMet(entry, '510000', known('resolved', 'held')), isMet(entry, '620000', known('resolved'))]).toEqual([true, false])
    expect(isMet({ ...entry, state: 'in_effect' }, '510000', known('resolved', 'held'))).toBe(false)
  })

  it('asks for a reason to start only while something known is not there', () => {
    const task = { province: '510000', waits_for: [after] }
    expect([isWaiting(task, known('in_progress')), isWaiting(task, known('resolved')), isWaiting(task, { tasks: [], parts: [] }), isWaiting({ ...task, waits_for: null }, known('in_progress'))])
      .toEqual([true, false, false, false])
  })
})
