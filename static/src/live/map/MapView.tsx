/** The map with what lies over it; without WebGL the same provinces as outlines that can be focused. */
import { useSignal, type Signal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { boot } from '../../lib/boot'
import { language } from '../../lib/i18n'
import type { LiveModel } from '../model'
import './map.css'
import { liveWords } from '../words'
import { bind, type Bound, type MapChoices } from './controller'
import type { Engine } from './engine'
import { Outlines } from './Outlines'
import type { ReadonlySignal } from '@preact/signals'

export interface MapHandle {
  readonly engine: Engine
  readonly home: () => void
}

export interface Hover {
  readonly adcode: string
  readonly x: number
  readonly y: number
  /** A service hall or key customer by itself. */
  readonly point: Readonly<Record<string, unknown>> | null
}

/** A finger is no pointer: after a tap it is nowhere. */
const HOVERS = matchMedia('(hover: hover)').matches

interface MapViewProps {
  readonly model: LiveModel
  readonly choices: MapChoices
  readonly bands: ReadonlySignal<GeoJSON.FeatureCollection | null>
  /** Steps with each move of the map; what is placed by coordinates reads it. */
  readonly view: Signal<number>
  readonly handle: Signal<MapHandle | null>
  readonly hover: Signal<Hover | null>
  /** For a wall: no hand moves it, and its words are twice as large. */
  readonly still?: boolean
  readonly padding: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number }
  readonly children?: ComponentChildren
}

export function MapView(props: MapViewProps): JSX.Element {
  const { model, choices, bands, view, handle, hover, still, padding } = props
  const element = useRef<HTMLDivElement>(null)
  const failed = useSignal(false)
  useEffect(() => {
    let bound: Bound | undefined
    let engine: Engine | undefined
    let gone = false
    const start = async (): Promise<void> => {
      const { createEngine } = await import('./engine')
      if (gone || !element.current) return
      const base = boot().basemap.base
      engine = await createEngine(element.current, base, language.peek(), {
        onCounty: (code, at) => choose(model, choices, code, at),
        onHover: (code, at) => {
          choices.pointer.value = choices.sketch.peek() && (at.x || at.y) && HOVERS ? at : null
          const named = code !== null || at.point
          hover.value = !named || choices.sketch.peek() ? null : { adcode: code === null ? '' : String(code), x: at.x, y: at.y, point: at.point }
        },
        onMove: () => (view.value += 1),
        onIdle: () => (document.body.dataset.map = 'idle'),
      }, { still: Boolean(still), scale: still ? 1.9 : 1 })
      bound = bind(engine, model, choices, bands, base, () => ({ ...padding }))
      handle.value = { engine, home: bound.home }
      view.value += 1
    }
    start().catch((reason: unknown) => {
      // No WebGL 2, or the map's code could not be read: the outlines say the same with less.
      document.body.dataset.map = 'outlines'
      document.body.dataset.mapReason = String(reason)
      failed.value = true
    })
    return () => {
      gone = true
      bound?.stop()
      handle.value = null
      engine?.remove()
    }
  }, [])
  return (
    <section class="map-area" aria-label={liveWords().map}>
      {failed.value ? <Outlines model={model} /> : <div ref={element} class="map-canvas" role="application" aria-label={liveWords().mapHelp} />}
      {props.children}
    </section>
  )
}

function choose(model: LiveModel, choices: MapChoices, code: number | null, at: { lng: number; lat: number }): void {
  const sketch = choices.sketch.peek()
  if (sketch) {
    choices.sketch.value = [...sketch, [Math.round(at.lng * 1e6) / 1e6, Math.round(at.lat * 1e6) / 1e6]]
    return
  }
  const county = code === null ? null : String(code)
  const same = county !== null && model.filter.peek().county === county
  model.filter.value = same || county === null ? { province: null, county: null } : { province: `${county.slice(0, 2)}0000`, county }
}
