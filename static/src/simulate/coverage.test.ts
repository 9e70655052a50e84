import { expect, it } from 'vitest'
import { countiesOf, coverageByCounty, frameOf, shadeCounts } from './coverage'
import type { Version } from './types'

const row = (county: string, reference: number, p50: number, runs: number): unknown => ({ county, name_zh: '', name_en: '', province: `${county.slice(0, 2)}0000`, runs, reference, p5: 0, p25: 0, p50, p75: 0, p95: 0 })
const VERSION = {
  runs: 10,
  coverage: {
    counties: [row('510101', 60_000, 40_000, 10), row('510102', 500, 0, 4), row('510103', 0, 1_200_000, 7)],
    uncovered: [{ county: '510104', customers: 9 }], not_assessed: 1, not_assessed_counties: ['510105'],
  },
} as unknown as Version
const shadesOf = (shown: 'reference' | 'p50' | 'runs'): unknown => Object.fromEntries([...coverageByCounty(VERSION, shown)].map(([county, { shade }]) => [county, shade]).sort())

it('tells hit and covered by nobody apart from not assessed, and leaves out what is not hit as it is', () => {
  expect(shadesOf('reference')).toEqual({ 510101: 2, 510102: 1, 510104: 'none', 510105: 'gap' })
})

it('shades what half of the runs cover, and how many runs cover at all', () => {
  expect(shadesOf('p50')).toEqual({ 510101: 1, 510102: 'none', 510103: 5, 510104: 'none', 510105: 'gap' })
  expect(shadesOf('runs')).toEqual({ 510101: 5, 510102: 2, 510103: 3, 510104: 'none', 510105: 'gap' })
})

it('counts every coloured county once', () => {
  const counts = shadeCounts(coverageByCounty(VERSION, 'reference'))
  expect([...counts.values()].reduce((sum, one) => sum + one, 0)).toBe(4)
  expect(countiesOf([VERSION, VERSION])).toEqual(['510101', '510102', '510103', '510104', '510105'])
})

it('frames what there is with room around it, and nothing where nothing is hit', () => {
  expect(frameOf([])).toBeNull()
  expect(frameOf([[0, 0, 1000, 500], [200, 100, 1200, 900]])).toEqual({ x: -40, y: -40, width: 1280, height: 980 })
  expect(frameOf([[0, 0, 10, 10]])).toMatchObject({ width: 300, height: 180 })
})
