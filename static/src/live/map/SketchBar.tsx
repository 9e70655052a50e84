/** While a footprint is drawn: what it covers so far, beside the pointer and in the bar, and the ways on. */
import { useComputed, type Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { Button } from '../../components/Button'
import { post } from '../../lib/api'
import { countText, exact } from '../../lib/format'
import { words } from '../../lib/i18n'
import { regionBook } from '../../lib/regions'
import { commonWords } from '../../locales/common'
import type { MapChoices } from './controller'
import { isInside, ringAreaKm2 } from './geometry'
import type { MapHandle } from './MapView'
import { liveCount, type DrawnCount, type LiveCount, type Ring } from './liveCount'
import { mapWords } from './words'

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

interface SketchBarProps {
  readonly choices: MapChoices
  readonly handle: Signal<MapHandle | null>
  /** Steps with each move of the map. */
  readonly view: Signal<number>
  readonly onDone: () => void
}

export function SketchBar(props: SketchBarProps): JSX.Element | null {
  const points = props.choices.sketch.value
  return points ? <><Border {...props} /><Sketching {...props} points={points} /></> : null
}

/** The border as it would be with a point at the pointer: drawn over the map, which need not be drawn anew for it. */
function Border({ choices, handle, view }: SketchBarProps): JSX.Element | null {
  void view.value
  const map = handle.value?.engine.map
  const ring = choices.moving.value ?? choices.sketch.value
  if (!map || !ring?.length) return null
  const corners = ring.map(([lon, lat]) => {
    const { x, y } = map.project([lon, lat])
    return `${x.toFixed(1)} ${y.toFixed(1)}`
  })
  return <svg class="sketch-border" aria-hidden="true"><path d={`M${corners.join('L')}${ring.length > 2 ? 'Z' : ''}`} /></svg>
}

type SketchingProps = SketchBarProps & { readonly points: Ring }

function Sketching({ choices, points, onDone }: SketchingProps): JSX.Element {
  const w = sketchWords()
  const live = useMemo(() => counting(choices), [choices])
  useEffect(() => live.stop, [live])
  const covered = useComputed(() => {
    const ring = choices.sketch.value
    if (!ring || ring.length < 3) return null
    const counties = (regionBook.value?.regions ?? []).filter((region) => region.level === 'county' && isInside([region.lon, region.lat], ring))
    return { counties: counties.length, area: Math.round(ringAreaKm2(ring)) }
  })
  const pointer = choices.pointer.value
  return (
    <>
      {pointer ? <div class="hover-note draw-note" style={{ left: `${pointer.x + 16}px`, top: `${pointer.y + 16}px` }}><Figures live={live} /></div> : null}
      <div class="float sketch-bar" role="status">
        <span class="sketch-said">
          {pointer ? null : <Figures live={live} />}
          <span class="num">{covered.value ? w.covers(exact(covered.value.counties), exact(covered.value.area)) : w.start}</span>
        </span>
        <Button size="small" onPress={() => (choices.sketch.value = points.slice(0, -1))} whyNot={points.length === 0 ? ' ' : false}>{w.back}</Button>
        <Button size="small" onPress={() => (choices.sketch.value = null)}>{commonWords().cancel}</Button>
        <Button size="small" kind="primary" onPress={onDone} whyNot={points.length < 3 ? w.few : false}>{w.done}</Button>
      </div>
    </>
  )
}

/** The newest number, or that one is owed; nothing before there is an area. */
function Figures({ live }: { readonly live: LiveCount }): JSX.Element | null {
  const w = mapWords()
  const shown = live.shown.value
  if (!shown) {
    if (live.failed.value) return <span class="draw-figures tx-2">{w.failed}</span>
    return live.waiting.value ? <span class="draw-figures tx-2">{w.counting}</span> : null
  }
  const { count } = shown
  return (
    <span class="draw-figures num" data-subscribers={count.subscribers} data-until={shown.until ?? ''}>
      <strong title={exact(count.subscribers)}>{countText(count.subscribers)}</strong> {w.inside}
      <span class="tx-2">{[w.provinces(count.provinces.length), w.sites(exact(count.sites)), w.halls(exact(count.halls)), w.keys(exact(count.key_customers))].join(' · ')}</span>
    </span>
  )
}

/** The border with the pointer as its last point. */
function counting(choices: MapChoices): LiveCount {
  const ask = (ring: Ring): Promise<DrawnCount> => post<DrawnCount>('/count', { ring })
  // the first question makes a server that has not counted yet load what it needs
  void ask([[0, 0], [0.001, 0], [0, 0.001]]).catch(() => undefined)
  return liveCount(choices.moving, {
    ask, now: () => performance.now(),
    later: (run, ms) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
  })
}
