import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { countText, intensity } from '../../lib/format'
import { regionName } from '../../lib/regions'
import type { LiveModel } from '../model'
import { liveWords } from '../words'
import type { Hover } from './MapView'

/** The county under the pointer in one line. */
export function HoverNote({ model, hover }: { readonly model: LiveModel; readonly hover: Signal<Hover | null> }): JSX.Element | null {
  const at = hover.value
  if (!at) return null
  const county = model.counties.value.get(at.adcode)
  const words = !county ? '' : county.notAssessed ? liveWords().notAssessed : `${intensity(county.valueMilli)} · ${countText(county.customers)}`
  return (
    <div class="hover-note" style={{ left: `${at.x + 14}px`, top: `${at.y + 14}px` }}>
      <strong>{regionName(at.adcode)}</strong> <span class="num tx-2">{words}</span>
    </div>
  )
}
