import { signal } from '@preact/signals'
import { expect, test } from 'vitest'
import { liveCount, OLDEST_MS, type DrawnCount, type Ring } from './liveCount'

/** A clock that is turned by hand and a server that answers when told. */
function bench() {
  let time = 0
  const timers: { at: number; run: () => void }[] = []
  const asked: { ring: Ring; answer: (subscribers: number) => Promise<void>; refuse: () => Promise<void> }[] = []
  const ring = signal<Ring | null>(null)
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 4; i += 1) await Promise.resolve()
  }
  const live = liveCount(ring, {
    now: () => time,
    later: (run, ms) => {
      const timer = { at: time + ms, run }
      timers.push(timer)
      return () => void timers.splice(timers.indexOf(timer) >>> 0, 1)
    },
    ask: (given) => new Promise<DrawnCount>((resolve, reject) => asked.push({
      ring: given,
      answer: (subscribers) => {
        resolve({ subscribers, sites: 0, halls: 0, key_customers: 0, counties: 0, provinces: [] })
        return settle()
      },
      refuse: () => {
        reject(new Error('no'))
        return settle()
      },
    })),
  })
  const pass = async (ms: number): Promise<void> => {
    time += ms
    for (const timer of [...timers].filter((one) => one.at <= time)) {
      timers.splice(timers.indexOf(timer), 1)
      timer.run()
    }
    await settle()
  }
  return { ring, live, asked, pass, said: () => live.shown.value?.count.subscribers ?? null }
}

const at = (x: number): Ring => [[x, 0], [x + 1, 0], [x, 1]]

test('one request is on its way, and the newest border is the next', async () => {
  const { ring, asked, said } = bench()
  ring.value = at(1)
  ring.value = at(2)
  ring.value = at(3)
  expect(asked.map((one) => one.ring)).toEqual([at(1)])
  await asked[0]?.answer(10)
  expect(asked.map((one) => one.ring)).toEqual([at(1), at(3)])
  await asked[1]?.answer(30)
  expect(asked).toHaveLength(2)
  expect(said()).toBe(30)
})

test('a number stays while its border is on the map, however long', async () => {
  const { ring, asked, pass, said, live } = bench()
  ring.value = at(1)
  await asked[0]?.answer(10)
  await pass(60_000)
  expect(said()).toBe(10)
  expect(live.waiting.value).toBe(false)
})

test('a number of a border that the hand has left is hidden after 300 ms', async () => {
  const { ring, asked, pass, said, live } = bench()
  ring.value = at(1)
  await asked[0]?.answer(10)
  await pass(1000)
  ring.value = at(2)
  await pass(OLDEST_MS - 1)
  expect(said()).toBe(10)
  await pass(1)
  expect(said()).toBe(null)
  expect(live.waiting.value).toBe(true)
})

test('an answer that comes too late for its border is never shown', async () => {
  const { ring, asked, pass, said } = bench()
  ring.value = at(1)
  await pass(10)
  ring.value = at(2)
  await pass(OLDEST_MS)
  await asked[0]?.answer(10)
  expect(said()).toBe(null)
  await asked[1]?.answer(20)
  expect(said()).toBe(20)
})

test('after a refusal it rests, then asks for the newest', async () => {
  const { ring, asked, pass, said, live } = bench()
  ring.value = at(1)
  await asked[0]?.refuse()
  ring.value = at(2)
  expect(live.failed.value).toBe(true)
  expect(asked).toHaveLength(1)
  await pass(1000)
  await asked[1]?.answer(20)
  expect([said(), live.failed.value]).toEqual([20, false])
})

test('nothing is shown or asked once the border is gone', async () => {
  const { ring, asked, said, live } = bench()
  ring.value = at(1)
  ring.value = null
  await asked[0]?.answer(10)
  expect(said()).toBe(null)
  live.stop()
  ring.value = at(2)
  expect(asked).toHaveLength(1)
})
