import { describe, expect, it } from 'vitest'
import { foldEvents, takeSnapshot, emptyState } from '../lib/fold'
import type { TaskingSums } from '../lib/tasking-types'
import type { EventRecord, Snapshot, TaskRow } from '../lib/types'
import { glyphOf, NOTHING, size, tallyOfRows, tallyOfSums } from './tally'

const task = (part: Partial<TaskRow>): TaskRow => ({
  id: 't', province: '510000', task_group: 'halls', region: '510726', title_zh: '核查', title_en: 'Check', item_key: 'e/halls/510000', state: 'dispatched',
  dispatched_at: '2008-05-12T07:00:00Z', acknowledge_minutes: 5, ack_due_at: '2008-05-12T07:05:00Z', acknowledged_at: null, escalation: 0,
  ack_overdue: false, work_overdue: false, ...part,
}) as TaskRow

const rows = [
  task({ id: 'a' }), task({ id: 'b', ack_overdue: true, escalation: 2 }), task({ id: 'c', state: 'in_progress', acknowledged_at: '2008-05-12T07:03:00Z' }),
  task({ id: 'd', state: 'pending', work_overdue: true, acknowledged_at: '2008-05-12T07:01:00Z' }), task({ id: 'e', state: 'rejected', region: '510000' }),
  task({ id: 'f', state: 'cancelled' }), task({ id: 'g', province: '620000', region: '620000', state: 'closed', acknowledged_at: '2008-05-12T07:02:00Z' }),
]
/** The same tasks as the server sums them up. */
const sums: TaskingSums = {
  position: 9, at: '2008-05-12T07:06:00Z', total: 6,
  counted: ['open', 'late', 'acknowledged', 'working', 'work_late', 'held', 'done', 'declined'],
  cells: [['510000', 'halls', 1, 1, 0, 1, 1, 0, 0, 1], ['620000', 'halls', 0, 0, 0, 0, 0, 0, 1, 0]],
  provinces: [
    { province: '510000', ack_due_at: '2008-05-12T07:05:00Z', acknowledge_minutes: 5, escalation: 2, oldest_open_at: null },
    { province: '620000', ack_due_at: null, acknowledge_minutes: null, escalation: 0, oldest_open_at: null },
  ],
  groups: [{ group: 'halls', tasks: 6, title_zh: '核查', title_en: 'Check' }],
  regions: { '510726': [4, 2, 1, 0], '510000': [1, 0, 0, 1], '620000': [1, 1, 0, 0] },
  declined: [{ id: 'e', province: '510000', item_key: 'e/halls/510000' }],
  waiting: [], due: [], overdue: [],
}

describe('the tally of tasks', () => {
  it('is the same from rows and from the server’s sums', () => {
    const [ofRows, ofSums] = [tallyOfRows(rows), tallyOfSums(sums, null)]
    expect(ofSums.total).toBe(ofRows.total)
    expect(ofSums.groups).toEqual(ofRows.groups)
    expect(ofSums.places).toEqual(ofRows.places)
    expect(ofSums.placed).toEqual(ofRows.placed)
    for (const [province, own] of ofRows.provinces) {
      const other = ofSums.provinces.get(province)
      expect([other?.groups, other?.all, other?.escalation]).toEqual([own.groups, own.all, own.escalation])
    }
  })
  it('counts each task once and the whole province beside its places', () => {
    const tally = tallyOfRows(rows)
    expect(size(tally.provinces.get('510000')?.all ?? NOTHING)).toBe(5)
    expect(tally.places.get('510000')).toEqual({ tasks: 5, answered: 2, late: 1, declined: 1 })
    expect(tally.placed.get('510000')).toEqual({ tasks: 1, answered: 0, late: 0, declined: 1 })
  })
  it('shows what needs a person most, and a silent province before all', () => {
    const glyphs = [{ open: 1 }, { late: 1, open: 1 }, { declined: 1, held: 1 }, { work_late: 1, declined: 1 }, { working: 1, done: 4 }, {}]
      .map((part) => glyphOf({ ...NOTHING, ...part }, false))
    expect(glyphs).toEqual(['open', 'overdue', 'declined', 'overdue', 'working', 'none'])
    expect(glyphOf({ ...NOTHING, open: 1 }, true)).toBe('failed')
  })
})

describe('a lean snapshot', () => {
  const event = { stream: 'incident:i', audience: '510000', position: 2, changes: [['task', ['t'], { state: 'acknowledged' }], ['note', ['n'], { kind: 'note' }]] } as unknown as EventRecord
  it('leaves changes of rows that the page does not hold unfolded, and folds the rest', () => {
    const snapshot = { room: 'nation', position: 1, tables: { note: {} }, texts: {}, people: {}, omitted: ['task'] } as unknown as Snapshot
    const state = takeSnapshot(emptyState('i'), snapshot)
    const tables = foldEvents(state.tables, [event], state.omitted)
    expect(Object.keys(tables)).toEqual(['note'])
    expect(tables['note']?.['n']).toEqual({ id: 'n', kind: 'note', incident_id: 'i', province: '510000' })
  })
})
