/** Headquarters gives one task other clocks, in any number of minutes. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Failure } from '../components/Panel'
import { useAction } from '../desk/useAction'
import type { TaskRow } from '../lib/types'
import { can } from '../lib/session'
import { commonWords } from '../locales/common'
import { pagingWords } from './words'

const OPEN = new Set<TaskRow['state']>(['dispatched', 'acknowledged', 'in_progress', 'pending', 'held'])

/** The button, and its dialog while it is open; nothing where the person may not. */
export function ChangeClocks({ task }: { readonly task: TaskRow }): JSX.Element | null {
  const [open, setOpen] = useState(false)
  if (!can('task.clocks') || !OPEN.has(task.state)) return null
  return (
    <>
      <Button size="small" onPress={() => setOpen(true)}>{pagingWords().clocks}</Button>
      {open ? <ClocksDialog task={task} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function ClocksDialog({ task, onClose }: { readonly task: TaskRow; readonly onClose: () => void }): JSX.Element {
  const w = pagingWords()
  const action = useAction(onClose)
  const [acknowledge, setAcknowledge] = useState(String(task.acknowledge_minutes))
  const [work, setWork] = useState(String(task.work_minutes))
  const [start, setStart] = useState(task.start_minutes ? String(task.start_minutes) : '')
  const send = (): void => {
    const clocks = { acknowledge_minutes: Number(acknowledge), work_minutes: Number(work), never_expires: start.trim() === '' }
    const body = start.trim() === '' ? clocks : { ...clocks, start_minutes: Number(start) }
    void action.run('clocks', { path: `/tasks/${task.id}/clocks`, body, revision: task.revision })
  }
  const field = (label: string, value: string, change: (text: string) => void, required: boolean): JSX.Element => (
    <label class="field">
      <span>{label}</span>
      <input type="number" min={1} max={86_400} step={1} required={required} value={value} onInput={(event) => change(event.currentTarget.value)} />
    </label>
  )
  return (
    <Dialog title={w.clocksTitle} onClose={onClose}>
      <form class="form" onSubmit={(event) => { event.preventDefault(); send() }}>
        <p class="hint">{w.clocksHint}</p>
        {field(w.acknowledge, acknowledge, setAcknowledge, true)}
        {field(w.work, work, setWork, true)}
        {field(w.start, start, setStart, false)}
        {action.error ? <Failure error={action.error} /> : null}
        <Button type="submit" kind="primary" busy={action.busy !== null && commonWords().working}>{w.save}</Button>
      </form>
    </Dialog>
  )
}
