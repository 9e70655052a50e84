/** Counties as SVG paths in the same Albers as outline.json (one unit a kilometre, y down), a province at a time. */
import { useSignal } from '@preact/signals'
import type { FeatureCollection, Geometry, Position } from 'geojson'
import { useEffect } from 'preact/hooks'
import { boot } from '../../lib/boot'
import { albers } from './geometry'

export interface CountyPath {
  readonly adcode: string
  readonly path: string
  /** Left, top, right, bottom. */
  readonly box: readonly [number, number, number, number]
}

const read = new Map<string, Promise<readonly CountyPath[]>>()

function ringsOf(geometry: Geometry): readonly Position[][] {
  if (geometry.type === 'Polygon') return geometry.coordinates
  return geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : []
}

export function countyPaths(collection: FeatureCollection): readonly CountyPath[] {
  return collection.features.map((feature) => {
    const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
    const line = (ring: readonly Position[]): string => `M${ring.map(([lon = 0, lat = 0]) => {
      const [x, up] = albers(lon, lat)
      box[0] = Math.min(box[0], x)
      box[1] = Math.min(box[1], -up)
      box[2] = Math.max(box[2], x)
      box[3] = Math.max(box[3], -up)
      return `${x.toFixed(1)} ${(-up).toFixed(1)}`
    }).join('L')}Z`
    const path = ringsOf(feature.geometry).map(line).join('')
    return { adcode: String(feature.properties?.['adcode'] ?? feature.id ?? ''), path, box }
  })
}

function pathsOf(province: string): Promise<readonly CountyPath[]> {
  const known = read.get(province) ?? fetch(`${boot().basemap.base}counties/${province}.json`)
    .then((response) => (response.ok ? (response.json() as Promise<FeatureCollection>) : Promise.reject(new Error(String(response.status)))))
    .then(countyPaths)
  read.set(province, known)
  // A line that broke off is no reason never to ask again.
  known.catch(() => read.delete(province))
  return known
}

/** The counties of these provinces; null until all are there. A province that can't be read is left out. */
export function useCountyPaths(provinces: readonly string[]): readonly CountyPath[] | null {
  const found = useSignal<readonly CountyPath[] | null>(null)
  const wanted = provinces.join()
  useEffect(() => {
    let gone = false
    void Promise.all(provinces.map((province) => pathsOf(province).catch((): readonly CountyPath[] => []))).then((parts) => {
      if (!gone) found.value = parts.flat()
    })
    return () => void (gone = true)
  }, [wanted])
  return found.value
}
