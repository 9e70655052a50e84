/** Where the task is: its region, and its exact place as figures; the map only when somebody asks for it (low data). */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { lazily } from '../components/lazily'
import type { TaskRow } from '../lib/types'
import { Mark, placeOf } from './parts'
import { pointOf, pointText } from '../tasklist/place'
import { workspaceWords } from './words'

const PlaceMap = lazily(() => import('./PlaceMap').then((found) => found.PlaceMap))

export function Place({ task }: { readonly task: TaskRow }): JSX.Element {
  const w = workspaceWords()
  const [shown, setShown] = useState(false)
  const point = pointOf(task)
  return (
    <>
      <p class="ws-line"><Mark name="place" />{placeOf(task)}</p>
      {point ? (
        <p class="ws-line ws-place">
          {/* The phone's own map program opens it; RFC 5870. */}
          <a class="num" href={`geo:${point[1]},${point[0]}`} title={w.geoLink}>{pointText(point)}</a>
          <button type="button" class="ws-link" aria-expanded={shown} onClick={() => setShown(!shown)}>{shown ? w.hideMap : w.showMap}</button>
        </p>
      ) : null}
      {point && shown ? <PlaceMap province={task.province} region={task.region} point={point} /> : null}
    </>
  )
}
