import { describe, expect, it } from 'vitest'
import { Problem } from '../lib/api'
import { newAction, newKey, sendable, type Action } from './action'
import { isFulfilled, meaningOf, mergedTicks, onlyCountersMoved, pauseMs } from './answers'
import { BY_THE_HOUSE, task } from './fakes'
import { overlaid } from './overlay'

const problem = (status: number, code = 'x', retry_after_s?: number): Problem => new Problem({ status, code, ...(retry_after_s === undefined ? {} : { retry_after_s }) })

function action(verb: string, part: Partial<Action> = {}): Action {
  const made = newAction({ person: 'p', incident: 'i', verb, body: {}, task: task('a'), doneAt: 0, worldAt: 0 }, [], newKey())
  return { ...made, order: 1, ...part }
}

describe('an answer', () => {
  it.each([
    [problem(0, 'offline'), 'later'], [problem(503, 'busy', 7), 'later'], [problem(429), 'later'], [problem(409, 'still_at_work'), 'later'],
    [problem(401), 'login'], [problem(403, 'must_change_password'), 'login'], [problem(403, 'csrf'), 'whose'],
    [problem(412), 'conflict'], [problem(409, 'task.not_now'), 'conflict'], [problem(404), 'conflict'],
    [problem(403, 'forbidden'), 'refused'], [problem(422), 'refused'],
  ])('%s means %s', (given, kind) => {
    expect(meaningOf(given).kind).toBe(kind)
  })

  it('carries the server’s own pause, and ours doubles up to two minutes, each page at its own moment', () => {
    expect(meaningOf(problem(503, 'busy', 7))).toEqual({ kind: 'later', afterMs: 7000 })
    expect([pauseMs(0, 0.5), pauseMs(3, 0.5), pauseMs(50, 0.5)]).toEqual([2_000, 16_000, 120_000])
    expect(pauseMs(3, 0)).toBeLessThan(pauseMs(3, 1))
  })
})

describe('what changed meanwhile', () => {
  it('is nothing when only escalation, clocks and ticks moved, and something when words or hands did', () => {
    const base = task('a')
    const moved = (part: Record<string, unknown>, columns = BY_THE_HOUSE): boolean => onlyCountersMoved(base, { ...base, revision: 4, ...part }, columns)
    expect(moved({ escalation: 2, ack_overdue: true, ticked: [1] })).toBe(true)
    expect([moved({ team: 'halls' }), moved({ state: 'held' }), moved({ nudges: 1 })]).toEqual([false, false, false])
    expect(moved({ nudges: 1 }, new Set([...BY_THE_HOUSE, 'nudges']))).toBe(true)
  })

  it('fulfils an acknowledgement of mine from elsewhere, never one given for us by telephone', () => {
    const taken = { ...task('a', 'in_progress'), acknowledged_by: 'p' }
    expect(isFulfilled(action('acknowledge'), taken)).toBe(true)
    expect(isFulfilled(action('acknowledge'), { ...taken, proxy_for: 'Li' })).toBe(false)
    expect(isFulfilled(action('acknowledge'), { ...taken, acknowledged_by: 'q' })).toBe(false)
    expect(isFulfilled(action('start'), taken)).toBe(false)
  })

  it('keeps the ticks of others and undoes only my own', () => {
    expect(mergedTicks([0, 1], [1, 2], [0, 1, 3])).toEqual([1, 2, 3])
  })
})

describe('what is shown before it is sent', () => {
  it('is the row as it will be, and stops at what needs a decision', () => {
    const row = task('a')
    const queue = [action('acknowledge'), action('start', { order: 2 }), action('resolve', { order: 3, state: 'conflict' })]
    expect(overlaid(row, queue).state).toBe('in_progress')
    expect(overlaid(row, [action('acknowledge', { state: 'conflict' }), action('start', { order: 2 })]).state).toBe('dispatched')
  })

  it('never shows a recalled task as taken', () => {
    expect(overlaid(task('a', 'cancelled'), [action('acknowledge')]).state).toBe('cancelled')
  })
})

describe('what may leave', () => {
  it('is all of a task up to the first that needs a decision', () => {
    const queue = [action('acknowledge'), action('start', { order: 2, state: 'refused' }), action('resolve', { order: 3 }), action('acknowledge', { order: 4, task: 'b' })]
    expect(sendable(queue).map((sent) => sent.order)).toEqual([1, 4])
    expect(sendable([action('acknowledge', { state: 'dropped' }), action('start', { order: 2 })]).map((sent) => sent.order)).toEqual([2])
  })

  it('has keys of which no two are alike', () => {
    const keys = Array.from({ length: 200 }, newKey)
    expect(new Set(keys).size).toBe(200)
    expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})
