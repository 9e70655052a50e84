import { describe, expect, it } from 'vitest'
import { askedAndAnswered } from './asked'
import { byPress, counts, inList, isMine, sections, type ListedTask } from './lists'

const ME = 'me'

function task(id: string, part: Partial<ListedTask> = {}): ListedTask {
  return {
    id, state: 'dispatched', ack_due_at: '2008-05-12T07:00:00.000000Z', work_due_at: null, acknowledged_by: null, proxy_for: null,
    resolved_at: null, closed_at: null, critical: false, title_zh: id, ...part,
  }
}

describe('the lists of a province', () => {
  it('puts what nobody has taken before me, and what a colleague has taken not', () => {
    expect(isMine(task('a'), ME)).toBe(true)
    expect(isMine(task('b', { state: 'acknowledged', acknowledged_by: 'she' }), ME)).toBe(false)
  })

  it('keeps a task acknowledged by telephone with the team, since somebody must still do it', () => {
    expect(isMine(task('a', { state: 'acknowledged', acknowledged_by: 'hq', proxy_for: '王' }), ME)).toBe(true)
  })

  it('follows a task to who took it over at the end of a shift', () => {
    const taken = { state: 'in_progress', acknowledged_by: ME, responsible_by: 'she' } as const
    expect([isMine(task('a', taken), ME), isMine(task('a', taken), 'she')]).toEqual([false, true])
    expect(isMine(task('b', { ...taken, acknowledged_by: 'hq', proxy_for: '王' }), ME)).toBe(false)
  })

  it('orders by deadline, and the critical one first when deadlines are equal', () => {
    const late = task('late', { ack_due_at: '2008-05-12T06:00:00.000000Z' })
    const critical = task('critical', { critical: true })
    const plain = task('another')
    expect([plain, critical, late].sort(byPress).map((row) => row.id)).toEqual(['late', 'critical', 'another'])
  })

  it('shows finished tasks newest first', () => {
    const done = (id: string, at: string): ListedTask => task(id, { state: 'closed', closed_at: at, acknowledged_by: ME })
    const [section] = sections([done('old', '2008-05-12T08:00:00.000000Z'), done('new', '2008-05-12T09:00:00.000000Z')])
    expect(section?.tasks.map((row) => row.id)).toEqual(['new', 'old'])
  })

  it('counts every task in exactly one of mine and done, or only in the team', () => {
    const all = [task('a'), task('b', { state: 'closed', acknowledged_by: ME }), task('c', { state: 'resolved', acknowledged_by: 'she' })]
    expect(counts(all, ME)).toEqual({ mine: 1, done: 1, team: 3 })
    expect(inList(all, 'done', ME).map((row) => row.id)).toEqual(['b'])
  })

  it('stands waiting before working before held', () => {
    const all = [task('h', { state: 'held' }), task('w', { state: 'in_progress' }), task('d')]
    expect(sections(all).map((section) => section.name)).toEqual(['waiting', 'working', 'paused'])
  })
})

describe('what rings beside tasks', () => {
  it('is aid that is asked for or called for, and an answer of headquarters; each state once', () => {
    const tables = { aid_part: { p: { state: 'asked' }, q: { state: 'declined' } }, ask: { a: { state: 'open' }, b: { state: 'accepted' } } }
    expect(askedAndAnswered(tables)).toEqual({ asked: ['p asked'], answered: ['b accepted'] })
    expect(askedAndAnswered({})).toEqual({ asked: [], answered: [] })
  })
})
