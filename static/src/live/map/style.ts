/** The map's style from the tokens: land, county ramp, lines, bands, labels in the draw order of ui/README §6. */
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { Language } from '../../lib/i18n'
import { token } from '../../lib/theme'
import { pointLayers, pointSources, tilesAt } from './points'

const EMPTY = { type: 'FeatureCollection' as const, features: [] }
/** No glyph server: the browser draws all text from these local faces. */
const FACES = ['PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei UI', 'Noto Sans SC', 'sans-serif']

/** Counties, cities and provinces: tiles of the base map's version, which the browser keeps. */
export const BOUNDARIES = 'boundaries'

export const BAND_VALUES = [6, 7, 8, 9, 10, 11] as const
const WIDTHS = [1.25, 1.5, 1.75, 2, 2.25, 2.25] as const

/** One layer of the boundaries' tiles. */
const of = (layer: string): { source: string; 'source-layer': string } => ({ source: BOUNDARIES, 'source-layer': layer })

const byBand = (values: readonly (string | number)[]): ExpressionSpecification =>
  ['interpolate', ['linear'], ['get', 'shade'], ...BAND_VALUES.flatMap((value, index) => [value, values[index] ?? 0])] as
    unknown as ExpressionSpecification

function fills(): readonly LayerSpecification[] {
  const shade = ['match', ['coalesce', ['feature-state', 'class'], 0],
    1, token('--m-c1'), 2, token('--m-c2'), 3, token('--m-c3'), 4, token('--m-c4'), 5, token('--m-c5'),
    6, token('--line-3'), 7, token('--run-bg'), 8, token('--run'), 9, token('--warn'), 10, token('--bad'),
    token('--m-land')] as unknown as ExpressionSpecification
  return [
    { id: 'out', type: 'background', paint: { 'background-color': token('--m-out') } },
    { id: 'land', type: 'fill', ...of('provinces'), paint: { 'fill-color': token('--m-land'), 'fill-antialias': false } },
    { id: 'counties', type: 'fill', ...of('counties'), paint: { 'fill-color': shade, 'fill-antialias': false } },
    {
      id: 'hatch', type: 'fill', ...of('counties'), filter: ['in', ['id'], ['literal', []]],
      paint: { 'fill-pattern': 'hatch' },
    },
  ]
}

function borders(): readonly LayerSpecification[] {
  const line = (id: string, source: object, color: string, width: number, minzoom = 0): LayerSpecification => ({
    id, type: 'line', ...source as { source: string }, minzoom, layout: { 'line-join': 'round' },
    paint: { 'line-color': token(color), 'line-width': width },
  })
  return [
    line('county-line', of('counties'), '--m-county', 0.6, 4.2),
    line('city-line', of('cities'), '--m-city', 0.8, 3.6),
    line('province-line', of('provinces'), '--m-prov', 1.4),
    line('nation-line', { source: 'lines' }, '--m-nation', 1.6),
  ]
}

/** Overdue = solid, unreachable = dashed; each in a flat halo. */
function provinceStates(): readonly LayerSpecification[] {
  const state = (id: string, color: string, dash: boolean): readonly LayerSpecification[] => [
    {
      id: `${id}-halo`, type: 'line', ...of('provinces'), filter: ['in', ['id'], ['literal', []]],
      layout: { 'line-join': 'round' }, paint: { 'line-color': token(color), 'line-width': 8, 'line-opacity': 0.18 },
    },
    {
      id, type: 'line', ...of('provinces'), filter: ['in', ['id'], ['literal', []]], layout: { 'line-join': 'round' },
      paint: { 'line-color': token(color), 'line-width': 2, ...(dash ? { 'line-dasharray': [3.5, 2.5] } : {}) },
    },
  ]
  return [...state('overdue', '--warn', false), ...state('silent', '--bad', true)]
}

function bands(): readonly LayerSpecification[] {
  const colors = BAND_VALUES.map((value) => token(`--hz-${value}`))
  return [
    {
      id: 'band-fill', type: 'fill', source: 'bands', filter: ['>=', ['get', 'shade'], 10],
      paint: { 'fill-color': byBand(colors), 'fill-opacity': ['case', ['>=', ['get', 'shade'], 11], 0.38, 0.12] },
    },
    {
      id: 'band-halo', type: 'line', source: 'bands',
      paint: { 'line-color': token('--m-halo'), 'line-width': byBand(WIDTHS.map((width) => width + 2)) },
    },
    { id: 'band-line', type: 'line', source: 'bands', paint: { 'line-color': byBand(colors), 'line-width': byBand(WIDTHS) } },
  ]
}

/** The way that a storm has gone is whole, the way ahead dashed; its centre is a ring with a dot. */
function track(): readonly LayerSpecification[] {
  const way = (id: string, ahead: boolean): LayerSpecification => ({
    id, type: 'line', source: 'track', filter: ['==', ['get', 'ahead'], ahead],
    paint: { 'line-color': token('--m-label'), 'line-width': 1.8, ...(ahead ? { 'line-dasharray': [2, 2] } : {}) },
  })
  const disc = (id: string, radius: number, color: string): LayerSpecification => ({
    id, type: 'circle', source: 'track', filter: ['==', ['geometry-type'], 'Point'],
    paint: { 'circle-radius': radius, 'circle-color': token(color), 'circle-stroke-color': token('--m-label'), 'circle-stroke-width': radius > 4 ? 2 : 0 },
  })
  return [way('track-gone', false), way('track-ahead', true), disc('track-ring', 7, '--m-halo'), disc('track-eye', 3, '--m-label')]
}

function selection(): readonly LayerSpecification[] {
  const line = (id: string, color: string, width: number): LayerSpecification => ({
    id, type: 'line', ...of('counties'), filter: ['==', ['id'], -1], layout: { 'line-join': 'round' },
    paint: { 'line-color': token(color), 'line-width': width },
  })
  return [
    line('chosen-halo', '--m-halo', 5.5),
    line('chosen', '--tx-1', 2.5),
  ]
}

function labels(language: Language, scale: number): readonly LayerSpecification[] {
  const name = language === 'zh' ? 'name' : 'name_en'
  const text = (id: string, rank: readonly string[], size: number, color: string, extra: object = {}): LayerSpecification => ({
    id, type: 'symbol', source: 'labels', filter: ['in', ['get', 'rank'], ['literal', rank]],
    layout: {
      'text-field': ['get', name], 'text-font': FACES, 'text-size': size * scale, 'symbol-sort-key': ['get', 'order'],
      'text-variable-anchor': ['left', 'right', 'bottom', 'top'], 'text-radial-offset': 0.55, 'text-padding': 3,
      'icon-image': 'dot', 'icon-allow-overlap': false, 'text-optional': false, 'text-justify': 'auto', ...extra,
    } as never,
    paint: { 'text-color': token(color), 'text-halo-color': token('--m-halo'), 'text-halo-width': 1.6 },
  })
  return [
    text('label-province', ['province'], 14, '--m-label-2', {
      'text-variable-anchor': ['center'], 'text-radial-offset': 0, 'text-letter-spacing': 0.35, 'icon-image': '',
    }),
    text('label-county', ['county'], 12, '--m-label'),
    text('label-city', ['city'], 12, '--m-label-2'),
    text('label-capital', ['capital'], 13, '--m-label'),
  ]
}

/** `scale` enlarges the text on the map for a wall that is read from afar. */
export function mapStyle(base: string, language: Language, scale: number): StyleSpecification {
  const file = (name: string): StyleSpecification['sources'][string] => ({
    type: 'geojson', data: new URL(`${base}${name}.json`, location.href).href, tolerance: 0.4, buffer: 32,
  })
  return {
    version: 8,
    sources: {
      [BOUNDARIES]: { type: 'vector', tiles: [tilesAt('counties', base.split('/').at(-2) ?? '')], minzoom: 2, maxzoom: 6 },
      lines: file('lines'),
      ...pointSources(),
      bands: { type: 'geojson', data: EMPTY, tolerance: 0.1 },
      labels: { type: 'geojson', data: EMPTY },
      track: { type: 'geojson', data: EMPTY },
    },
    layers: [...fills(), ...borders(), ...provinceStates(), ...bands(), ...track(), ...selection(), ...labels(language, scale), ...pointLayers(language)],
  }
}
