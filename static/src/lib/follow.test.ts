import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Follower, SILENCE_MS, type Reads, type Wire } from './follow'
import { createStore } from './store'
import type { EventRecord, Frame, Snapshot } from './types'

class FakeWire implements Wire {
  readonly heard = new Map<string, (payload: never) => void>()
  readonly sent: { event: string; payload: unknown }[] = []
  refuse: string | undefined
  closed = false
  on(event: string, heard: (payload: never) => void): void {
    this.heard.set(event, heard)
  }
  emit(event: string, payload: unknown, acknowledged?: (answer: { ok?: boolean; error?: string }) => void): void {
    this.sent.push({ event, payload })
    acknowledged?.(this.refuse ? { error: this.refuse } : { ok: true })
  }
  close(): void {
    this.closed = true
  }
  say(event: string, payload: unknown = {}): void {
    this.heard.get(event)?.(payload as never)
  }
}

const event = (position: number): EventRecord => ({
  stream: 's', position, id: `e${position}`, type: 'T', at: '2008-05-12T06:30:00.000000Z', recorded_at: '',
  actor: { person: null, via: 'system' }, audience: 'nation', changes: [['task', [`t${position}`], { n: position }]],
  data: {}, texts: [],
})
const snapshot: Snapshot = {
  incident: null, room: 'nation', position: 2, world: { now: '2008-05-12T06:30:00Z', real_now: '', rate: 1 },
  tables: { task: {} }, texts: {}, people: {},
}
const frame = (before: number, ...positions: number[]): Frame => ({
  incident: 'i', room: 'nation', before, after: positions.at(-1) ?? before, rate: 1, events: positions.map(event),
})

describe('following an incident', () => {
  let now = 0
  let wire: FakeWire
  let asked: number[]
  const store = () => createStore('i')
  const reads: Reads = {
    state: async () => snapshot,
    events: async (_incident, room, after) => {
      asked.push(after)
      const events = [1, 2, 3, 4, 5].filter((position) => position > after).map(event)
      return { events, room, after, upto: 5, more: false }
    },
  }
  beforeEach(() => {
    vi.useFakeTimers()
    now = 0
    wire = new FakeWire()
    asked = []
  })
  afterEach(() => vi.useRealTimers())

  it('joins with its positions and folds what comes', async () => {
    const mine = store()
    const follower = new Follower(mine, ['nation'], wire, reads, () => now)
    await follower.start()
    expect(wire.sent[0]).toEqual({ event: 'follow', payload: { incident: 'i', after: { nation: 2 } } })
    wire.say('frame', frame(2, 3))
    expect(mine.folded.value.tables.task?.t3).toEqual({ id: 't3', n: 3 })
    expect(mine.connection.value.kind).toBe('live')
    follower.stop()
  })

  it('fetches what it missed when a frame does not join on', async () => {
    const mine = store()
    const follower = new Follower(mine, ['nation'], wire, reads, () => now)
    await follower.start()
    await vi.advanceTimersByTimeAsync(0)
    asked = []
    wire.say('frame', frame(4, 5))
    expect(mine.connection.value).toEqual({ kind: 'catching-up', after: 2 })
    await vi.advanceTimersByTimeAsync(0)
    expect(asked).toEqual([2])
    expect(Object.keys(mine.folded.value.tables.task ?? {})).toEqual(['t3', 't4', 't5'])
    follower.stop()
  })

  it('fetches when a head is ahead of it', async () => {
    const mine = store()
    const follower = new Follower(mine, ['nation'], wire, reads, () => now)
    await follower.start()
    wire.say('head', { incident: 'i', room: 'nation', position: 5, rate: 1, world_now: '2008-05-12T06:31:00Z' })
    await vi.advanceTimersByTimeAsync(0)
    expect(mine.position.value).toBe(5)
    follower.stop()
  })

  it('says that data are stale after thirty seconds of silence, and live when it hears again', async () => {
    const mine = store()
    const follower = new Follower(mine, ['nation'], wire, reads, () => now)
    await follower.start()
    now = SILENCE_MS
    await vi.advanceTimersByTimeAsync(5000)
    expect(mine.connection.value.kind).toBe('stale')
    wire.say('frame', frame(2, 3))
    expect(mine.connection.value.kind).toBe('live')
    follower.stop()
  })

  it('joins again with where it was after the line was lost', async () => {
    const mine = store()
    const follower = new Follower(mine, ['nation'], wire, reads, () => now)
    await follower.start()
    wire.say('frame', frame(2, 3))
    wire.say('disconnect')
    expect(mine.connection.value.kind).toBe('offline')
    wire.say('connect')
    expect(wire.sent.at(-1)?.payload).toEqual({ incident: 'i', after: { nation: 3 } })
    follower.stop()
  })

  it('says which task is open once it has settled, again after a lost line, and hears who else has it', async () => {
    const mine = store()
    const follower = new Follower(mine, ['nation'], wire, reads, () => now)
    await follower.start()
    const looks = (): unknown[] => wire.sent.filter((said) => said.event === 'look').map((said) => said.payload)
    mine.look.value = { room: '510000', subject: 'task:1' }
    mine.look.value = { room: '510000', subject: 'task:2' }
    await vi.advanceTimersByTimeAsync(1000)
    expect(looks()).toEqual([{ incident: 'i', room: '510000', subject: 'task:2' }])

    wire.say('looking', { incident: 'i', room: '510000', subject: 'task:2', people: [{ id: 'p', name_zh: '何静', name_en: 'He Jing' }], more: 0 })
    expect(mine.looking.value['task:2']?.people[0]?.id).toBe('p')
    wire.say('disconnect')
    expect(mine.looking.value).toEqual({})
    wire.say('connect')
    expect(looks()).toHaveLength(2)

    wire.say('looking', { incident: 'i', room: '510000', subject: 'task:2', people: [], more: 0 })
    mine.look.value = null
    await vi.advanceTimersByTimeAsync(1000)
    expect([mine.looking.value, looks().at(-1)]).toEqual([{}, { incident: 'i', room: '510000', subject: null }])
    follower.stop()
  })

  it('stops and says why when the session is over', async () => {
    const mine = store()
    const follower = new Follower(mine, ['nation'], wire, reads, () => now)
    await follower.start()
    wire.say('ended', { reason: 'revoked' })
    expect(mine.connection.value).toEqual({ kind: 'ended', reason: 'revoked' })
    expect(wire.closed).toBe(true)
    follower.stop()
  })
})
