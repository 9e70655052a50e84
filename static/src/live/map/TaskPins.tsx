/** Open tasks that have an exact place, where they are; one press opens the task. Most stand at a county and are not here. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { useLoad } from '../../desk/useLoad'
import { taskGlyph, toneOf } from '../../lib/glyph-kinds'
import { Glyph } from '../../lib/glyphs'
import { exact } from '../../lib/format'
import { named } from '../../lib/i18n'
import type { TaskRow } from '../../lib/types'
import { isOpen } from '../../workspace/lists'
import { pointOf } from '../../tasklist/place'
import type { LiveModel } from '../model'
import { boxText, type Corners, type Pins } from './pins'
import { mapWords } from './words'

interface PinsProps {
  readonly model: LiveModel
  readonly place: (lon: number, lat: number) => { readonly x: number; readonly y: number; readonly visible: boolean }
  readonly corners: Corners
  /** Called with the place of a pin of several tasks, to look at it more closely. */
  readonly closer: (lon: number, lat: number) => void
}

/** More would hide the map. */
const MOST = 150
/** A moving map is asked about when it rests. */
const SETTLED_MS = 350

export function TaskPins(props: PinsProps): JSX.Element {
  return props.model.store.large.value ? <PinsOfMany {...props} /> : <PinsOfRows {...props} />
}

function PinsOfRows({ model, place }: PinsProps): JSX.Element {
  const placed = model.store.tasks.value.flatMap((task) => {
    const point = isOpen(task) ? pointOf(task) : null
    const spot = point ? place(...point) : null
    return spot?.visible ? [{ task, spot }] : []
  })
  return <>{placed.slice(0, MOST).map(({ task, spot }) => <Pin key={task.id} model={model} task={task} spot={spot} />)}</>
}

/** Of an incident whose tasks are too many for the page: what stands in the view, gathered by the server. */
function PinsOfMany({ model, place, corners, closer }: PinsProps): JSX.Element {
  const w = mapWords()
  const box = boxText(corners)
  const settled = useSignal(box)
  useEffect(() => {
    const timer = setTimeout(() => (settled.value = box), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [box])
  const found = useLoad<Pins>(`/incidents/${model.store.incidentId}/tasking/pins?box=${settled.value}`, model.store.sums.value)
  return (
    <>
      {(found.value?.pins ?? []).map((pin) => {
        const [lon, lat] = [pin.lon_e7 / 1e7, pin.lat_e7 / 1e7]
        const spot = place(lon, lat)
        if (!spot.visible) return null
        if (pin.task) return <Pin key={pin.task.id} model={model} task={pin.task} spot={spot} />
        const says = w.tasksHere(exact(pin.n), pin.late)
        return (
          <button key={`${pin.lon_e7},${pin.lat_e7}`} type="button" class={`task-pin many num tone-${pin.late > 0 ? 'warn' : 'tx-1'}`} style={{ left: `${spot.x}px`, top: `${spot.y}px` }} title={says} aria-label={says} onClick={() => closer(lon, lat)}>
            {exact(pin.n)}
          </button>
        )
      })}
    </>
  )
}

interface PinProps {
  readonly model: LiveModel
  readonly task: Pick<TaskRow, 'id' | 'province' | 'title_zh' | 'title_en' | 'state' | 'ack_overdue' | 'work_overdue'>
  readonly spot: { readonly x: number; readonly y: number }
}

function Pin({ model, task, spot }: PinProps): JSX.Element {
  const glyph = taskGlyph(task, model.silent.value.has(task.province))
  return (
    <a class={`task-pin tone-${toneOf[glyph]}`} style={{ left: `${spot.x}px`, top: `${spot.y}px` }} href={`/tasks/${model.store.incidentId}?task=${task.id}`} title={named(task, 'title')} aria-label={named(task, 'title')}>
      <Glyph kind={glyph} size={14} label="" />
    </a>
  )
}
