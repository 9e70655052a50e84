/**
 * The one place that talks to MapLibre: makes the map and pours the model's values into it. Loaded by a dynamic
 * import, so that pages without a map never fetch it. The worker comes from this origin (CSP worker-src 'self').
 */
import * as maplibregl from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { Language } from '../../lib/i18n'
import { dot, hatch, PIXEL_RATIO } from './images'
import { POINT_LAYERS, type PointLayer, pointImages } from './points'
import { BOUNDARIES, mapStyle } from './style'

maplibregl.setWorkerUrl(new URL(workerUrl, import.meta.url).href)

export type Box = readonly [west: number, south: number, east: number, north: number]

export interface Engine {
  readonly map: maplibregl.Map
  setClasses(classes: ReadonlyMap<number, number>): void
  setNotAssessed(codes: readonly number[]): void
  setProvinceStates(overdue: readonly number[], silent: readonly number[]): void
  setChosen(code: number | null): void
  setBands(bands: GeoJSON.FeatureCollection): void
  setBandsShown(shown: boolean): void
  setPointsShown(layer: PointLayer, shown: boolean): void
  /** While a border is drawn a second click is a second point, not a leap into the map. */
  setSketching(sketching: boolean): void
  setLabels(labels: GeoJSON.FeatureCollection): void
  /** A storm's way: lines with `ahead`, and the centre as a point. */
  setTrack(track: GeoJSON.FeatureCollection): void
  restyle(base: string, language: Language): void
  fit(box: Box, padding: maplibregl.PaddingOptions): void
  remove(): void
}

export interface Look {
  /** No hand moves it. */
  readonly still: boolean
  /** Of the text on the map. */
  readonly scale: number
}

/** Where the pointer is, on the map's element and on the ground, and what single point is under it. */
export interface PointerAt {
  readonly x: number
  readonly y: number
  readonly lng: number
  readonly lat: number
  readonly point: Readonly<Record<string, unknown>> | null
}

export interface EngineEvents {
  readonly onCounty: (code: number | null, at: { lng: number; lat: number }) => void
  readonly onHover: (code: number | null, at: PointerAt) => void
  readonly onMove: () => void
  readonly onIdle: () => void
}

export async function createEngine(
  container: HTMLElement, base: string, language: Language, events: EngineEvents, look: Look,
): Promise<Engine> {
  const map = new maplibregl.Map({
    container, style: mapStyle(base, language, look.scale), center: [104, 33], zoom: 4.2, minZoom: 2.6, maxZoom: 13,
    attributionControl: false, fadeDuration: 0, dragRotate: false, pitchWithRotate: false, touchPitch: false,
    interactive: !look.still, renderWorldCopies: false, localIdeographFontFamily: false,
  })
  map.touchZoomRotate.disableRotation()
  const addImages = (): void => {
    for (const [name, image] of [['hatch', hatch()], ['dot', dot()], ...pointImages()] as const) {
      if (map.hasImage(name)) map.updateImage(name, image)
      else map.addImage(name, image, { pixelRatio: PIXEL_RATIO })
    }
  }
  map.on('style.load', addImages)
  const hand = { sketching: false }
  listen(map, events, hand)
  await new Promise<void>((resolve) => map.once('load', () => resolve()))
  return operations(map, look, hand)
}

/** What the hand is at: nobody asks what lies under a pointer that draws. */
interface Hand {
  sketching: boolean
}

function listen(map: maplibregl.Map, events: EngineEvents, hand: Hand): void {
  const codeAt = (point: maplibregl.Point): number | null => {
    const id = map.getLayer('counties') ? map.queryRenderedFeatures(point, { layers: ['counties'] })[0]?.id : undefined
    return typeof id === 'number' ? id : null
  }
  const pointAt = (point: maplibregl.Point): Readonly<Record<string, unknown>> | null => {
    const layers = [...POINT_LAYERS.halls, ...POINT_LAYERS.keys].filter((id) => map.getLayer(id))
    const found = layers.length ? map.queryRenderedFeatures(point, { layers })[0]?.properties : undefined
    return found && 'name' in found ? found : null
  }
  map.on('click', (event) => events.onCounty(hand.sketching ? null : codeAt(event.point), event.lngLat))
  map.on('mousemove', ({ point, lngLat }) => {
    const at = { x: point.x, y: point.y, lng: lngLat.lng, lat: lngLat.lat }
    if (hand.sketching) events.onHover(null, { ...at, point: null })
    else events.onHover(codeAt(point), { ...at, point: pointAt(point) })
  })
  map.on('mouseout', () => events.onHover(null, { x: 0, y: 0, lng: 0, lat: 0, point: null }))
  map.on('move', events.onMove)
  map.on('resize', events.onMove)
  map.on('idle', events.onIdle)
}

const county = (id: number): maplibregl.FeatureIdentifier => ({ source: BOUNDARIES, sourceLayer: 'counties', id })

function operations(map: maplibregl.Map, look: Look, hand: Hand): Engine {
  const painted = new Map<number, number>()
  const filtered = new Map<string, string>()
  // A filter lays the whole source out again: only when it says something else.
  const among = (layers: readonly string[], codes: readonly number[]): void => {
    const wanted = codes.join()
    for (const layer of layers) {
      if (!map.getLayer(layer) || (filtered.get(layer) ?? '') === wanted) continue
      filtered.set(layer, wanted)
      map.setFilter(layer, ['in', ['id'], ['literal', [...codes]]])
    }
  }
  const data = (source: string, value: GeoJSON.FeatureCollection): void => {
    const found = map.getSource<maplibregl.GeoJSONSource>(source)
    if (found) void found.setData(value)
  }
  return {
    map,
    setClasses(classes) {
      for (const id of painted.keys()) {
        if (!classes.has(id)) map.removeFeatureState(county(id))
      }
      for (const [id, value] of classes) {
        if (painted.get(id) !== value) map.setFeatureState(county(id), { class: value })
      }
      painted.clear()
      for (const [id, value] of classes) painted.set(id, value)
    },
    setNotAssessed: (codes) => among(['hatch'], codes),
    setProvinceStates(overdue, silent) {
      among(['overdue', 'overdue-halo'], overdue)
      among(['silent', 'silent-halo'], silent)
    },
    setChosen: (code) => among(['chosen', 'chosen-halo'], code === null ? [] : [code]),
    setBands: (bands) => data('bands', bands),
    setBandsShown(shown) {
      for (const layer of ['band-fill', 'band-halo', 'band-line']) {
        map.setLayoutProperty(layer, 'visibility', shown ? 'visible' : 'none')
      }
    },
    setPointsShown(layer, shown) {
      for (const id of POINT_LAYERS[layer]) map.setLayoutProperty(id, 'visibility', shown ? 'visible' : 'none')
    },
    setSketching(sketching) {
      hand.sketching = sketching
      if (sketching) map.doubleClickZoom.disable()
      else map.doubleClickZoom.enable()
      map.getCanvas().style.cursor = sketching ? 'crosshair' : ''
    },
    setLabels: (labels) => data('labels', labels),
    setTrack: (track) => data('track', track),
    restyle(base, language) {
      painted.clear()
      filtered.clear()
      map.setStyle(mapStyle(base, language, look.scale), { diff: false })
    },
    fit(box, padding) {
      const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
      map.fitBounds([[box[0], box[1]], [box[2], box[3]]], { padding, duration: calm ? 0 : 240, maxZoom: 8 })
    },
    remove: () => map.remove(),
  }
}
