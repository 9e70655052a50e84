import { expect, test } from 'vitest'
import { chainOf, returnsAt } from './chain'

const task = { state: 'dispatched', dispatched_at: '2008-05-12T06:28:04.000000Z', acknowledge_minutes: 5, escalation: 1 } as const

test('the chain says who has been called and who is next, each one acknowledgement clock after the other', () => {
  const chain = chainOf(task)
  expect(chain?.calls.map((call) => [call.role, call.called])).toEqual([
    ['province_member', true], ['province_lead', false], ['duty_officer', false], ['commander', false],
  ])
  expect(chain?.next?.dueMs).toBe(Date.parse('2008-05-12T06:38:04Z'))
})

test('nobody is called for a task that is acknowledged, and nobody while it is held', () => {
  expect(chainOf({ ...task, state: 'acknowledged' })).toBeNull()
  expect(chainOf({ ...task, state: 'held' })?.next).toBeNull()
  expect(chainOf({ ...task, escalation: 4 })?.next).toBeNull()
})

test('an acknowledged task with a clock to begin is given back then', () => {
  expect(returnsAt({ state: 'acknowledged', start_due_at: '2008-05-12T06:48:04Z' })).toBe(Date.parse('2008-05-12T06:48:04Z'))
  expect(returnsAt({ state: 'in_progress', start_due_at: null })).toBeNull()
})
