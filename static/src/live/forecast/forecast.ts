/** A storm that moves: its steps, which one is shown, and what the map shows of it. */
import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { get } from '../../lib/api'
import type { FootprintRow } from '../../lib/types'
import type { LiveModel } from '../model'
import { arrivalClasses } from './arrival'

export interface ProvinceAtStep {
  readonly province: string
  readonly band: string
  readonly value: number
  readonly counties: number
  readonly sites: number
  readonly total: number
  readonly people: number | null
}

export interface Step {
  readonly at: string
  readonly lon: number
  readonly lat: number
  readonly max_wind_ms: number | null
  readonly bands: readonly { readonly band: string; readonly value: number; readonly geometry: GeoJSON.Geometry }[]
  readonly provinces: readonly ProvinceAtStep[]
}

export interface Arrival {
  readonly county: string
  readonly province: string
  readonly band: string
  readonly value: number
  readonly step: number
}

export interface Forecast {
  readonly storm: string
  readonly name: string | null
  readonly agency: string
  readonly unit: string
  readonly hours: number
  readonly estimated: number
  readonly steps: readonly Step[]
  readonly arrivals: readonly Arrival[]
}

export interface ForecastModel {
  /** null: the footprint moves nowhere, or its steps have not come yet. */
  readonly forecast: ReadonlySignal<Forecast | null>
  /** null: the whole footprint is shown, as for any other hazard. */
  readonly step: Signal<number | null>
  /** Whether counties are coloured by when the wind arrives. */
  readonly byArrival: Signal<boolean>
  /** What replaces the footprint's bands while a step is shown. */
  readonly swept: ReadonlySignal<GeoJSON.FeatureCollection | null>
  /** Way and place of the centre. */
  readonly centre: ReadonlySignal<GeoJSON.FeatureCollection | null>
  /** Class by county while a step is shown and counties are coloured by arrival. */
  readonly classes: ReadonlySignal<ReadonlyMap<number, number> | null>
}

type Moving = FootprintRow & { readonly steps_text?: string | null }

export function forecastModel(model: LiveModel): ForecastModel {
  const forecast = signal<Forecast | null>(null)
  const step = signal<number | null>(null)
  const byArrival = signal(true)
  effect(() => {
    const footprint = model.footprint.value as Moving | undefined
    step.value = null
    forecast.value = null
    if (!footprint?.steps_text) return
    void get<Forecast>(`/incidents/${model.store.incidentId}/footprints/${footprint.id}/steps`)
      .then((found) => {
        if (model.footprint.peek()?.id === footprint.id) forecast.value = found
      })
      // The footprint stands without its steps; a reload asks again.
      .catch(() => undefined)
  })
  const shown = computed(() => {
    const [found, at] = [forecast.value, step.value]
    return found && at !== null ? { found, at: Math.min(at, found.steps.length - 1) } : null
  })
  return {
    forecast, step, byArrival,
    swept: computed(() => (shown.value ? sweptAt(shown.value.found, shown.value.at) : null)),
    centre: computed(() => (shown.value ? centreAt(shown.value.found, shown.value.at) : null)),
    classes: computed(() => (shown.value && byArrival.value ? arrivalClasses(shown.value.found, shown.value.at) : null)),
  }
}

function sweptAt(forecast: Forecast, at: number): GeoJSON.FeatureCollection {
  const features = (forecast.steps[at]?.bands ?? []).map((band): GeoJSON.Feature => ({
    type: 'Feature', properties: { band: band.band, value: band.value, unit: forecast.unit }, geometry: band.geometry,
  }))
  return { type: 'FeatureCollection', features }
}

/** The way so far is whole, the way ahead is dashed. */
function centreAt(forecast: Forecast, at: number): GeoJSON.FeatureCollection {
  const places = forecast.steps.map(({ lon, lat }) => [lon, lat])
  const line = (part: number[][], ahead: boolean): GeoJSON.Feature[] => (part.length < 2 ? [] : [
    { type: 'Feature', properties: { ahead }, geometry: { type: 'LineString', coordinates: part } },
  ])
  return {
    type: 'FeatureCollection',
    features: [
      ...line(places.slice(0, at + 1), false), ...line(places.slice(at), true),
      { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: places[at] ?? [0, 0] } },
    ],
  }
}
