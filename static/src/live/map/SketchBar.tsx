/** While a footprint is drawn: what it covers so far, and the ways on. */
import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../../components/Button'
import { exact } from '../../lib/format'
import { words } from '../../lib/i18n'
import { regionBook } from '../../lib/regions'
import { commonWords } from '../../locales/common'
import type { MapChoices } from './controller'
import { isInside, ringAreaKm2 } from './geometry'

const sketchWords = words(
  {
    start: '在地图上点出范围的边界', covers: (counties: string, area: string) => `县中心在内 ${counties} 个 · ${area} km²`,
    back: '退一点', done: '用这个范围', few: '至少三点',
  },
  {
    start: 'Click the border of the footprint on the map', covers: (counties, area) => `${counties} county centres inside · ${area} km²`,
    back: 'Undo point', done: 'Use this', few: 'three points at least',
  },
)

export function SketchBar({ choices, onDone }: { readonly choices: MapChoices; readonly onDone: () => void }): JSX.Element | null {
  const w = sketchWords()
  const points = choices.sketch.value
  const covered = useComputed(() => {
    const ring = choices.sketch.value
    if (!ring || ring.length < 3) return null
    const counties = (regionBook.value?.regions ?? []).filter((region) => region.level === 'county' && isInside([region.lon, region.lat], ring))
    return { counties: counties.length, area: Math.round(ringAreaKm2(ring)) }
  })
  if (!points) return null
  return (
    <div class="float sketch-bar" role="status">
      <span class="num">{covered.value ? w.covers(exact(covered.value.counties), exact(covered.value.area)) : w.start}</span>
      <Button size="small" onPress={() => (choices.sketch.value = points.slice(0, -1))} whyNot={points.length === 0 ? ' ' : false}>{w.back}</Button>
      <Button size="small" onPress={() => (choices.sketch.value = null)}>{commonWords().cancel}</Button>
      <Button size="small" kind="primary" onPress={onDone} whyNot={points.length < 3 ? w.few : false}>{w.done}</Button>
    </div>
  )
}
