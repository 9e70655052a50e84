/** A place by hand: on the map of its province, or in degrees. What is typed and what is pressed are the same two fields. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { PlaceMap } from '../workspace/PlaceMap'
import { readPlace } from './place'
import { listWords } from './words'

interface PickProps {
  readonly province: string
  readonly region: string
  /** As typed, in degrees. */
  readonly lon: string
  readonly lat: string
  readonly onPlace: (lon: string, lat: string) => void
}

/** About a metre: a finger is no finer. */
const DIGITS = 5

export function PlacePick({ province, region, lon, lat, onPlace }: PickProps): JSX.Element {
  const w = listWords()
  const [shown, setShown] = useState(false)
  const place = readPlace(lon, lat)
  const point = place && place !== 'bad' ? ([place.lon_e7 / 1e7, place.lat_e7 / 1e7] as const) : null
  return (
    <fieldset class="field place-pick">
      <legend>{w.place}</legend>
      <div class="form-row">
        <label class="field"><span>{w.lat}</span><input type="text" inputMode="decimal" value={lat} aria-invalid={place === 'bad'} onInput={(event) => onPlace(lon, event.currentTarget.value)} /></label>
        <label class="field"><span>{w.lon}</span><input type="text" inputMode="decimal" value={lon} aria-invalid={place === 'bad'} onInput={(event) => onPlace(event.currentTarget.value, lat)} /></label>
      </div>
      {place === 'bad' ? <span class="field-error" role="alert">{w.badPlace}</span> : null}
      <p class="toolbar">
        <Button size="small" onPress={() => setShown(!shown)} whyNot={province === '' && w.provinceFirst}>{shown ? w.hideMap : w.pickOnMap}</Button>
        {point ? <Button size="small" kind="quiet" onPress={() => onPlace('', '')}>{w.noPlace}</Button> : null}
      </p>
      {shown && province !== '' ? <PlaceMap key={region} province={province} region={region} point={point} onPick={(x, y) => onPlace(x.toFixed(DIGITS), y.toFixed(DIGITS))} /> : null}
    </fieldset>
  )
}
