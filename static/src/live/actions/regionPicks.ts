/** Which regions are chosen: found as people call them, and none twice, be it within another. */
import type { Region } from '../../lib/types'

export interface Picked {
  readonly code: string
  readonly province: string
  readonly city: string | null
  readonly grade: number
}

const MOST = 8
/** Where nobody has graded yet, as the form of a drawn area does. */
const FIRST_GRADE = 2
const LEVELS = ['province', 'city', 'county']

/** Regions that a text means or begins, whole names first, then the widest. */
export function findRegions(regions: readonly Region[], text: string): readonly Region[] {
  const wanted = text.trim().toLowerCase().replace(/[\s'’-]/g, '')
  if (!wanted) return []
  const ranked: [number, Region][] = []
  const seen = new Set<string>()
  for (const region of regions) {
    if (seen.has(region.adcode)) continue
    const names = [region.adcode, region.name, region.name_en, ...(region.also ?? '').split(' ')].map((name) => name.toLowerCase().replace(/[\s'’-]/g, ''))
    const rank = names.some((name) => name === wanted) ? 0 : names.some((name) => name.startsWith(wanted)) ? 1 : names.some((name) => wanted.length > 1 && name.includes(wanted)) ? 2 : -1
    if (rank < 0) continue
    seen.add(region.adcode)
    ranked.push([rank * 3 + LEVELS.indexOf(region.level), region])
  }
  return ranked.sort(([a, one], [b, other]) => a - b || one.adcode.localeCompare(other.adcode)).slice(0, MOST).map(([, region]) => region)
}

/** The list with a region: what lies within it goes, and what lies in one of the list is not added. */
export function withRegion(picks: readonly Picked[], region: Region): readonly Picked[] {
  const isWithin = (inner: { readonly code: string; readonly province: string; readonly city: string | null }, outer: string): boolean => inner.code !== outer && (inner.province === outer || inner.city === outer)
  const one: Picked = { code: region.adcode, province: region.province, city: region.city, grade: FIRST_GRADE }
  if (picks.some((other) => other.code === one.code || isWithin(one, other.code))) return picks
  return [...picks.filter((other) => !isWithin(other, one.code)), one]
}

export function without(picks: readonly Picked[], code: string): readonly Picked[] {
  return picks.filter((one) => one.code !== code)
}
