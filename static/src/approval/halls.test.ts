import { expect, test } from 'vitest'
import type { TaskState } from '../lib/types'
import { hallTasks, waitsFor } from './halls'

const task = (item_key: string, state: TaskState, province = '510000'): { item_key: string; state: TaskState; province: string } => ({ item_key, state, province })

test('a measure of halls waits for its own opening tasks in the province, the declined first', () => {
  const tasks = [
    task('earthquake/green-channel-open/510000', 'in_progress'), task('earthquake/green-channel-open/510700', 'rejected'),
    task('earthquake/green-channel-open/510800', 'resolved'), task('earthquake/green-channel-report/510000', 'dispatched'),
    task('earthquake/green-channel-open/620000', 'rejected', '620000'),
  ]
  const own = hallTasks(tasks, { item_key: 'earthquake/green-channel/*' }, '510000')
  expect(own.map((one) => one.item_key.split('/')[2])).toEqual(['510000', '510700', '510800'])
  expect(waitsFor(own).map((one) => one.state)).toEqual(['rejected', 'in_progress'])
})
