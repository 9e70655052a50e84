/** An audience added up: province, county, segment. Every total is the sum of what is printed. */
import type { Area } from '../lib/types'

export const SEGMENTS = ['gotone', 'easyown', 'mzone', 'other'] as const

export interface Line {
  readonly code: string
  readonly segments: readonly number[]
  readonly total: number
  readonly counties: readonly Line[]
}

function sum(figures: Iterable<number>): number {
  let all = 0
  for (const figure of figures) all += figure
  return all
}

function columns(area: Area): string[] {
  const seen = new Set<string>(SEGMENTS)
  for (const counties of Object.values(area)) {
    for (const segments of Object.values(counties)) for (const name of Object.keys(segments)) seen.add(name)
  }
  return [...seen]
}

/** Lines by province, largest first, each with its counties; `names` are the segment columns. */
export function lines(area: Area): { readonly names: readonly string[]; readonly provinces: readonly Line[]; readonly total: Line } {
  const names = columns(area)
  const provinces = Object.entries(area).map(([code, counties]) => {
    const rows = Object.entries(counties).map(([county, segments]) => {
      const figures = names.map((name) => segments[name] ?? 0)
      return { code: county, segments: figures, total: sum(figures), counties: [] }
    })
    rows.sort((a, b) => b.total - a.total)
    return { code, ...added(names, rows), counties: rows }
  })
  provinces.sort((a, b) => b.total - a.total)
  return { names, provinces, total: { code: '', ...added(names, provinces), counties: [] } }
}

function added(names: readonly string[], rows: readonly Pick<Line, 'segments' | 'total'>[]): Pick<Line, 'segments' | 'total'> {
  return { segments: names.map((_, at) => sum(rows.map((row) => row.segments[at] ?? 0))), total: sum(rows.map((row) => row.total)) }
}

export function countCounties(area: Area): number {
  return sum(Object.values(area).map((counties) => Object.keys(counties).length))
}
