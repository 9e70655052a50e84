/** A province as SVG paths: plain equirectangular at its middle latitude, good enough for one province. */
import type { Feature, FeatureCollection, Geometry, Position } from 'geojson'

export interface Frame {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface CountyShape {
  readonly adcode: string
  readonly path: string
  /** What it takes up on the page. */
  readonly box: Frame
}

export interface ProvinceShapes {
  readonly width: number
  readonly height: number
  readonly counties: readonly CountyShape[]
  readonly project: (lon: number, lat: number) => readonly [number, number]
  /** Longitude and latitude of a place on the page. */
  readonly unproject: (x: number, y: number) => readonly [number, number]
}

function ringsOf(geometry: Geometry): readonly Position[][] {
  if (geometry.type === 'Polygon') return geometry.coordinates
  if (geometry.type === 'MultiPolygon') return geometry.coordinates.flat()
  return []
}

function adcodeOf(feature: Feature): string {
  return String(feature.properties?.['adcode'] ?? feature.id ?? '')
}

export function shapesOf(collection: FeatureCollection, width = 720): ProvinceShapes {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const feature of collection.features) {
    for (const ring of ringsOf(feature.geometry)) {
      for (const [lon = 0, lat = 0] of ring) {
        west = Math.min(west, lon)
        east = Math.max(east, lon)
        south = Math.min(south, lat)
        north = Math.max(north, lat)
      }
    }
  }
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const scale = width / ((east - west) * squeeze)
  const project = (lon: number, lat: number): readonly [number, number] => [
    (lon - west) * squeeze * scale, (north - lat) * scale,
  ]
  const unproject = (x: number, y: number): readonly [number, number] => [west + x / (squeeze * scale), north - y / scale]
  const line = (ring: readonly Position[]): string =>
    `M${ring.map(([lon = 0, lat = 0]) => project(lon, lat).map((figure) => figure.toFixed(1)).join(' ')).join('L')}Z`
  const counties = collection.features.map((feature) => ({
    adcode: adcodeOf(feature), path: ringsOf(feature.geometry).map(line).join(''),
    box: boxOf(ringsOf(feature.geometry).flat().map(([lon = 0, lat = 0]) => project(lon, lat))),
  }))
  return { width, height: (north - south) * scale, counties, project, unproject }
}

function boxOf(points: readonly (readonly [number, number])[]): Frame {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** A frame of the page's proportions around a place, `share` of the whole wide; it never leaves the whole. */
export function frameAround(at: readonly [number, number], share: number, whole: Pick<Frame, 'width' | 'height'>): Frame {
  const [width, height] = [whole.width * share, whole.height * share]
  const within = (start: number, size: number, all: number): number => Math.min(Math.max(0, start), Math.max(0, all - size))
  return { x: within(at[0] - width / 2, width, whole.width), y: within(at[1] - height / 2, height, whole.height), width, height }
}
