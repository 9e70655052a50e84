/** Where in the country the view is, in Albers, with the South China Sea and its line. */
import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { LiveModel } from '../model'
import { liveWords } from '../words'
import { albers } from './geometry'
import type { MapHandle } from './MapView'
import { loadOutline, outline } from './outline'

interface InsetProps {
  readonly model: LiveModel
  readonly handle: Signal<MapHandle | null>
  readonly view: Signal<number>
}

export function Inset({ model, handle, view }: InsetProps): JSX.Element | null {
  useEffect(() => {
    void loadOutline().catch(() => undefined)
  }, [])
  const drawn = outline.value
  void view.value
  if (!drawn) return null
  const hit = new Set(model.matrix.value.filter((row) => row.affected).map((row) => row.province))
  const paths = drawn.provinces.map((province) => (
    <path key={province.adcode} d={province.path} class={hit.has(province.adcode) ? 'inset-hit' : 'inset-land'} />
  ))
  return (
    <div class="float inset" aria-hidden="true">
      <svg viewBox={drawn.view_box.join(' ')} class="inset-main">
        {paths}
        <path d={drawn.nine_dash} class="inset-line" />
        {viewFrame(handle)}
      </svg>
      <svg viewBox={drawn.inset_view_box.join(' ')} class="inset-sea">
        <title>{liveWords().southSea}</title>
        {paths}
        <path d={drawn.nine_dash} class="inset-line" />
      </svg>
    </div>
  )
}

/** The view's border in Albers: its sides are curves there, so each is sampled. */
function viewFrame(handle: Signal<MapHandle | null>): JSX.Element | null {
  const bounds = handle.value?.engine.map.getBounds()
  if (!bounds) return null
  const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
  const steps = [0, 0.25, 0.5, 0.75]
  const ring = [
    ...steps.map((step) => [west + (east - west) * step, north]),
    ...steps.map((step) => [east, north + (south - north) * step]),
    ...steps.map((step) => [east + (west - east) * step, south]),
    ...steps.map((step) => [west, south + (north - south) * step]),
  ].map(([lon = 0, lat = 0]) => albers(lon, lat))
  return <path class="inset-frame" d={`M${ring.map(([x, y]) => `${x.toFixed(0)} ${(-y).toFixed(0)}`).join('L')}Z`} />
}
