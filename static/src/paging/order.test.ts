import { expect, test } from 'vitest'
import { add, clockOf, minutesOf, move, remove, setDelay } from './order'
import type { WishedStep } from './types'

const steps: readonly WishedStep[] = [{ channel: 'push', after_s: 0 }, { channel: 'sms', after_s: 120 }, { channel: 'voice', after_s: 300 }]
const names = (of: readonly WishedStep[]): string => of.map((step) => step.channel).join(' ')

test('a channel moves one place and never off the ends', () => {
  expect(names(move(steps, 1, -1))).toBe('sms push voice')
  expect(names(move(steps, 2, 1))).toBe('push sms voice')
})

test('a channel that is added comes last, and the last one cannot be taken away', () => {
  expect(add(steps, 'mail').at(-1)).toEqual({ channel: 'mail', after_s: 300 })
  expect(remove([{ channel: 'sms', after_s: 0 }], 'sms')).toHaveLength(1)
  expect(names(remove(steps, 'sms'))).toBe('push voice')
})

test('a delay is any number of minutes within a day', () => {
  expect(setDelay(steps, 'sms', 1.5)[1]?.after_s).toBe(90)
  expect(setDelay(steps, 'sms', Number.NaN)[1]?.after_s).toBe(0)
  expect(setDelay(steps, 'sms', 9999)[1]?.after_s).toBe(86_400)
})

test('quiet hours are minutes of the day', () => {
  expect(clockOf(22 * 60 + 5)).toBe('22:05')
  expect(minutesOf('07:30', 0)).toBe(450)
  expect(minutesOf('', 450)).toBe(450)
})
