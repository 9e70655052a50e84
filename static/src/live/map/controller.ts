/** Pours the model into the map: each effect moves one thing, and all run again when the style was renewed. */
import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { get } from '../../lib/api'
import { language } from '../../lib/i18n'
import { regionBook } from '../../lib/regions'
import { theme } from '../../lib/theme'
import type { ForecastModel } from '../forecast/forecast'
import type { LiveModel } from '../model'
import type { Box, Engine, PointerAt } from './engine'
import { shaded } from './bandNames'
import { boxOf } from './geometry'
import { labelFeatures } from './labels'
import type { Ring } from './liveCount'
import type { PointLayer } from './points'
import { classOf, placeClasses, quantityNamed, type QuantityName } from './quantities'

export interface MapChoices {
  readonly quantity: Signal<QuantityName>
  readonly bands: Signal<boolean>
  readonly sites: Signal<boolean>
  readonly states: Signal<boolean>
  /** All there is in the caller's provinces, whether hit or not; drawn from tiles. */
  readonly points: Readonly<Record<PointLayer, Signal<boolean>>>
  readonly sketch: Signal<Ring | null>
  /** Where the pointer is while a border is drawn; none where there is no pointer that hovers. */
  readonly pointer: Signal<PointerAt | null>
  /** The border as it would be with a point at the pointer; none before it is an area. */
  readonly moving: ReadonlySignal<Ring | null>
  /** A storm's steps; none on a map that plays nothing. */
  readonly forecast: Signal<ForecastModel | null>
}

/** The server counts rings of up to so many points. */
const MOST_POINTS = 2000
/** A tenth of a metre. */
const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6

export function mapChoices(): MapChoices {
  const sketch = signal<Ring | null>(null)
  const pointer = signal<PointerAt | null>(null)
  const moving = computed(() => {
    const points = sketch.value
    if (!points) return null
    const at = pointer.value
    const [lon, lat] = at ? [round(at.lng), round(at.lat)] : []
    const last = points.at(-1)
    // just after a click the pointer still stands on the point that it has made
    const apart = lon !== undefined && lat !== undefined && !(last && Math.abs(last[0] - lon) < 1e-5 && Math.abs(last[1] - lat) < 1e-5)
    const ring = apart ? [...points, [lon, lat] as const] : points
    return ring.length >= 3 && ring.length <= MOST_POINTS ? ring : null
  })
  return {
    sketch, pointer, moving, forecast: signal<ForecastModel | null>(null),
    quantity: signal<QuantityName>('customers'), bands: signal(true), sites: signal(false), states: signal(true),
    points: { sites: signal(false), halls: signal(false), keys: signal(false) },
  }
}

/** The current footprint's bands, fetched once a version. */
export function bandsOf(model: LiveModel): ReadonlySignal<GeoJSON.FeatureCollection | null> {
  const bands = signal<GeoJSON.FeatureCollection | null>(null)
  const kept = new Map<string, GeoJSON.FeatureCollection>()
  effect(() => {
    const id = model.footprint.value?.id
    if (!id) {
      bands.value = null
      return
    }
    const known = kept.get(id)
    if (known) {
      bands.value = known
      return
    }
    void get<GeoJSON.FeatureCollection>(`/incidents/${model.store.incidentId}/footprints/${id}.geojson`)
      .then((found) => {
        kept.set(id, found)
        if (model.footprint.peek()?.id === id) bands.value = found
      })
      // The rest of the map stands without its bands; the next version or a reload tries again.
      .catch(() => undefined)
  })
  return bands
}

const EMPTY: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] }

export interface Bound {
  readonly stop: () => void
  readonly home: () => void
}

export function bind(
  engine: Engine, model: LiveModel, choices: MapChoices, bands: ReadonlySignal<GeoJSON.FeatureCollection | null>,
  base: string, padding: () => { top: number; right: number; bottom: number; left: number },
): Bound {
  const epoch = signal(0)
  engine.map.on('style.load', () => (epoch.value += 1))
  const stops = [
    ...pours(engine, model, choices, bands, epoch),
    restyleOnChange(engine, base),
    fitOnFootprint(engine, bands, padding),
  ]
  const home = (): void => {
    const box = bands.peek() && boxOf(bands.peek() as GeoJSON.FeatureCollection)
    engine.fit(box || CHINA, padding())
  }
  return { stop: () => stops.forEach((stop) => stop()), home }
}

export const CHINA: Box = [74, 17, 135, 54]

function pours(
  engine: Engine, model: LiveModel, choices: MapChoices, bands: ReadonlySignal<GeoJSON.FeatureCollection | null>,
  epoch: Signal<number>,
): (() => void)[] {
  const each = (pour: () => void): (() => void) => effect(() => {
    void epoch.value
    pour()
  })
  return [
    each(() => {
      const arrivals = choices.forecast.value?.classes.value
      if (arrivals) {
        engine.setClasses(arrivals)
        return
      }
      const quantity = quantityNamed(choices.quantity.value)
      const classes = new Map<number, number>()
      if (quantity.name === 'tasking') {
        for (const [adcode, index] of placeClasses(model.tally.value.placed).classes) classes.set(Number(adcode), index)
        engine.setClasses(classes)
        return
      }
      for (const [adcode, county] of model.counties.value) {
        const index = classOf(quantity, county)
        if (index > 0) classes.set(Number(adcode), index)
      }
      engine.setClasses(classes)
    }),
    each(() => {
      const shown = choices.states.value ? model.matrix.value : []
      const late = shown.filter((row) => row.clock.kind !== 'silent' && row.late > 0)
      engine.setProvinceStates(
        late.map((row) => Number(row.province)),
        shown.filter((row) => row.clock.kind === 'silent').map((row) => Number(row.province)),
      )
    }),
    each(() => {
      const county = model.filter.value.county
      engine.setChosen(county ? Number(county) : null)
    }),
    each(() => engine.setNotAssessed((model.footprint.value?.not_assessed ?? []).map((gap) => Number(gap.adcode)))),
    each(() => engine.setBands(shaded(choices.forecast.value?.swept.value ?? bands.value ?? EMPTY))),
    each(() => engine.setTrack(choices.forecast.value?.centre.value ?? EMPTY)),
    each(() => engine.setBandsShown(choices.bands.value)),
    ...(['sites', 'halls', 'keys'] as const).map((layer) => each(() => engine.setPointsShown(layer, choices.points[layer].value))),
    each(() => engine.setSketching(choices.sketch.value !== null)),
    each(() => {
      engine.setLabels(labelFeatures(regionBook.value?.regions ?? [], model.severity.value))
    }),
  ]
}

function restyleOnChange(engine: Engine, base: string): () => void {
  let first = true
  return effect(() => {
    const [, words] = [theme.value, language.value]
    if (!first) engine.restyle(base, words)
    first = false
  })
}

const NEAR_A_PLACE = 8.5

/** Other pages point at a task's place: `?lon=104.1&lat=31.2`. */
function placeInAddress(): [lon: number, lat: number] | null {
  const query = new URLSearchParams(location.search)
  const [lon, lat] = [Number.parseFloat(query.get('lon') ?? ''), Number.parseFloat(query.get('lat') ?? '')]
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null
}

/** Go where the hazard is when it is first known or has grown, unless a person has moved the map meanwhile. */
function fitOnFootprint(
  engine: Engine, bands: ReadonlySignal<GeoJSON.FeatureCollection | null>,
  padding: () => { top: number; right: number; bottom: number; left: number },
): () => void {
  const place = placeInAddress()
  if (place) engine.map.jumpTo({ center: [...place], zoom: NEAR_A_PLACE })
  let moved = place !== null
  engine.map.on('movestart', (event) => {
    if (event.originalEvent) moved = true
  })
  return effect(() => {
    if (moved) return
    const box = bands.value ? boxOf(bands.value) : null
    engine.fit(box ?? CHINA, padding())
  })
}
