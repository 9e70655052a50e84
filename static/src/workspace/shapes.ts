/** Outlines of a province's counties, fetched once a page. */
import { useSignal } from '@preact/signals'
import type { FeatureCollection } from 'geojson'
import { useEffect } from 'preact/hooks'
import { boot } from '../lib/boot'
import { shapesOf, type ProvinceShapes } from './geometry'
import { workspaceWords } from './words'

const read = new Map<string, Promise<ProvinceShapes>>()

async function fetched(province: string): Promise<ProvinceShapes> {
  const response = await fetch(`${boot().basemap.base}counties/${province}.json`)
  if (!response.ok) throw new Error(`${workspaceWords().mapNone} (${response.status})`)
  return shapesOf((await response.json()) as FeatureCollection)
}

function shapesFor(province: string): Promise<ProvinceShapes> {
  const known = read.get(province) ?? fetched(province)
  read.set(province, known)
  // A line that broke off is no reason never to ask again.
  known.catch(() => read.delete(province))
  return known
}

interface Shapes {
  readonly shapes: ProvinceShapes | Error | null
  readonly load: () => void
}

export function useShapes(province: string): Shapes {
  const shapes = useSignal<ProvinceShapes | Error | null>(null)
  const load = (): void => {
    shapes.value = null
    shapesFor(province).then(
      (found) => (shapes.value = found),
      (failure: unknown) => (shapes.value = failure instanceof Error ? failure : new Error(String(failure))),
    )
  }
  useEffect(load, [province])
  return { shapes: shapes.value, load }
}
