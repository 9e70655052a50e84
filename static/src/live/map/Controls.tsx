/** Zoom, home, a picture of it, drawing; the scale bar. */
import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { Icon } from '../../components/Icon'
import { can } from '../../lib/session'
import { captionOf } from '../../picture/caption'
import { useCopy } from '../../picture/CopyButton'
import { legendRows, mapPicture } from '../../picture/map'
import { pictureWords } from '../../picture/words'
import { liveWords } from '../words'
import type { MapChoices } from './controller'
import { scaleBar } from './geometry'
import type { MapHandle } from './MapView'

interface ControlsProps {
  readonly handle: Signal<MapHandle | null>
  readonly choices: MapChoices
  /** A past moment is shown: nothing may be drawn. */
  readonly still?: boolean
}

export function Controls({ handle, choices, still }: ControlsProps): JSX.Element {
  const w = liveWords()
  const map = handle.value?.engine.map
  const p = pictureWords()
  const copying = useCopy('map', async () => {
    if (!map) throw new Error('there is no map yet')
    return mapPicture(map, captionOf(), legendRows(document.querySelector('.legend')))
  })
  return (
    <div class="map-controls">
      <button type="button" aria-label={w.zoomIn} title={w.zoomIn} onClick={() => map?.zoomIn()}><Icon name="plus" size={16} /></button>
      <button type="button" aria-label={w.zoomOut} title={w.zoomOut} onClick={() => map?.zoomOut()}><Icon name="minus" size={16} /></button>
      <button type="button" aria-label={w.homeView} title={w.homeView} onClick={() => handle.value?.home()}><Icon name="home" size={16} /></button>
      <button type="button" aria-label={p.copyMap} title={copying.done.value ? p.done(copying.done.value) : p.copyMap} onClick={copying.press}><Icon name="copy" size={16} /></button>
      <span class="visually-hidden" role="status">{copying.done.value ? p.done(copying.done.value) : ''}</span>
      {can('footprint.supply') && !still ? (
        <button
          type="button" aria-label={w.draw} title={w.draw} aria-pressed={choices.sketch.value !== null}
          onClick={() => (choices.sketch.value = choices.sketch.value ? null : [])}
        >
          <Icon name="polygon" size={16} />
        </button>
      ) : null}
    </div>
  )
}

export function Scale({ handle, view, note }: { readonly handle: Signal<MapHandle | null>; readonly view: Signal<number>; readonly note?: string }): JSX.Element | null {
  void view.value
  const map = handle.value?.engine.map
  if (!map) return null
  const { km, px } = scaleBar(map.getCenter().lat, map.getZoom())
  return (
    <div class="scale num">
      <span class="scale-bar" style={{ width: `${px}px` }} /> {km} km
      {note ? <span class="scale-note">{note}</span> : null}
    </div>
  )
}
