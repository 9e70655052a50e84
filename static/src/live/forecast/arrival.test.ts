import { expect, test } from 'vitest'
import { arrivalClasses, earliest, firstShown, sumsAt } from './arrival'
import type { Forecast } from './forecast'

const row = (province: string, value: number, total: number): Forecast['steps'][number]['provinces'][number] =>
  ({ province, value, total, band: `KN-${value}`, counties: 1, sites: 1, people: null })
const at = (hour: number, provinces: Forecast['steps'][number]['provinces']): Forecast['steps'][number] =>
  ({ at: new Date(Date.UTC(2026, 6, 1, hour)).toISOString(), lon: 110, lat: 20, max_wind_ms: null, bands: [], provinces })
const reaches = (county: string, value: number, step: number): Forecast['arrivals'][number] =>
  ({ county, province: '440000', band: `KN-${value}`, value, step })

const storm: Forecast = {
  storm: '2601', name: null, agency: 'test', unit: 'kn', hours: 6, estimated: 0,
  steps: [
    at(0, []), at(6, [row('440000', 34, 100)]), at(12, [row('440000', 34, 80), row('440000', 50, 40), row('450000', 34, 10)]),
    ...[18, 24, 30, 36].map((hour) => at(hour, [])),
  ],
  arrivals: [reaches('440801', 34, 1), reaches('440801', 50, 2), reaches('440802', 50, 3), reaches('440802', 34, 2), reaches('440803', 34, 4), reaches('440804', 34, 6)],
}

test('a county counts from the weakest wind that reaches it', () => {
  expect([...earliest(storm)]).toEqual([['440801', 1], ['440802', 2], ['440803', 4], ['440804', 6]])
})

test('playing begins just before the first county is reached, and at the beginning where none ever is', () => {
  expect(firstShown(storm)).toBe(0)
  expect(firstShown({ ...storm, arrivals: [reaches('440801', 34, 5), reaches('440802', 50, 3)] })).toBe(2)
  expect(firstShown({ ...storm, arrivals: [] })).toBe(0)
})

test('classes move with the step: now, then within 6, 12, 24 hours, later', () => {
  expect([...arrivalClasses(storm, 0).values()]).toEqual([4, 3, 2, 1])
  expect([...arrivalClasses(storm, 1).values()]).toEqual([5, 4, 2, 1])
  expect([...arrivalClasses(storm, 2).values()]).toEqual([5, 5, 3, 2])
  expect([...arrivalClasses(storm, 6).values()]).toEqual([5, 5, 5, 5])
})

test('the sums of a step are those of its rows, the strongest wind first', () => {
  expect(sumsAt(storm, 2)).toEqual({
    subscribers: 130, provinces: 2, counties: 2, newly: 1, bands: [{ value: 50, subscribers: 40, provinces: ['440000'] }, { value: 34, subscribers: 90, provinces: ['440000', '450000'] }],
  })
  expect(sumsAt(storm, 0)).toEqual({ subscribers: 0, provinces: 0, counties: 0, newly: 0, bands: [] })
})
