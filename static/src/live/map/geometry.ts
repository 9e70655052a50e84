/** Plane geometry that the map needs beside MapLibre; pure, in degrees. */
import type { Box } from './engine'

type Point = readonly [number, number]

function* positions(geometry: GeoJSON.Geometry): Generator<GeoJSON.Position> {
  if (geometry.type === 'Polygon') for (const ring of geometry.coordinates) yield* ring
  else if (geometry.type === 'MultiPolygon') for (const part of geometry.coordinates) for (const ring of part) yield* ring
}

export function boxOf(collection: GeoJSON.FeatureCollection): Box | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const feature of collection.features) {
    for (const [x = 0, y = 0] of positions(feature.geometry)) {
      west = Math.min(west, x)
      east = Math.max(east, x)
      south = Math.min(south, y)
      north = Math.max(north, y)
    }
  }
  return west <= east ? [west, south, east, north] : null
}

/** The north-east end of a band, where its pill sits on the line. */
export function northEastEnd(geometry: GeoJSON.Geometry): Point | null {
  let best: Point | null = null
  for (const [x = 0, y = 0] of positions(geometry)) {
    if (!best || x + 1.2 * y > best[0] + 1.2 * best[1]) best = [x, y]
  }
  return best
}

export function southWestEnd(geometry: GeoJSON.Geometry): Point | null {
  let best: Point | null = null
  for (const [x = 0, y = 0] of positions(geometry)) {
    if (!best || x + 1.2 * y < best[0] + 1.2 * best[1]) best = [x, y]
  }
  return best
}

/** Even-odd rule. */
export function isInside(point: Point, ring: readonly Point[]): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [a, b] = [ring[i] as Point, ring[j] as Point]
    const crosses = a[1] > point[1] !== b[1] > point[1]
    if (crosses && point[0] < ((b[0] - a[0]) * (point[1] - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside
  }
  return inside
}

const EARTH_KM = 6371.0088
const RAD = Math.PI / 180

/** Area of a ring on the sphere, km². */
export function ringAreaKm2(ring: readonly Point[]): number {
  let sum = 0
  for (let i = 0; i < ring.length; i += 1) {
    const [a, b] = [ring[i] as Point, ring[(i + 1) % ring.length] as Point]
    sum += (b[0] - a[0]) * RAD * (2 + Math.sin(a[1] * RAD) + Math.sin(b[1] * RAD))
  }
  return Math.abs((sum * EARTH_KM * EARTH_KM) / 2)
}

export interface ScaleBar {
  readonly km: number
  readonly px: number
}

/** The roundest length that fits, true at the given latitude. */
export function scaleBar(latitude: number, zoom: number, mostPx = 100): ScaleBar {
  const metresPerPx = (78271.517 * Math.cos(latitude * RAD)) / 2 ** zoom
  const most = (mostPx * metresPerPx) / 1000
  const power = 10 ** Math.floor(Math.log10(most))
  const km = [5, 2, 1].map((step) => step * power).find((length) => length <= most) ?? power
  return { km, px: (km * 1000) / metresPerPx }
}

/** Albers equal-area of ui/README §6: standard parallels 25° and 47°, central meridian 105°; km from (105, 0). */
export function albers(lon: number, lat: number): Point {
  const [p1, p2] = [25 * RAD, 47 * RAD]
  const n = (Math.sin(p1) + Math.sin(p2)) / 2
  const c = Math.cos(p1) ** 2 + 2 * n * Math.sin(p1)
  const rho = (sine: number): number => (EARTH_KM * Math.sqrt(c - 2 * n * sine)) / n
  const [angle, radius] = [n * (lon - 105) * RAD, rho(Math.sin(lat * RAD))]
  return [radius * Math.sin(angle), rho(0) - radius * Math.cos(angle)]
}
