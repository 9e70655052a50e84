/** A footprint drawn right in the form: the console's map and its way of drawing, with one band for all of it. */
import { signal, useSignal, type Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { boot } from '../lib/boot'
import { language } from '../lib/i18n'
import { loadRegions, regionBook } from '../lib/regions'
import { theme } from '../lib/theme'
import { bandName, shaded } from '../live/map/bandNames'
import { labelFeatures } from '../live/map/labels'
import { CHINA, mapChoices, type MapChoices } from '../live/map/controller'
import type { Engine } from '../live/map/engine'
import { boxOf } from '../live/map/geometry'
import type { MapHandle } from '../live/map/MapView'
import { SketchBar } from '../live/map/SketchBar'
import { Button } from '../components/Button'
import { DRAWN_UNITS, type DrawnArea, type DrawnUnit } from './asking'
import { simulateWords } from './words'
import '../styles/live-map.css'
import '../live/map/map.css'

const PADDING = { top: 30, right: 30, bottom: 60, left: 30 }
/** A finger is no pointer: after a tap it is nowhere. */
const HOVERS = matchMedia('(hover: hover)').matches

export function DrawArea({ area, onChange }: { readonly area: DrawnArea; readonly onChange: (area: DrawnArea) => void }): JSX.Element {
  const w = simulateWords()
  const choices = useMemo(() => {
    const made = mapChoices()
    if (area.ring.length === 0) made.sketch.value = []
    return made
  }, [])
  const view = useSignal(0)
  const handle = useSignal<MapHandle | null>(null)
  const failed = useSignal(false)
  const done = (): void => {
    onChange({ ...area, ring: choices.sketch.peek() ?? [] })
    choices.sketch.value = null
  }
  return (
    <fieldset class="sim-draw">
      <legend>{w.drawn}</legend>
      <label>{w.drawnUnit}<select value={area.unit} onChange={(event) => {
        const unit = event.currentTarget.value as DrawnUnit
        onChange({ ...area, unit, value: DRAWN_UNITS[unit].usual })
      }}>{(Object.keys(DRAWN_UNITS) as DrawnUnit[]).map((unit) => <option key={unit} value={unit}>{w.unit(unit)}</option>)}</select></label>
      <label>{w.drawnValue}<select value={area.value} onChange={(event) => onChange({ ...area, value: Number(event.currentTarget.value) })}>{DRAWN_UNITS[area.unit].values.map((value) => <option key={value} value={value}>{area.unit === 'level' ? w.grade(value, bandName('level', value)) : bandName(area.unit, value)}</option>)}</select></label>
      {failed.value ? <p class="bad" role="alert">{w.noWebgl}</p> : (
        <div class="sim-draw-map map-area">
          <DrawMap choices={choices} view={view} handle={handle} area={area} onFailed={() => (failed.value = true)} />
          <SketchBar choices={choices} handle={handle} view={view} onDone={done} />
        </div>
      )}
      <p class="hint" role="status">{area.ring.length >= 3 ? w.drawnPoints(area.ring.length) : w.drawHint}</p>
      {choices.sketch.value === null ? <Button size="small" onPress={() => {
        onChange({ ...area, ring: [] })
        choices.sketch.value = []
      }}>{w.drawAgain}</Button> : null}
    </fieldset>
  )
}

interface DrawMapProps {
  readonly choices: MapChoices
  readonly view: Signal<number>
  readonly handle: Signal<MapHandle | null>
  readonly area: DrawnArea
  readonly onFailed: () => void
}

function DrawMap({ choices, view, handle, area, onFailed }: DrawMapProps): JSX.Element {
  const w = simulateWords()
  const element = useRef<HTMLDivElement>(null)
  const styled = useMemo(() => signal(0), [])
  useEffect(() => {
    let made: Engine | undefined
    let gone = false
    const start = async (): Promise<void> => {
      const [{ createEngine }] = await Promise.all([import('../live/map/engine'), loadRegions()])
      if (gone || !element.current) return
      made = await createEngine(element.current, boot().basemap.base, language.peek(), {
        onCounty: (_code, at) => {
          const sketch = choices.sketch.peek()
          if (sketch) choices.sketch.value = [...sketch, [Math.round(at.lng * 1e6) / 1e6, Math.round(at.lat * 1e6) / 1e6]]
        },
        onHover: (_code, at) => (choices.pointer.value = choices.sketch.peek() && (at.x || at.y) && HOVERS ? at : null),
        onMove: () => (view.value += 1),
        onIdle: () => (document.body.dataset.map = 'idle'),
      }, { still: false, scale: 1 })
      const engine = made
      const box = boxOf(bandsOf(area))
      engine.fit(box ?? CHINA, PADDING)
      engine.map.on('style.load', () => (styled.value += 1))
      handle.value = { engine, home: () => engine.fit(CHINA, PADDING) }
    }
    start().catch(onFailed)
    return () => {
      gone = true
      handle.value = null
      made?.remove()
    }
  }, [])
  const [engine, words, hue, again, sketching] = [handle.value?.engine, language.value, theme.value, styled.value, choices.sketch.value !== null]
  const first = useRef(true)
  useEffect(() => {
    if (engine && !first.current) engine.restyle(boot().basemap.base, words)
    if (engine) first.current = false
  }, [engine, words, hue])
  useEffect(() => {
    engine?.setSketching(sketching)
    engine?.setBands(shaded(bandsOf(area)))
    engine?.setLabels(labelFeatures(regionBook.peek()?.regions ?? [], new Map()))
  }, [engine, again, sketching, area])
  return <div ref={element} class="map-canvas" role="application" aria-label={w.drawMap} />
}

function bandsOf({ ring, unit, value }: DrawnArea): GeoJSON.FeatureCollection {
  const [start] = ring
  const features: GeoJSON.Feature[] = start && ring.length >= 3
    ? [{ type: 'Feature', properties: { unit, value }, geometry: { type: 'Polygon', coordinates: [[...ring, start].map(([lon, lat]) => [lon, lat])] } }]
    : []
  return { type: 'FeatureCollection', features }
}
