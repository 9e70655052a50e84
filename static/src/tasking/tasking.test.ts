import { describe, expect, it } from 'vitest'
import { FIRST_STATE, placeClass, placeClasses } from '../live/map/quantities'
import { changedNow, markSeen, seenOf } from '../lib/seen'
import { session } from '../lib/session'
import { createStore } from '../lib/store'
import { sortedAsks } from './asks'
import { axisSeconds, curvePath } from './curve'
import { pagePath } from './drill'

describe('the curve of a distribution', () => {
  it('rises from nothing to all, by equal steps of share', () => {
    const path = curvePath([10, 20, 40], (seconds) => seconds, (share) => 100 - 100 * share)
    expect(path).toBe('M0.0 100.0L10.0 100.0L20.0 50.0L40.0 0.0')
    expect(curvePath([], (seconds) => seconds, (share) => share)).toBe('')
  })
  it('marks its axis at few round moments up to the longest', () => {
    for (const most of [40, 700, 5000, 90_000, 900_000]) {
      const marks = axisSeconds(most)
      expect(marks[0]).toBe(0)
      expect(marks.length).toBeLessThanOrEqual(8)
      expect(marks.at(-1)).toBeLessThanOrEqual(most)
    }
  })
})

describe('what changed since I looked', () => {
  it('goes on counting what comes while the page is open, and nothing twice', () => {
    const changed = { first: false, after: 3, upto: 10, at: null, total: 7, kinds: [{ kind: 'task', count: 5 }, { kind: 'note', count: 2 }], notable: [] }
    const events = [[9, 'task'], [10, 'task'], [11, 'note'], [12, 'measure'], [13, 'note'], [14, 'note'], [15, 'note']].map(([position, kind]) => ({ position: position as number, kind: kind as string }))
    expect(changedNow(changed, events)).toEqual({
      total: 12, kinds: [{ kind: 'note', count: 6 }, { kind: 'task', count: 5 }, { kind: 'measure', count: 1 }],
    })
  })
})

describe('marking as seen', () => {
  it('never goes back, though the page itself has not loaded as far', () => {
    session.value = { kiosk: true } as unknown as typeof session.value
    const store = createStore('i')
    seenOf('i').position.value = 40
    markSeen(store)
    expect(seenOf('i').position.value).toBe(40)
    store.folded.value = { ...store.folded.value, positions: { nation: 52 } }
    markSeen(store)
    expect(seenOf('i').position.value).toBe(52)
  })
})

describe('drilling down', () => {
  it('names only what narrows, and where the page before ended', () => {
    expect(pagePath('i', { province: '510000', show: 'all' }, null)).toBe('/incidents/i/tasking/tasks?province=510000')
    expect(pagePath('i', { province: null, person: 'p', show: 'overdue' }, 't~k')).toBe('/incidents/i/tasking/tasks?person=p&show=overdue&after=t%7Ek')
  })
})

describe('asks', () => {
  it('stand open ones first, the longest waiting first, then the latest settled', () => {
    const ask = (asked_at: string, state: 'open' | 'accepted') => ({ asked_at, state })
    const sorted = sortedAsks([ask('3', 'accepted'), ask('2', 'open'), ask('4', 'accepted'), ask('1', 'open')])
    expect(sorted.map((one) => one.asked_at)).toEqual(['1', '2', '4', '3'])
  })
})

describe('counties by their answers', () => {
  const place = (tasks: number, answered: number, late = 0, declined = 0) => ({ tasks, answered, late, declined })
  it('show the answer that needs a person most', () => {
    expect([place(2, 0), place(2, 1), place(2, 2), place(2, 1, 1), place(2, 1, 1, 1)].map((one) => placeClass(one) - FIRST_STATE)).toEqual([0, 1, 2, 3, 4])
  })
  it('count what has no place on a map of counties, and draw cities without counties', () => {
    const found = placeClasses(new Map([['510000', place(3, 0)], ['510700', place(2, 2)], ['441900', place(1, 1)], ['510726', place(4, 0)]]))
    expect([...found.classes.keys()]).toEqual(['441900', '510726'])
    expect([found.elsewhere, found.counts]).toEqual([5, [1, 0, 1, 0, 0]])
  })
})
