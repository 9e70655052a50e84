/** Customers by county of one or several audiences, and the shades that they get on the map. */
import type { Area } from '../../lib/types'
import { quantityNamed } from '../../live/map/quantities'

/** Of several areas a county counts with the largest: they begin with the same customers. */
export function countiesOf(...areas: readonly Area[]): ReadonlyMap<string, number> {
  const counties = new Map<string, number>()
  for (const area of areas) {
    for (const inside of Object.values(area)) {
      for (const [county, segments] of Object.entries(inside)) {
        const customers = Object.values(segments).reduce((all, one) => all + one, 0)
        counties.set(county, Math.max(customers, counties.get(county) ?? 0))
      }
    }
  }
  return counties
}

export function shadeOf(customers: number): number {
  return customers > 0 ? 1 + quantityNamed('customers').breaks.filter((bound) => customers >= bound).length : 0
}

export interface Shades {
  /** Class 1 to 5 by county. */
  readonly classes: ReadonlyMap<number, number>
  /** Counties in each class, index 0 unused; they sum to the counties that are shaded. */
  readonly counts: readonly number[]
}

export function shades(counties: ReadonlyMap<string, number>): Shades {
  const classes = new Map<number, number>()
  const counts = [0, 0, 0, 0, 0, 0]
  for (const [county, customers] of counties) {
    const shade = shadeOf(customers)
    if (shade === 0) continue
    classes.set(Number(county), shade)
    counts[shade] = (counts[shade] ?? 0) + 1
  }
  return { classes, counts }
}
