/** Who is hit by the newest footprint, and what a choice of counties and segments adds up to: pure. */
import type { ImpactRow, Region } from '../../lib/types'

export interface HitCounty {
  readonly code: string
  readonly city: string
  readonly province: string
  /** Customers hit, by segment, over all bands. */
  readonly segments: Readonly<Record<string, number>>
  /** Highest band that covers any of it. */
  readonly valueMilli: number
}

export interface HitProvince {
  readonly code: string
  readonly cities: readonly { readonly code: string; readonly counties: readonly HitCounty[] }[]
  readonly counties: readonly HitCounty[]
}

/** Counties hit by `footprint` in which there is anybody to count, each once. */
export function hitCounties(rows: readonly ImpactRow[], footprint: string | null | undefined): readonly HitCounty[] {
  const found = new Map<string, HitCounty>()
  for (const row of rows) {
    if (row.level !== 'county' || row.footprint_id !== footprint) continue
    const before = found.get(row.region)
    const segments: Record<string, number> = { ...before?.segments }
    for (const [name, customers] of Object.entries(row.segments)) segments[name] = (segments[name] ?? 0) + customers
    found.set(row.region, {
      code: row.region, city: row.city ?? row.region, province: row.province ?? `${row.region.slice(0, 2)}0000`,
      segments, valueMilli: Math.max(before?.valueMilli ?? 0, row.value_milli),
    })
  }
  return [...found.values()].filter((county) => Object.values(county.segments).some((customers) => customers > 0))
}

export function customersOf(counties: readonly HitCounty[], segments: ReadonlySet<string>): number {
  let all = 0
  for (const county of counties) {
    for (const [name, customers] of Object.entries(county.segments)) if (segments.has(name)) all += customers
  }
  return all
}

/** Provinces with their cities and counties, those with most customers first. */
export function byProvince(counties: readonly HitCounty[], segments: ReadonlySet<string>): readonly HitProvince[] {
  const larger = (a: readonly HitCounty[], b: readonly HitCounty[]): number => customersOf(b, segments) - customersOf(a, segments)
  return [...grouped(counties, (county) => county.province)]
    .map(([code, inside]) => ({
      code,
      counties: inside,
      cities: [...grouped(inside, (county) => county.city)]
        .map(([city, own]) => ({ code: city, counties: [...own].sort((a, b) => larger([a], [b])) }))
        .sort((a, b) => larger(a.counties, b.counties)),
    }))
    .sort((a, b) => larger(a.counties, b.counties))
}

/** Whether a region answers to what was typed: its Chinese name, its pinyin with or without spaces, or its code. */
export function answersTo(region: Pick<Region, 'adcode' | 'name' | 'name_en'> | undefined, typed: string): boolean {
  const wanted = plain(typed)
  if (!wanted) return true
  return region !== undefined && (region.name.includes(typed.trim()) || plain(region.name_en).includes(wanted) || region.adcode.startsWith(wanted))
}

export type Ticked = 'all' | 'some' | 'none'

export function ticked(counties: readonly HitCounty[], chosen: ReadonlySet<string>): Ticked {
  const count = counties.filter((county) => chosen.has(county.code)).length
  return count === 0 ? 'none' : count === counties.length ? 'all' : 'some'
}

/** The choice with these counties in it, or out of it. */
export function withCounties(chosen: ReadonlySet<string>, counties: readonly HitCounty[], isIn: boolean): ReadonlySet<string> {
  const next = new Set(chosen)
  for (const county of counties) {
    if (isIn) next.add(county.code)
    else next.delete(county.code)
  }
  return next
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[\s'’-]/g, '')
}

function grouped<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const name = key(row)
    const group = groups.get(name)
    if (group) group.push(row)
    else groups.set(name, [row])
  }
  return groups
}
