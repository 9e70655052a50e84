import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { language } from '../../lib/i18n'
import { countText } from '../../lib/format'
import { regionName } from '../../lib/regions'
import type { LiveModel } from '../model'
import { liveWords } from '../words'
import { bandName } from './bandNames'
import type { Hover } from './MapView'
import { mapWords } from './words'

/** The county under the pointer in one line. */
export function HoverNote({ model, hover }: { readonly model: LiveModel; readonly hover: Signal<Hover | null> }): JSX.Element | null {
  const at = hover.value
  if (!at) return null
  if (at.point) return <PointNote at={at} point={at.point} />
  const county = model.counties.value.get(at.adcode)
  const words = !county ? '' : county.notAssessed ? liveWords().notAssessed : `${bandName(county.unit, county.valueMilli / 1000)} · ${countText(county.customers)}`
  return (
    <div class="hover-note" style={{ left: `${at.x + 14}px`, top: `${at.y + 14}px` }}>
      <strong>{regionName(at.adcode)}</strong> <span class="num tx-2">{words}</span>
    </div>
  )
}

function PointNote({ at, point }: { readonly at: Hover; readonly point: Readonly<Record<string, unknown>> }): JSX.Element {
  const w = mapWords()
  const name = String((language.value === 'zh' ? point.name : point.name_en) ?? point.name)
  const tier = point.tier ? w.tier(String(point.tier)) : ''
  return (
    <div class="hover-note" style={{ left: `${at.x + 14}px`, top: `${at.y + 14}px` }}>
      <strong>{name}</strong> <span class="tx-2">{[w.kind(String(point.kind ?? '')), tier].filter(Boolean).join(' · ')}</span>
    </div>
  )
}
