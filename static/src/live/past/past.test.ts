import { afterEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '../../lib/api'
import { createStore, type Store } from '../../lib/store'
import { holdClock, now, setWorldTime } from '../../lib/worldclock'
import { pastOf, type Past } from './past'
import { viewOf } from './view'

const NOW = '2008-05-12T08:00:00Z'
const state = (position: number): object => ({
  incident: 'i', room: 'nation', position, at: `2008-05-12T07:0${position}:00Z`, tables: { incident: { i: { id: 'i', state: `s${position}` } } }, texts: {}, people: {},
})

const noted: (number | null)[] = []

function page(read: (path: string) => Promise<unknown>): { live: Store; past: Past; view: Store } {
  setWorldTime({ now: NOW, rate: 1 })
  const live = createStore('i')
  live.folded.value = { incident: 'i', tables: { incident: { i: { id: 'i', state: 'now' } } }, positions: { nation: 9 }, texts: {}, omitted: [] }
  const past = pastOf(live, 'nation', read as never, (position) => noted.push(position))
  return { live, past, view: viewOf(past) }
}
const shownState = (view: Store): unknown => view.row('incident', 'i')?.['state']
const answering = (path: string): Promise<unknown> =>
  Promise.resolve(path.includes('/events') ? { events: [], room: 'nation', after: 0, upto: 0, more: false } : state(Number(/at=(\d+)/.exec(path)?.[1])))

afterEach(() => {
  holdClock(null)
  vi.useRealTimers()
})

describe('looking back', () => {
  it('shows the moment on every part of the page and its clock, and the present again', async () => {
    const { past, view, live } = page(answering)
    expect(shownState(view)).toBe('now')
    past.go({ position: 3 })
    await vi.waitFor(() => expect(shownState(view)).toBe('s3'))
    expect(now.value).toBe(Date.parse('2008-05-12T07:03:00Z'))
    expect(view.connection.value.kind).toBe('past')
    expect(noted.at(-1)).toBe(3)
    live.folded.value = { ...live.folded.value, tables: { incident: { i: { id: 'i', state: 'later' } } } }
    expect(shownState(view)).toBe('s3')
    past.toLive()
    expect(shownState(view)).toBe('later')
    expect(now.value).toBeGreaterThanOrEqual(Date.parse(NOW))
    expect(noted.at(-1)).toBeNull()
  })

  it('brings only the last moment of a hand that drags', async () => {
    const asked: string[] = []
    const { past, view } = page((path) => {
      if (path.includes('/state')) asked.push(/at=(\d+)/.exec(path)?.[1] ?? '')
      return answering(path)
    })
    for (const position of [1, 2, 3, 4, 5]) past.go({ position })
    await vi.waitFor(() => expect(shownState(view)).toBe('s5'))
    expect(asked).toEqual(['1', '5'])
  })

  it('waits with the words of the server while the past is being prepared', async () => {
    vi.useFakeTimers()
    let ready = false
    const { past, view } = page((path) => (ready ? answering(path) : Promise.reject(new Problem({ status: 503, code: 'past.being_prepared', detail_zh: '正在整理' }))))
    past.go({ position: 2 })
    await vi.advanceTimersByTimeAsync(10)
    expect((past.trouble.value as Problem).words).toBe('正在整理')
    ready = true
    await vi.advanceTimersByTimeAsync(2500)
    expect([shownState(view), past.trouble.value, past.bringing.value]).toEqual(['s2', null, false])
  })

  it('is not brought back by an answer that comes after somebody has left', async () => {
    let give: (told: object) => void = () => undefined
    const { past, view } = page((path) => (path.includes('/events') ? answering(path) : new Promise((resolve) => (give = resolve))))
    past.go({ position: 2 })
    past.toLive()
    give(state(2))
    await vi.waitFor(() => expect(past.bringing.value).toBe(false))
    expect([shownState(view), past.moment.value]).toEqual(['now', null])
  })
})
