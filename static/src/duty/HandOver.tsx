/** Handing over: to whom, what the next one must know, and a note on each task. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { post } from '../lib/api'
import { exact } from '../lib/format'
import { named } from '../lib/i18n'
import { session } from '../lib/session'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import { commonWords } from '../locales/common'
import { Pick, when } from './parts'
import { candidates } from './PlanDialogs'
import type { Left, Roster, Shift } from './types'
import { dutyWords } from './words'

export function HandOverDialog({ shift, again, onClose }: { readonly shift: Shift; readonly again: () => void; readonly onClose: () => void }): JSX.Element {
  const w = dutyWords()
  const left = useLoad<Left>(`/duty/shifts/${shift.id}/hand-over`)
  const roster = useLoad<Roster>(`/duty/roster?scope=${shift.scope}`)
  const to = useSignal('')
  const note = useSignal<string | null>(null)
  const notes = useSignal<Readonly<Record<string, string>>>({})
  const submit = useSubmit()
  const me = session.value?.person.id
  const next = roster.value?.shifts.find((one) => one.person_id && one.person_id !== me && Date.parse(one.ends_at) > Date.parse(shift.ends_at))
  const person = to.value || next?.person_id || ''
  const said = note.value ?? left.value?.handover?.note ?? ''
  const noteOf = (id: string): string => notes.value[id] ?? left.value?.tasks.find((task) => task.id === id)?.note ?? ''
  const send = (): void => submit.run(
    (options) => post(`/duty/shifts/${shift.id}/hand-over`, {
      person, ...(said.trim() ? { note: said.trim() } : {}),
      tasks: (left.value?.tasks ?? []).filter((task) => noteOf(task.id).trim()).map((task) => ({ task: task.id, text: noteOf(task.id).trim() })),
    }, options),
    () => {
      again()
      onClose()
    },
  )
  if (!left.value || !roster.value) return <FormDialog title={w.handTitle} submit={submit} onClose={onClose} onSubmit={() => undefined} missing={commonWords().loading}>{left.error || roster.error ? <Failure error={left.error ?? roster.error} /> : <Skeleton rows={4} />}</FormDialog>
  return (
    <FormDialog title={w.handTitle} submit={submit} onClose={onClose} onSubmit={send} action={w.handOver} missing={person ? false : `${w.handTo}: ${commonWords().required}`}>
      <p class="hint">{w.handHint}</p>
      <Pick label={w.handTo} value={person} onPick={(id) => (to.value = id)} options={candidates(roster.value).filter(([one]) => one !== me)} />
      <label class="field"><span>{w.handNote}</span><textarea rows={3} maxLength={2000} value={said} onInput={(event) => (note.value = event.currentTarget.value)} /></label>
      <p class="field-label">{left.value.tasks.length ? w.handTasks(exact(left.value.tasks.length)) : w.handNoTasks}{left.value.unacknowledged ? <span class="late"> · {w.unacknowledged(exact(left.value.unacknowledged))}</span> : null}</p>
      <ul class="duty-left">
        {left.value.tasks.map((task) => (
          <li key={task.id}>
            <TaskLine task={task} />
            <input type="text" maxLength={2000} aria-label={`${w.handTaskNote}: ${named(task, 'title')}`} placeholder={w.handTaskNote} value={noteOf(task.id)} onInput={(event) => (notes.value = { ...notes.value, [task.id]: event.currentTarget.value })} />
          </li>
        ))}
      </ul>
    </FormDialog>
  )
}

/** What is offered to me, with its notes. */
export function HandoverTasks({ id }: { readonly id: string }): JSX.Element | null {
  const w = dutyWords()
  const left = useLoad<Left>(`/duty/handovers/${id}`)
  if (!left.value) return left.error ? <Failure error={left.error} /> : <Skeleton rows={2} />
  return (
    <div class="duty-left">
      {left.value.handover?.note ? <p class="note">{left.value.handover.note}</p> : null}
      <p class="tx-2">{left.value.tasks.length ? w.handTasks(exact(left.value.tasks.length)) : null}{left.value.unacknowledged ? <span class="late"> · {w.unacknowledged(exact(left.value.unacknowledged))}</span> : null}</p>
      <ul>{left.value.tasks.map((task) => <li key={task.id}><TaskLine task={task} />{task.note ? <span class="tx-2">{task.note}</span> : null}</li>)}</ul>
    </div>
  )
}

function TaskLine({ task }: { readonly task: Left['tasks'][number] }): JSX.Element {
  return (
    <span class="duty-task">
      <strong>{named(task, 'title')}</strong>
      <span class={task.overdue ? 'bad num' : 'tx-2 num'}>{commonWords().taskState(task.state)}{task.work_due_at ? ` · ${when(task.work_due_at)}` : ''}</span>
    </span>
  )
}
