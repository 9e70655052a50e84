import { expect, test } from 'vitest'
import type { TaskState } from '../lib/types'
import { carryingTasks, isByTasks, stepsOf, waitsFor } from './carrying'

const task = (item_key: string, state: TaskState, province = '510000'): { item_key: string; state: TaskState; province: string } => ({ item_key, state, province })

test('a measure that tasks carry out waits for its own opening tasks in the province, the declined first', () => {
  const tasks = [
    task('earthquake/green-channel-open/510000', 'in_progress'), task('earthquake/green-channel-open/510700', 'rejected'),
    task('earthquake/green-channel-open/510800', 'resolved'), task('earthquake/green-channel-report/510000', 'dispatched'),
    task('earthquake/green-channel-open/620000', 'rejected', '620000'),
  ]
  const own = carryingTasks(tasks, { item_key: 'earthquake/green-channel/*' }, '510000')
  expect(own.map((one) => one.item_key.split('/')[2])).toEqual(['510000', '510700', '510800'])
  expect(waitsFor(own).map((one) => one.state)).toEqual(['rejected', 'in_progress'])
})

test('all but billing is carried out by tasks', () => {
  expect((['billing', 'halls', 'hotline', 'teams'] as const).map((delivery) => isByTasks({ delivery }))).toEqual([false, true, true, true])
})

test('steps of its own tasks are counted, and of no other', () => {
  const tasks = [{ item_key: 'hand/m-open/510000', revision: 3 }, { item_key: 'hand/m-report/510000', revision: 1 }, { item_key: 'hand/n-open/510000', revision: 9 }]
  expect(stepsOf(tasks, { item_key: 'hand/m' })).toBe(4)
})
