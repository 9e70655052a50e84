/** Who is covered, county by county, as classes of a map. Pure. */
import { quantityNamed } from '../live/map/quantities'
import type { Version } from './types'

export type Shown = 'reference' | 'p50' | 'runs'
export const SHOWN: readonly Shown[] = ['reference', 'p50', 'runs']
/** 1 to 5 are the shades of the one ramp; `none` is hit and covered by nothing, `gap` is hit and not assessed. */
export type Shade = 1 | 2 | 3 | 4 | 5 | 'none' | 'gap'

export interface County {
  readonly shade: Shade
  /** Customers, or runs of a thousand; null where there are no numbers. */
  readonly value: number | null
}

/** Runs of a thousand. */
const OFTEN = [250, 500, 750, 1000] as const

export function breaksOf(shown: Shown): readonly [number, number, number, number] {
  return shown === 'runs' ? OFTEN : quantityNamed('customers').breaks
}

/** Every county that is hit as it is, and those that only variants reach where they are asked for. */
export function coverageByCounty(version: Version, shown: Shown): ReadonlyMap<string, County> {
  const counties = new Map<string, County>()
  for (const county of version.coverage.not_assessed_counties ?? []) counties.set(county, { shade: 'gap', value: null })
  for (const { county } of version.coverage.uncovered ?? []) counties.set(county, { shade: 'none', value: 0 })
  const breaks = breaksOf(shown)
  for (const row of version.coverage.counties) {
    const value = shown === 'runs' ? Math.floor((1000 * row.runs) / version.runs) : row[shown]
    if (value > 0) counties.set(row.county, { shade: (1 + breaks.filter((bound) => value >= bound).length) as Shade, value })
    else if (row.reference > 0) counties.set(row.county, { shade: 'none', value: 0 })
  }
  return counties
}

/** Counties of each class; they sum to the counties that the map colours. */
export function shadeCounts(counties: ReadonlyMap<string, County>): ReadonlyMap<Shade, number> {
  const counts = new Map<Shade, number>()
  for (const { shade } of counties.values()) counts.set(shade, (counts.get(shade) ?? 0) + 1)
  return counts
}

/** Every county that any of these versions speaks of: maps that stand side by side show the same stretch of country. */
export function countiesOf(versions: readonly Version[]): readonly string[] {
  const told = versions.flatMap(({ coverage }) => [
    ...coverage.counties.map((row) => row.county), ...(coverage.uncovered ?? []).map((row) => row.county), ...(coverage.not_assessed_counties ?? []),
  ])
  return [...new Set(told)].sort()
}

export type Box = readonly [number, number, number, number]
/** Kilometres around what is shown, and the least that is shown. */
const MARGIN = 40
const LEAST = 300

/** What is seen: the box of these counties with room around it; null where there is none. Pure. */
export function frameOf(boxes: readonly Box[]): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null {
  if (boxes.length === 0) return null
  const [left, top] = [Math.min(...boxes.map((box) => box[0])), Math.min(...boxes.map((box) => box[1]))]
  const [right, bottom] = [Math.max(...boxes.map((box) => box[2])), Math.max(...boxes.map((box) => box[3]))]
  const width = Math.max(LEAST, right - left + 2 * MARGIN)
  const height = Math.max(LEAST * 0.6, bottom - top + 2 * MARGIN, width * 0.45)
  return { x: (left + right - width) / 2, y: (top + bottom - height) / 2, width, height }
}
