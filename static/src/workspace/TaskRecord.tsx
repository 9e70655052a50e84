/** What was done on a task, in sentences from the log, and a line to add one's own. */
import type { JSX } from 'preact'
import { clockMinutes, moment } from '../lib/format'
import { said } from '../lib/i18n'
import { can } from '../lib/session'
import type { TaskRow } from '../lib/types'
import { newKey } from '../offline/action'
import { bodyWords, offlineWords } from '../offline/words'
import { recordOf } from './connect'
import type { Workspace } from './model'
import { personName } from './parts'
import { workspaceWords } from './words'

interface RecordProps {
  readonly workspace: Workspace
  readonly task: TaskRow
  readonly draft: string
  readonly onDraft: (comment: string) => void
}

export function TaskRecord({ workspace, task, draft, onDraft }: RecordProps): JSX.Element {
  const w = workspaceWords()
  const { store } = workspace
  const record = recordOf(task.id, store.events.value)
  const unsent = workspace.outbox.waiting.value.filter((action) => action.task === task.id && action.verb === 'comment').reverse()

  async function send(): Promise<void> {
    if (draft.trim() !== '' && (await workspace.act(task, 'comment', { id: newKey(), text: draft.trim() }))) onDraft('')
  }

  return (
    <section class="ws-record">
      <h2>{w.record}</h2>
      {record.length + unsent.length === 0 ? <p class="ws-hint">{w.noRecord}</p> : null}
      <ol>
        {unsent.map((action) => (
          <li key={action.order}>
            <time dateTime={new Date(action.worldAt).toISOString()}>{clockMinutes(action.worldAt)}</time>
            <span class="of-mark">{offlineWords().mark}</span>
            <span>{bodyWords('comment', action.body)}</span>
          </li>
        ))}
        {record.map((event) => (
          <li key={event.id}>
            <time dateTime={event.at} title={moment(event.at)}>{clockMinutes(event.at)}</time>
            <span class="ws-record-who">{personName(store, event.actor.person)}</span>
            <span>{said(event.say)}</span>
          </li>
        ))}
      </ol>
      {can('task.comment') ? (
        <form
          class="ws-comment"
          onSubmit={(event) => {
            event.preventDefault()
            void send()
          }}
        >
          <input
            type="text"
            value={draft}
            maxLength={500}
            placeholder={w.comment}
            aria-label={w.comment}
            onInput={(event) => onDraft(event.currentTarget.value)}
          />
          <button type="submit" class="ws-button" disabled={draft.trim() === ''}>{w.commentSend}</button>
        </form>
      ) : null}
    </section>
  )
}
