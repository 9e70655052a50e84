import { readFileSync, existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applyFrame, applyPage, emptyState, foldEvents, isBehind, takeSnapshot, type Folded } from './fold'
import type { EventRecord, Frame, Row, Snapshot } from './types'

function event(position: number, id: string, values: Row): EventRecord {
  return {
    stream: 'incident:i', position, id: `e${position}`, type: 'TaskAcknowledged', at: '2008-05-12T06:30:00.000000Z',
    recorded_at: '2008-05-12T06:30:00.000000Z', actor: { person: 'p', via: 'web' }, audience: '510000',
    changes: [['task', [id], values]], data: {}, texts: [],
  }
}
const frame = (before: number, after: number, events: EventRecord[]): Frame => ({
  incident: 'i', room: 'nation', before, after, rate: 1, events,
})
const at = (position: number): Folded => ({ ...emptyState('i'), positions: { nation: position } })

describe('fold', () => {
  it('upserts rows and keeps columns that an event does not name', () => {
    const tables = foldEvents({ task: { a: { id: 'a', state: 'dispatched', title: 'x' } } }, [
      event(1, 'a', { state: 'acknowledged' }), event(2, 'b', { state: 'dispatched' }),
    ])
    expect(tables.task).toEqual({
      a: { id: 'a', state: 'acknowledged', title: 'x', incident_id: 'i', province: '510000' },
      b: { id: 'b', state: 'dispatched', incident_id: 'i', province: '510000' },
    })
  })

  it('leaves untouched tables identical, so that they are not redrawn', () => {
    const before = { task: {}, measure: { m: { id: 'm' } } }
    expect(foldEvents(before, [event(1, 'a', {})]).measure).toBe(before.measure)
  })

  it('applies a frame that joins on', () => {
    const result = applyFrame(at(4), frame(4, 6, [event(6, 'a', { state: 'closed' })]))
    expect(result.kind === 'applied' && result.state.positions.nation).toBe(6)
    expect(result.kind === 'applied' && result.state.tables.task?.a?.state).toBe('closed')
  })

  it('sees a gap and says from where to fetch', () => {
    expect(applyFrame(at(4), frame(7, 8, [event(8, 'a', {})]))).toEqual({ kind: 'gap', room: 'nation', after: 4 })
  })

  it('ignores what it has and folds only the news of a frame that overlaps', () => {
    expect(applyFrame(at(6), frame(4, 6, [event(6, 'a', {})])).kind).toBe('old')
    const result = applyFrame(at(6), frame(4, 8, [event(6, 'a', { state: 'held' }), event(8, 'b', {})]))
    expect(result.kind === 'applied' && Object.keys(result.state.tables.task ?? {})).toEqual(['b'])
  })

  it('takes a page of events by position and moves on to its end', () => {
    const result = applyPage(at(2), { events: [event(3, 'a', {})], room: 'nation', after: 2, upto: 9, more: false })
    expect(result.kind === 'applied' && result.state.positions.nation).toBe(9)
  })

  it('keeps texts that events resolve', () => {
    const told = { ...event(1, 'a', {}), resolved: { d1: '道路中断' } }
    const result = applyFrame(at(0), frame(0, 1, [told]))
    expect(result.kind === 'applied' && result.state.texts.d1).toBe('道路中断')
  })

  it('puts two rooms side by side and replaces the only one', () => {
    const snapshot = (room: string, id: string): Snapshot => ({
      incident: null, room, position: 3, world: { now: '', real_now: '', rate: 1 },
      tables: { task: { [id]: { id } } }, texts: {}, people: {},
    })
    const one = takeSnapshot(emptyState('i'), snapshot('510000', 'a'))
    expect(Object.keys(takeSnapshot(one, snapshot('620000', 'b')).tables.task ?? {})).toEqual(['a', 'b'])
    expect(Object.keys(takeSnapshot(one, snapshot('510000', 'b')).tables.task ?? {})).toEqual(['b'])
  })

  it('knows from a head that it is behind', () => {
    expect(isBehind(at(4), 'nation', 5)).toBe(true)
    expect(isBehind(at(5), 'nation', 5)).toBe(false)
  })
})

const contracts = resolve(import.meta.dirname, '../../../tests/contracts')
const golden = resolve(contracts, 'fold.json')
describe.runIf(existsSync(golden))('the golden file shared with the server', () => {
  interface Case { readonly name: string; readonly before: Folded['tables']; readonly events: EventRecord[]; readonly after: Folded['tables'] }
  const cases = existsSync(golden) ? (JSON.parse(readFileSync(golden, 'utf8')) as { cases: Case[] }).cases : []
  it.each(cases)('folds $name alike', ({ before, events, after }) => {
    expect(foldEvents(before, events)).toEqual(after)
  })
})

describe.runIf(existsSync(resolve(contracts, 'frame.json')))('the golden snapshot and frame', () => {
  const read = <T>(name: string): T => JSON.parse(readFileSync(resolve(contracts, name), 'utf8')) as T
  it('join on: the frame brings a page that was there before to where the snapshot is', () => {
    const golden = read<Frame>('frame.json')
    const snapshot = read<Snapshot>('state.json')
    const before = { ...emptyState(golden.incident), positions: { [golden.room]: golden.before } }
    const moved = applyFrame(before, golden)
    expect(moved.kind === 'applied' && moved.state.positions[golden.room]).toBe(golden.after)
    expect(applyFrame(takeSnapshot(emptyState(golden.incident), snapshot), golden).kind).toBe('old')
  })
})
