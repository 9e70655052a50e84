import { expect, it } from 'vitest'
import { asked, chosen, usualArea, type Wanted } from './asking'

const WANTED: Wanted = { first: 'ice', second: 'ice@0', footprint: 'saved:abc', area: usualArea(['ice']), level: '', at: '2008-01-25T08:00', runs: 50, seed: 7, shift: 0, grow: 5, magnitude: 0, seats: '250', onDuty: 4, approval: 30, response: 50, responseFrom: 'log' }

it('names a playbook by its slug, a publication by its number, a draft by its id', () => {
  expect(chosen('ice')).toEqual({ slug: 'ice' })
  expect(chosen('ice@0')).toEqual({ slug: 'ice', number: 0 })
  expect(chosen('draft:1-2')).toEqual({ draft: '1-2' })
})

it('asks for two playbooks against a saved footprint at a moment in China', () => {
  expect(asked(WANTED)).toEqual({
    playbooks: [{ slug: 'ice' }, { slug: 'ice', number: 0 }],
    footprint: { kind: 'saved', incident: 'abc' },
    level: null,
    occurred_at: '2008-01-25T08:00:00+08:00',
    runs: 50,
    seed: 7,
    spread: { shift_km: 0, scale_percent: 5, magnitude_tenths: 0 },
    assumed: { seats: 250, on_duty: 4, approval_minutes: 30, median_percent: 50, response: 'log' },
  })
})

it('leaves the time and the seats to the house where nothing is written', () => {
  expect(asked({ ...WANTED, second: '', footprint: 'random', at: '', seats: '' })).toMatchObject({ playbooks: [{ slug: 'ice' }], footprint: { kind: 'random' }, occurred_at: null, assumed: { seats: null } })
})

it('sends what was drawn with its grade, and one version of a saved footprint', () => {
  const area = { ring: [[103, 30], [104, 30], [104, 31]], unit: 'CSI', value: 9 } as const
  expect(asked({ ...WANTED, footprint: 'drawn', area })).toMatchObject({ footprint: { kind: 'drawn', ring: area.ring, unit: 'CSI', value: 9 } })
  expect(asked({ ...WANTED, footprint: 'saved:abc@2' })).toMatchObject({ footprint: { kind: 'saved', incident: 'abc', version: 2 } })
})

it('grades a drawn area as the hazard is mostly graded', () => {
  expect([['earthquake'], ['typhoon'], ['flood']].map((hazards) => usualArea(hazards).unit)).toEqual(['CSI', 'force', 'level'])
})
