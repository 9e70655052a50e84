/** What a task waits for, and the report that it asks for now and then; "nothing changed" is an answer, also offline. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { clockMinutes, moment } from '../lib/format'
import { language, named } from '../lib/i18n'
import { can } from '../lib/session'
import type { TaskRow } from '../lib/types'
import { countdown, now } from '../lib/worldclock'
import { newKey } from '../offline/action'
import type { Workspace } from './model'
import { Mark } from './parts'
import { isMet } from './waits'
import { workspaceWords } from './words'

interface MoreProps {
  readonly workspace: Workspace
  readonly task: TaskRow
}

const WORKED_ON: ReadonlySet<TaskRow['state']> = new Set(['acknowledged', 'in_progress', 'pending'])

export function TaskMore({ workspace, task }: MoreProps): JSX.Element {
  return (
    <>
      {task.waits_for?.length ? <Waits workspace={workspace} task={task} /> : null}
      {task.checkin_minutes && WORKED_ON.has(task.state) && can('task.check_in') ? <CheckIn workspace={workspace} task={task} /> : null}
    </>
  )
}

function Waits({ workspace, task }: MoreProps): JSX.Element {
  const w = workspaceWords()
  const known = { tasks: workspace.tasks.value, parts: workspace.store.measureParts.value }
  return (
    <section>
      <h2>{w.waitsFor}</h2>
      {task.waits_for?.map((entry) => {
        const met = isMet(entry, task.province, known)
        return (
          <p class="ws-line ws-wait" key={entry.task ?? entry.measure}>
            <span>{named(entry, 'title')}</span>
            <span class={met === false ? 'ws-late' : ''}>{met === null ? '' : met ? w.waitsMet : w.waitsOpen}</span>
          </p>
        )
      })}
    </section>
  )
}

function CheckIn({ workspace, task }: MoreProps): JSX.Element {
  const w = workspaceWords()
  const [note, setNote] = useState('')
  const unsent = workspace.outbox.waiting.value.some((action) => action.task === task.id && action.verb === 'check-in')
  const left = task.checkin_due_at ? countdown(Date.parse(task.checkin_due_at), now.value, language.value) : null
  async function send(): Promise<void> {
    await workspace.act(task, 'check-in', { id: newKey(), ...(note.trim() === '' ? {} : { note: note.trim() }) })
    setNote('')
  }
  return (
    <section>
      <header class="ws-head">
        <h2>{w.checkIn}</h2>
        {left && task.checkin_due_at && !unsent ? (
          <span class={left.late ? 'ws-late num' : 'num'} title={moment(task.checkin_due_at)}>{w.dueAt(clockMinutes(task.checkin_due_at))} · {left.text}</span>
        ) : null}
      </header>
      {task.checkins_missed ? <p class="ws-line ws-late">{w.checkInsMissed(task.checkins_missed)}</p> : null}
      <form
        class="ws-comment"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <input type="text" value={note} maxLength={500} placeholder={w.checkInNote} aria-label={w.checkInNote} onInput={(event) => setNote(event.currentTarget.value)} />
        <button type="submit" class="ws-button">{note.trim() === '' ? <><Mark name="check" />{w.nothingChanged}</> : w.commentSend}</button>
      </form>
    </section>
  )
}
