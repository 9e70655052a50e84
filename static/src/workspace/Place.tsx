/** Where the task is: its region, and its exact place as figures; the map only when somebody asks for it (low data). */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { lazily } from '../components/lazily'
import { can } from '../lib/session'
import type { Store } from '../lib/store'
import type { TaskRow } from '../lib/types'
import { pointOf, pointText } from '../tasklist/place'
import { isOpen } from './lists'
import { Mark, placeOf } from './parts'
import { workspaceWords } from './words'

const PlaceMap = lazily(() => import('./PlaceMap').then((found) => found.PlaceMap))

/** The lead's own, with a line only: it is decided on what the others of the province do. */
const Arrange = lazily(() => import('../tasklist/Arrange').then((found) => found.ArrangeDialog))

interface PlaceProps {
  readonly store: Store
  readonly task: TaskRow
}

export function Place({ store, task }: PlaceProps): JSX.Element {
  const w = workspaceWords()
  const [shown, setShown] = useState(false)
  const [arranging, setArranging] = useState(false)
  const point = pointOf(task)
  return (
    <>
      <p class="ws-line ws-place-region">
        <Mark name="place" />{placeOf(task)}
        {can('task.arrange') && isOpen(task) ? <button type="button" class="ws-link" onClick={() => setArranging(true)}>{w.arrange}</button> : null}
      </p>
      {point ? (
        <p class="ws-line ws-place">
          {/* The phone's own map program opens it; RFC 5870. */}
          <a class="num" href={`geo:${point[1]},${point[0]}`} title={w.geoLink}>{pointText(point)}</a>
          <button type="button" class="ws-link" aria-expanded={shown} onClick={() => setShown(!shown)}>{shown ? w.hideMap : w.showMap}</button>
        </p>
      ) : null}
      {arranging ? <Arrange store={store} task={task} onClose={() => setArranging(false)} /> : null}
      {point && shown ? <PlaceMap province={task.province} region={task.region} point={point} /> : null}
    </>
  )
}
