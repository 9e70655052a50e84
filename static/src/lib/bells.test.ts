import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Bells, TOGETHER_MS } from './bells'
import type { Wire } from './follow'
import type { EventRecord, Frame } from './types'

class Line implements Wire {
  readonly heard = new Map<string, (payload: never) => void>()
  readonly sent: [string, unknown][] = []
  on(event: string, heard: (payload: never) => void): void {
    this.heard.set(event, heard)
  }
  emit(event: string, payload: unknown): void {
    this.sent.push([event, structuredClone(payload)])
  }
  close(): void {
    this.sent.push(['close', null])
  }
  say(event: string, payload: unknown = {}): void {
    this.heard.get(event)?.(payload as never)
  }
}
const event = (position: number, type: string): EventRecord => ({
  stream: 'duty', position, id: `e${position}`, type, at: '', recorded_at: '', actor: { person: null, via: 'system' }, audience: 'nation', changes: [], data: {}, texts: [],
})
const frame = (before: number, after: number, type = 'SwapAsked', incident = 'duty'): Frame => ({ incident, room: 'nation', before, after, rate: 1, events: [event(after, type)] })

describe('bells', () => {
  let [line, rung] = [new Line(), 0]
  const wait = (): void => void vi.advanceTimersByTime(TOGETHER_MS)
  const bells = (): Bells => {
    const made = new Bells(line, (one) => one.type !== 'TaskStarted', () => (rung += 1))
    made.want({ duty: { nation: 2 } })
    line.say('connect')
    return made
  }
  beforeEach(() => {
    vi.useFakeTimers()
    line = new Line()
    rung = 0
  })
  afterEach(() => vi.useRealTimers())

  it('follows once there is a line, and rings once for a burst', () => {
    bells()
    expect(line.sent).toEqual([['follow', { incident: 'duty', after: { nation: 2 } }]])
    line.say('frame', frame(2, 3))
    line.say('frame', frame(3, 4))
    wait()
    expect(rung).toBe(1)
  })

  it('rings for nothing that is old, foreign or of no concern, and for a gap whatever was in it', () => {
    bells()
    for (const quiet of [frame(1, 2), frame(0, 9, 'SwapAsked', 'other'), frame(2, 3, 'TaskStarted')]) line.say('frame', quiet)
    wait()
    expect(rung).toBe(0)
    line.say('frame', frame(4, 5, 'TaskStarted'))
    wait()
    line.say('head', { incident: 'duty', room: 'nation', position: 5 })
    wait()
    expect(rung).toBe(1)
    line.say('head', { incident: 'duty', room: 'nation', position: 6 })
    wait()
    expect(rung).toBe(2)
  })

  it('goes on from where it was when the line is back, and leaves what is not wanted any more', () => {
    const made = bells()
    made.want({ duty: { nation: 2 }, i: { nation: 40 } })
    line.say('frame', frame(2, 3))
    line.say('disconnect')
    line.sent.length = 0
    line.say('connect')
    expect(line.sent).toEqual([['follow', { incident: 'duty', after: { nation: 3 } }], ['follow', { incident: 'i', after: { nation: 40 } }]])
    made.want({ duty: { nation: 99 } })
    expect(line.sent.at(-1)).toEqual(['unfollow', { incident: 'i' }])
    line.say('ended')
    expect(line.sent.at(-1)).toEqual(['close', null])
  })
})
