import { expect, test } from 'vitest'
import type { Region } from '../../lib/types'
import { findRegions, withRegion, type Picked } from './regionPicks'

const region = (adcode: string, name: string, level: Region['level'], also: string, over: Partial<Region> = {}): Region => ({
  adcode, name, name_en: also.split(' ')[0] ?? '', level, province: `${adcode.slice(0, 2)}0000`, city: level === 'province' ? null : `${adcode.slice(0, 4)}00`,
  lon: 0, lat: 0, operator: true, also, ...over,
})
const HUNAN = region('430000', '湖南省', 'province', 'hunan hn')
const CHANGSHA = region('430100', '长沙市', 'city', 'changsha cs')
const YUELU = region('430104', '岳麓区', 'county', 'yuelu yl')
const HUBEI = region('420000', '湖北省', 'province', 'hubei hb')
const ALL = [HUBEI, HUNAN, CHANGSHA, YUELU]

test('a region is found by name, pinyin, initials and code, whole names and wide regions first', () => {
  const names = (text: string): string[] => findRegions(ALL, text).map((one) => one.name)
  expect(names('湖南')).toEqual(['湖南省'])
  expect(names('hu')).toEqual(['湖北省', '湖南省'])
  expect(names('cs')).toEqual(['长沙市'])
  expect(names('430104')).toEqual(['岳麓区'])
  expect(names(' ')).toEqual([])
})

test('a region within a chosen one is not added, and a wider one takes the place of what lies in it', () => {
  const county: readonly Picked[] = withRegion([], YUELU)
  const both = withRegion(county, HUBEI)
  expect(withRegion(both, HUNAN).map((one) => one.code)).toEqual(['420000', '430000'])
  expect(withRegion(withRegion([], HUNAN), CHANGSHA).map((one) => one.code)).toEqual(['430000'])
  expect(withRegion(county, YUELU)).toBe(county)
})
