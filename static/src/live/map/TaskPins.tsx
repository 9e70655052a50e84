/** Open tasks that have an exact place, where they are; one press opens the task. Most stand at a county and are not here. */
import type { JSX } from 'preact'
import { taskGlyph, toneOf } from '../../lib/glyph-kinds'
import { Glyph } from '../../lib/glyphs'
import { named } from '../../lib/i18n'
import { isOpen } from '../../workspace/lists'
import { pointOf } from '../../tasklist/place'
import type { LiveModel } from '../model'

interface PinsProps {
  readonly model: LiveModel
  readonly place: (lon: number, lat: number) => { readonly x: number; readonly y: number; readonly visible: boolean }
}

/** More would hide the map. */
const MOST = 150

export function TaskPins({ model, place }: PinsProps): JSX.Element {
  const placed = model.store.tasks.value.flatMap((task) => {
    const point = isOpen(task) ? pointOf(task) : null
    const spot = point ? place(...point) : null
    return spot?.visible ? [{ task, spot }] : []
  })
  return (
    <>
      {placed.slice(0, MOST).map(({ task, spot }) => {
        const glyph = taskGlyph(task, model.silent.value.has(task.province))
        return (
          <a key={task.id} class={`task-pin tone-${toneOf[glyph]}`} style={{ left: `${spot.x}px`, top: `${spot.y}px` }} href={`/tasks/${model.store.incidentId}?task=${task.id}`} title={named(task, 'title')} aria-label={named(task, 'title')}>
            <Glyph kind={glyph} size={14} label="" />
          </a>
        )
      })}
    </>
  )
}
