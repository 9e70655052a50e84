/** A province as SVG paths: plain equirectangular at its middle latitude, good enough for one province. */
import type { Feature, FeatureCollection, Geometry, Position } from 'geojson'

export interface CountyShape {
  readonly adcode: string
  readonly path: string
}

export interface ProvinceShapes {
  readonly width: number
  readonly height: number
  readonly counties: readonly CountyShape[]
  readonly project: (lon: number, lat: number) => readonly [number, number]
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
  const line = (ring: readonly Position[]): string =>
    `M${ring.map(([lon = 0, lat = 0]) => project(lon, lat).map((figure) => figure.toFixed(1)).join(' ')).join('L')}Z`
  const counties = collection.features.map((feature) => ({
    adcode: adcodeOf(feature), path: ringsOf(feature.geometry).map(line).join(''),
  }))
  return { width, height: (north - south) * scale, counties, project }
}
