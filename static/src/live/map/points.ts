/** Cell sites, service halls and key customers: clusters with their counts far away, single ones near. */
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { Language } from '../../lib/i18n'
import { token } from '../../lib/theme'
import { drawn, type Picture } from './images'

export type PointLayer = 'sites' | 'halls' | 'keys'

/** Beyond this zoom tiles hold single points (geo/tiles_points.py). */
const NEAR = 10
const DEEPEST = 12
const FACES = ['PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei UI', 'Noto Sans SC', 'sans-serif']

/** Address of a layer's tiles; MapLibre fills in the places. */
export function tilesAt(layer: string, version = ''): string {
  return `${location.origin}/api/v1/tiles/${layer}/{z}/{x}/{y}.mvt${version ? `?v=${version}` : ''}`
}

/** Ids of the map's layers behind each switch. */
export const POINT_LAYERS: Readonly<Record<PointLayer, readonly string[]>> = {
  sites: ['sites-far', 'sites-near'], halls: ['halls-far', 'halls-near'], keys: ['keys-far', 'keys-near'],
}

/** One below the other, so that the three counts of one place can be read together. */
const SHIFT: Readonly<Record<PointLayer, number>> = { sites: 0, halls: 16, keys: -16 }

/** Nothing is fetched while all layers of a source are switched off. */
export function pointSources(): StyleSpecification['sources'] {
  const tiles = (layer: string): StyleSpecification['sources'][string] => ({
    type: 'vector', tiles: [tilesAt(layer)], minzoom: 2, maxzoom: DEEPEST,
  })
  return { sites: tiles('sites'), points: tiles('points') }
}

export function pointLayers(language: Language): readonly LayerSpecification[] {
  return [
    ...(['sites', 'keys', 'halls'] as const).flatMap((layer) => [single(layer, language), cluster(layer, language)]),
  ]
}

const SOURCE: Readonly<Record<PointLayer, { readonly source: string; readonly 'source-layer': string }>> = {
  sites: { source: 'sites', 'source-layer': 'sites' },
  halls: { source: 'points', 'source-layer': 'halls' },
  keys: { source: 'points', 'source-layer': 'key_customers' },
}

function cluster(layer: PointLayer, language: Language): LayerSpecification {
  return {
    id: `${layer}-far`, type: 'symbol', ...SOURCE[layer], maxzoom: NEAR,
    layout: {
      visibility: 'none', 'icon-image': layer, 'icon-offset': [0, SHIFT[layer]], 'icon-allow-overlap': true,
      'text-field': counted(language), 'text-font': FACES, 'text-size': 12, 'text-anchor': 'left',
      'text-offset': [0.75, SHIFT[layer] / 12], 'text-allow-overlap': true, 'symbol-sort-key': ['-', 0, ['get', 'n']],
    },
    paint: { 'text-color': token('--m-label'), 'text-halo-color': token('--m-halo'), 'text-halo-width': 1.8 },
  }
}

function single(layer: PointLayer, language: Language): LayerSpecification {
  if (layer === 'sites') {
    return {
      id: 'sites-near', type: 'circle', ...SOURCE.sites, minzoom: NEAR, layout: { visibility: 'none' },
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], NEAR, 1.8, 13, 3.6], 'circle-color': token('--m-label'),
        'circle-stroke-color': token('--m-halo'), 'circle-stroke-width': 1,
      },
    }
  }
  return {
    id: `${layer}-near`, type: 'symbol', ...SOURCE[layer], minzoom: NEAR,
    layout: {
      visibility: 'none', 'icon-image': layer, 'icon-allow-overlap': true, 'text-font': FACES, 'text-size': 11,
      'text-field': ['step', ['zoom'], '', 12, ['coalesce', ['get', language === 'zh' ? 'name' : 'name_en'], '']],
      'text-anchor': 'left', 'text-offset': [0.8, 0], 'text-optional': true,
    },
    paint: { 'text-color': token('--m-label-2'), 'text-halo-color': token('--m-halo'), 'text-halo-width': 1.4 },
  }
}

/** 8,431 as it is; 25,300 as 2.5万 or 25k. */
function counted(language: Language): ExpressionSpecification {
  const [unit, word] = language === 'zh' ? [10_000, '万'] : [1000, 'k']
  return ['case', ['>=', ['get', 'n'], 10_000],
    ['concat', ['number-format', ['/', ['get', 'n'], unit], { 'max-fraction-digits': language === 'zh' ? 1 : 0 }], word],
    ['number-format', ['get', 'n'], {}]] as unknown as ExpressionSpecification
}

/** Told apart by shape: a disc is sites, a square halls, a diamond key customers. */
export function pointImages(): readonly (readonly [PointLayer, Picture])[] {
  const picture = (path: (pen: CanvasRenderingContext2D) => void, fill: string): Picture => drawn(14, (pen) => {
    pen.beginPath()
    path(pen)
    pen.closePath()
    pen.lineWidth = 3.4
    pen.strokeStyle = token('--m-halo')
    pen.stroke()
    pen.fillStyle = token(fill)
    pen.fill()
  })
  return [
    ['sites', picture((pen) => pen.arc(7, 7, 4.2, 0, 7), '--m-label')],
    ['halls', picture((pen) => pen.rect(3.2, 3.2, 7.6, 7.6), '--ok')],
    ['keys', picture((pen) => {
      pen.moveTo(7, 1.8)
      pen.lineTo(12.2, 7)
      pen.lineTo(7, 12.2)
      pen.lineTo(1.8, 7)
    }, '--warn')],
  ]
}
