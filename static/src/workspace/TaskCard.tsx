/** One task in the list of the phone: what, where, why, who else, how long; one tap acknowledges. */
import type { JSX } from 'preact'
import { taskGlyph } from '../lib/glyph-kinds'
import { Glyph } from '../lib/glyphs'
import { named } from '../lib/i18n'
import { can } from '../lib/session'
import type { TaskRow } from '../lib/types'
import { TaskClock } from './clocks'
import type { Workspace } from './model'
import { isReturned, Mark, placeOf, stateReason, UnsentMark, whoElse, whyOf } from './parts'
import { workspaceWords } from './words'

interface CardProps {
  readonly workspace: Workspace
  readonly task: TaskRow
  readonly onOpen: () => void
  readonly onDecline: () => void
}

export function TaskCard({ workspace, task, onOpen, onDecline }: CardProps): JSX.Element {
  const w = workspaceWords()
  const { store, person } = workspace
  const glyph = taskGlyph(task)
  const why = stateReason(task, store) ?? whyOf(task)[0]
  const checked = task.checklist.length > 0 && task.ticked.length > 0 ? w.checklistShort(task.ticked.length, task.checklist.length) : ''
  const who = [whoElse(task, workspace.tasks.value, store, person), checked].filter(Boolean).join(' · ')
  return (
    <li class={`ws-card ${glyph === 'overdue' || isReturned(task, store) ? 'ws-card-warn' : ''}`}>
      <button type="button" class="ws-card-open" onClick={onOpen}>
        <span class="ws-card-head">
          <Glyph kind={glyph} size={18} />
          <span class="ws-card-title">
            {named(task, 'title')}
            {task.critical ? <span class="ws-critical">{w.critical}</span> : null}{' '}
            <UnsentMark workspace={workspace} task={task} />
          </span>
          <TaskClock task={task} />
        </span>
        <span class="ws-line">
          <Mark name="place" />
          {placeOf(task)}
        </span>
        {why ? <span class={`ws-line ws-why ${isReturned(task, store) ? 'ws-late' : ''}`}>{why}</span> : null}
        {who ? (
          <span class="ws-line">
            <Mark name="others" />
            {who}
          </span>
        ) : null}
      </button>
      {task.state === 'dispatched' ? <Answer workspace={workspace} task={task} onDecline={onDecline} /> : null}
    </li>
  )
}

function Answer({ workspace, task, onDecline }: Omit<CardProps, 'onOpen'>): JSX.Element | null {
  const w = workspaceWords()
  if (!can('task.acknowledge')) return null
  return (
    <div class="ws-card-do">
      {can('task.decline') ? (
        <button type="button" class="ws-button ws-narrow" onClick={onDecline}>
          {w.decline}
        </button>
      ) : null}
      <button
        type="button"
        class="ws-button ws-primary"
        onClick={() => void workspace.act(task, 'acknowledge')}
      >
        {w.acknowledge}
      </button>
    </div>
  )
}
