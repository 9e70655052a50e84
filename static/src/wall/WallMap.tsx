import { useSignal, useSignalEffect, type ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { language } from '../lib/i18n'
import { regionBook } from '../lib/regions'
import { bandsOf, mapChoices } from '../live/map/controller'
import type { Box } from '../live/map/engine'
import { MapView, type Hover, type MapHandle } from '../live/map/MapView'
import { Overlays } from '../live/map/Overlays'
import { quantityNamed } from '../live/map/quantities'
import type { LiveModel } from '../live/model'
import { wallWords } from './words'

const PADDING = { top: 40, right: 40, bottom: 90, left: 40 }
const MARGINS = { top: 20, right: 20, bottom: 90, left: 20 }
const choices = mapChoices()

interface WallMapProps {
  readonly model: LiveModel
  /** null: the whole footprint. */
  readonly province: ReadonlySignal<string | null>
}

export function WallMap({ model, province }: WallMapProps): JSX.Element {
  const w = wallWords()
  const view = useSignal(0)
  const handle = useSignal<MapHandle | null>(null)
  const hover = useSignal<Hover | null>(null)
  const bands = useMemo(() => bandsOf(model), [model])
  useSignalEffect(() => {
    const map = handle.value
    const box = province.value ? provinceBox(province.value) : null
    if (!map) return
    if (box) map.engine.fit(box, PADDING)
    else map.home()
  })
  const { breaks } = quantityNamed('customers')
  const unit = language.value === 'zh' ? 10_000 : 1000
  return (
    <MapView model={model} choices={choices} bands={bands} view={view} handle={handle} hover={hover} still padding={PADDING}>
      <Overlays model={model} choices={choices} bands={bands} view={view} handle={handle} margins={MARGINS} scale={1.7} />
      <div class="float wall-legend">
        <span>{w.legend}</span>
        <span class="wall-ramp">{[1, 2, 3, 4, 5].map((index) => <span key={index} class={`swatch swatch-${index}`} />)}</span>
        <span class="num">{w.perCounty(String(breaks[0] / unit), String(breaks[3] / unit))}</span>
        <span class="hatch-square" /> <span>{w.notAssessedWord}</span>
      </div>
    </MapView>
  )
}

/** The box of a province's counties. */
function provinceBox(adcode: string): Box | null {
  const own = (regionBook.value?.regions ?? []).filter((region) => region.province === adcode && region.level === 'county')
  if (own.length === 0) return null
  const lons = own.map((region) => region.lon)
  const lats = own.map((region) => region.lat)
  return [Math.min(...lons) - 0.5, Math.min(...lats) - 0.5, Math.max(...lons) + 0.5, Math.max(...lats) + 0.5]
}
