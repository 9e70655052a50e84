/** Check-ins, order among the province's tasks, and the exact place, in one dialog. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Failure } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { useLoad } from '../desk/useLoad'
import { named } from '../lib/i18n'
import { regionName } from '../lib/regions'
import type { Store } from '../lib/store'
import type { TaskRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { isOpen } from '../workspace/lists'
import { readPlace } from './place'
import { PlacePick } from './PlacePick'
import { listWords } from './words'
import './tasklist.css'

interface ArrangeProps {
  readonly store: Store
  readonly task: TaskRow
  readonly onClose: () => void
}

export function ArrangeDialog({ store, task, onClose }: ArrangeProps): JSX.Element {
  const w = listWords()
  const action = useAction()
  const before = (task.waits_for ?? []).flatMap((entry) => (entry.task ? [entry.task] : []))
  const waitedMeasures = (task.waits_for ?? []).flatMap((entry) => (entry.measure ? [[entry.measure, entry.state ?? 'in_effect'] as const] : []))
  const [measures, setMeasures] = useState<ReadonlyMap<string, string>>(new Map(waitedMeasures))
  const [minutes, setMinutes] = useState(task.checkin_minutes ? String(task.checkin_minutes) : '')
  const [first, setFirst] = useState<ReadonlySet<string>>(new Set(before))
  const [lon, setLon] = useState(task.lon_e7 == null ? '' : String(task.lon_e7 / 1e7))
  const [lat, setLat] = useState(task.lat_e7 == null ? '' : String(task.lat_e7 / 1e7))
  const place = readPlace(lon, lat)
  const far = useLoad<{ readonly items: readonly TaskRow[] }>(store.large.value ? `/incidents/${store.incidentId}/tasks?province=${task.province}` : null)
  const known = store.large.value ? (far.value?.items ?? []) : store.tasks.value
  const others = known.filter((row) => row.province === task.province && row.id !== task.id && (isOpen(row) || first.has(row.id)))
  async function send(): Promise<void> {
    if (place === 'bad') return
    const waits = [...[...measures].map(([measure, state]) => ({ measure, state })), ...[...first].map((id) => ({ task: id }))]
    const body = { checkin_minutes: minutes ? Number(minutes) : null, waits_for: waits, point: place }
    if (await action.run('arrange', { path: `/tasks/${task.id}/arrange`, body, revision: task.revision })) onClose()
  }
  const toggle = (id: string): void => setFirst(new Set(first.has(id) ? [...first].filter((one) => one !== id) : [...first, id]))
  return (
    <Dialog title={w.arrangeTitle} onClose={onClose}>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void send() }}>
        <p class="hint">{w.arrangeHint}</p>
        <label class="field"><span>{w.minutes}</span><input type="number" min={1} max={1440} value={minutes} onInput={(event) => setMinutes(event.currentTarget.value)} /></label>
        <fieldset class="field">
          <legend>{w.waitsFor}</legend>
          {others.length === 0 ? <p class="hint">{w.noOthers}</p> : (
            <div class="pick-list">
              {others.slice(0, 200).map((row) => <label class="check" key={row.id}><input type="checkbox" checked={first.has(row.id)} onChange={() => toggle(row.id)} />{named(row, 'title')}{row.region === row.province ? '' : ` · ${regionName(row.region)}`}</label>)}
            </div>
          )}
        </fieldset>
        {store.measures.value.length > 0 ? (
          <fieldset class="field">
            <legend>{w.waitsMeasures}</legend>
            <div class="pick-list">
              {store.measures.value.map((row) => <label class="check" key={row.id}><input type="checkbox" checked={measures.has(row.id)} onChange={() => setMeasures(new Map(measures.has(row.id) ? [...measures].filter(([id]) => id !== row.id) : [...measures, [row.id, 'in_effect']]))} />{named(row, 'title')}</label>)}
            </div>
          </fieldset>
        ) : null}
        <PlacePick province={task.province} region={task.region} lon={lon} lat={lat} onPlace={(x, y) => { setLon(x); setLat(y) }} />
        {action.error ? <Failure error={action.error} /> : null}
        <Button type="submit" kind="primary" busy={action.busy !== null && commonWords().working}>{w.save}</Button>
      </form>
    </Dialog>
  )
}
