import { expect, test } from 'vitest'
import { causesOf } from './look'
import type { Preflight } from './types'

const BASE: Preflight = {
  revision: 1, footprint: { id: 'f', version: 1 }, customers: { total: 5, by_segment: { gotone: 5 }, provinces: 1, counties: 1 },
  eligibility: { rules: [], union: null, label_zh: '', label_en: '', as_of: '' }, overlap: { measures: [], customers: 0 },
  messages: { parts: 1, messages: 5, rate_per_s: 400, minutes: 1 },
  hotline: { customers: 5, calls_per_100k: [1], talk_s: 180, seats: 1, answer_s: 20, answer_percent: 80, hours: [] },
  autopay: 'included', of_which: null,
}

test('the same pre-flight has no cause to be looked at again', () => {
  expect(causesOf(BASE, { ...BASE })).toEqual([])
})

test('each part that differs is named by its cause', () => {
  expect(causesOf(BASE, { ...BASE, footprint: { id: 'g', version: 2 } })).toEqual(['footprint'])
  expect(causesOf(BASE, { ...BASE, overlap: { measures: [], customers: 2 }, revision: 2 })).toEqual(['plan', 'overlap'])
  expect(causesOf(BASE, { ...BASE, hotline: { ...BASE.hotline, seats: 2 } })).toEqual(['figures'])
})
