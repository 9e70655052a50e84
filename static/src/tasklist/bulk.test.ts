import { expect, it } from 'vitest'
import type { TaskRow } from '../lib/types'
import { actionsFor, chunks, fitting, FROM, sendAll, type BatchedAction } from './bulk'

const task = (id: string, state: TaskRow['state']): TaskRow => ({ id, state, revision: 4 }) as TaskRow

it('acts only on tasks whose state allows it, each under its own key and on its own revision', () => {
  const tasks = [task('a', 'dispatched'), task('b', 'closed'), task('c', 'pending')]
  let drawn = 0
  const actions = actionsFor(tasks, 'recall', { reason: 'x' }, () => `key-${(drawn += 1)}`)
  expect(actions).toEqual([
    { key: 'key-1', task: 'a', action: 'recall', body: { reason: 'x' }, revision: 4 },
    { key: 'key-2', task: 'c', action: 'recall', body: { reason: 'x' }, revision: 4 },
  ])
  expect(actionsFor(tasks, 'remind', {}, () => 'k')[0]).not.toHaveProperty('revision')
  expect(fitting(tasks, 'verify')).toEqual([])
  expect(FROM.reassign).not.toContain('held')
})

it('sends at most two hundred at once and keeps what got no answer, with its keys', async () => {
  const all = Array.from({ length: 450 }, (_, at) => task(`t${at}`, 'dispatched'))
  const actions = actionsFor(all, 'remind', {})
  expect(chunks(actions).map((some) => some.length)).toEqual([200, 200, 50])
  const sizes: number[] = []
  const flaky = (some: readonly BatchedAction[]): Promise<never> => {
    sizes.push(some.length)
    if (sizes.length === 2) return Promise.reject(new Error('no answer'))
    const results = some.map((one, index) => ({ index, key: one.key, task: one.task, outcome: 'done', row: null, problem: null }))
    return Promise.resolve({ results } as never)
  }
  const progress: number[] = []
  const outcome = await sendAll(actions, (done) => progress.push(done), flaky)
  expect(sizes).toEqual([200, 200])
  expect(progress).toEqual([200])
  expect(outcome.results).toHaveLength(200)
  expect(outcome.unsent).toEqual(actions.slice(200))
})
