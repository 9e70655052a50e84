import { describe, expect, test } from 'vitest'
import type { ImpactRow } from '../../lib/types'
import { answersTo, byProvince, customersOf, hitCounties, ticked, withCounties } from './audience'

function row(region: string, segments: Record<string, number>, more: Partial<ImpactRow> = {}): ImpactRow {
  return {
    id: region, province: `${region.slice(0, 2)}0000`, footprint_id: 'f2', region, level: 'county', city: `${region.slice(0, 4)}00`, band: 'CSI-9',
    value_milli: 9000, unit: 'CSI', area_share_ppm: 1_000_000, basis: 'site', sites: 1, halls: 1, key_customers: 0, key_customer_tiers: null, people: null,
    total: 0, segments, of_which: {}, ...more,
  }
}

const IMPACT = [
  row('513221', { gotone: 10, other: 90 }), row('513221', { gotone: 1, other: 4 }, { value_milli: 11_000 }),
  row('510181', { gotone: 500 }), row('510182', { gotone: 0, other: 0 }), row('620102', { easyown: 7 }), row('610726', { other: 1000 }, { footprint_id: 'f1' }),
  row('510000', { gotone: 9999 }, { level: 'province', region: '510000' }),
]
const ALL = new Set(['gotone', 'easyown', 'mzone', 'other'])

describe('who is hit', () => {
  test('bands of a county are added up; empty counties, older footprints and sums of provinces are not counted', () => {
    const counties = hitCounties(IMPACT, 'f2')
    expect(counties.map((county) => county.code)).toEqual(['513221', '510181', '620102'])
    expect(counties[0]).toMatchObject({ segments: { gotone: 11, other: 94 }, valueMilli: 11_000, city: '513200' })
  })

  test('customers are counted in the chosen segments only', () => {
    const counties = hitCounties(IMPACT, 'f2')
    expect(customersOf(counties, ALL)).toBe(612)
    expect(customersOf(counties, new Set(['gotone']))).toBe(511)
    expect(customersOf(counties, new Set())).toBe(0)
  })

  test('provinces and their cities come with most customers first', () => {
    const provinces = byProvince(hitCounties(IMPACT, 'f2'), ALL)
    expect(provinces.map((province) => province.code)).toEqual(['510000', '620000'])
    expect(provinces[0]?.cities.map((city) => city.code)).toEqual(['510100', '513200'])
  })
})

describe('choosing', () => {
  test('a province is ticked whole, in part or not', () => {
    const counties = hitCounties(IMPACT, 'f2').filter((county) => county.province === '510000')
    expect(ticked(counties, new Set())).toBe('none')
    expect(ticked(counties, new Set(['513221']))).toBe('some')
    expect(ticked(counties, withCounties(new Set(), counties, true))).toBe('all')
    expect([...withCounties(new Set(['513221', '620102']), counties, false)]).toEqual(['620102'])
  })

  test('a county answers to its Chinese name, its pinyin however spaced, and its code', () => {
    const beichuan = { adcode: '510726', name: '北川羌族自治县', name_en: 'Beichuan Qiang Autonomous County' }
    for (const typed of ['北川', 'beichuan', 'Bei Chuan', '5107', '']) expect(answersTo(beichuan, typed)).toBe(true)
    for (const typed of ['汶川', 'wenchuan', '0726']) expect(answersTo(beichuan, typed)).toBe(false)
  })
})
