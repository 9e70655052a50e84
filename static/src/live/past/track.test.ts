import { describe, expect, it } from 'vitest'
import type { EventRecord } from '../../lib/types'
import { onwards, positionBy, type Shown } from './moment'
import { asked } from './past'
import { holdsAll, markAfter, markBefore, markNear, trackOfEvents, trackOfServer } from './track'

const START = Date.parse('2008-05-12T06:28:00Z')
const MINUTE = 60_000

const event = (position: number, part: Partial<EventRecord> = {}): EventRecord => ({
  stream: 'incident:i', position, id: String(position), type: 'TaskStarted', at: new Date(START + position * MINUTE).toISOString(),
  recorded_at: '', actor: { person: null, via: 'system' }, audience: '510000', changes: [['task', ['t'], { state: `s${position}` }]], data: {}, texts: [], ...part,
})
/** Newest first, as the page keeps them. */
const events = [5, 4, 3, 2, 1].map((position) => event(position, position === 2 ? { type: 'ResponseLevelSet', audience: 'nation', data: { response_level: 'II' } } : {}))
const shown = (position: number): Shown => ({
  position, atMs: START, folded: { incident: 'i', tables: { task: { t: { id: 't', state: `s${position}`, title: 'kept' } } }, positions: { nation: position }, texts: {}, omitted: [] },
})

describe('the track', () => {
  it('counts every event of the page and marks what turned the event', () => {
    const track = trackOfEvents(events, START, START + 60 * MINUTE, 100)
    expect(track.counts.reduce((sum, count) => sum + count, 0)).toBe(5)
    expect(track.marks).toMatchObject([{ position: 2, kind: 'level', level: 'II', atMs: START + 2 * MINUTE }])
  })

  it('goes on to the present where the server told of older bars, and not for ever', () => {
    const told = { from_ms: START, width_ms: MINUTE, bars: [3, 0, 2], marks: [] }
    expect(trackOfServer(told, START + 5 * MINUTE).counts).toEqual([3, 0, 2, 0, 0])
    expect(trackOfServer(told, START + 10_000 * MINUTE).counts).toHaveLength(12)
  })

  it('finds the mark that a hand means, and those beside a position', () => {
    const track = trackOfEvents(events, START, START + 60 * MINUTE, 100)
    expect(markNear(track, START + 2.2 * MINUTE, MINUTE)?.position).toBe(2)
    expect(markNear(track, START + 9 * MINUTE, MINUTE)).toBeNull()
    expect([markBefore(track, 3)?.position, markAfter(track, 1)?.position, markAfter(track, 2)]).toEqual([2, 2, null])
  })

  it('knows when the page holds everything', () => {
    expect([holdsAll(events), holdsAll(events.slice(0, 3)), holdsAll([])]).toEqual([true, false, false])
  })
})

describe('a moment', () => {
  it('is the last event by then; before what the page holds it is not known', () => {
    expect(positionBy(events, START + 3.5 * MINUTE)).toBe(3)
    expect(positionBy(events, START + 99 * MINUTE)).toBe(5)
    expect(positionBy(events, START)).toBeNull()
  })

  it('is folded forward from the one shown', () => {
    const found = onwards(shown(2), events, 'nation', { position: 4 })
    expect(found?.folded.tables['task']?.['t']).toMatchObject({ state: 's4', title: 'kept', province: '510000', incident_id: 'i' })
    expect(found?.folded.positions).toEqual({ nation: 4 })
    expect(onwards(shown(2), events, 'nation', { atMs: START + 2.5 * MINUTE })?.atMs).toBe(START + 2.5 * MINUTE)
  })

  it('is asked for when it lies before, or an event between is not on the page', () => {
    expect(onwards(shown(3), events, 'nation', { position: 2 })).toBeNull()
    expect(onwards(shown(1), events.filter((one) => one.position !== 3), 'nation', { position: 4 })).toBeNull()
    expect(onwards(shown(2), events, 'nation', { atMs: START })).toBeNull()
  })

  it('stands in the address as a position or a time', () => {
    expect(asked('?at=1203')).toEqual({ position: 1203 })
    expect(asked('?at=2008-05-12T06:28:00Z')).toEqual({ atMs: START })
    expect([asked('?at=soon'), asked('')]).toEqual([null, null])
  })
})
