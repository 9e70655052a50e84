/** One task opened: clocks, why, checklist, outcomes, record; what can be done now is pinned below. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useEvery } from '../desk/useEvery'
import { clockMinutes, exact, moment } from '../lib/format'
import { taskGlyph } from '../lib/glyph-kinds'
import { Glyph } from '../lib/glyphs'
import { named, said } from '../lib/i18n'
import { can } from '../lib/session'
import type { TaskRow } from '../lib/types'
import { now } from '../lib/worldclock'
import { commonWords } from '../locales/common'
import { AlsoLooking } from '../components/AlsoLooking'
import { TaskPaging } from '../paging/TaskPaging'
import { AckTook, TaskClock, usedShare } from './clocks'
import { undecided } from '../offline/action'
import { Decide } from '../offline/Decide'
import { readPast } from './connect'
import { useDraft } from './draftState'
import { UNDO_MS, type AskedAction, type Workspace } from './model'
import { OutcomeForm } from './OutcomeForm'
import { Place } from './Place'
import { checkOutcomes } from './outcomes'
import { isReturned, Mark, stateReason, whoElse, whyOf } from './parts'
import { codeOf } from './taskCode'
import { TaskFiles } from './TaskFiles'
import { TaskMore } from './TaskMore'
import { TaskRecord } from './TaskRecord'
import { isWaiting } from './waits'
import { workspaceWords } from './words'

interface ViewProps {
  readonly workspace: Workspace
  readonly task: TaskRow
  readonly onReason: (action: AskedAction) => void
}

const AT_WORK = new Set(['acknowledged', 'in_progress', 'pending'])

export function TaskView({ workspace, task, onReason }: ViewProps): JSX.Element {
  const w = workspaceWords()
  const { store, person, outbox } = workspace
  const [draft, change] = useDraft(person, task.id)
  const [strict, setStrict] = useState(false)
  const toDecide = undecided(outbox.actions.value).filter((action) => action.task === task.id)
  const reported = reportedFigures(workspace, task.id)
  const typed = { ...reported, ...draft.outcomes }
  const detail = store.text(task.detail_text)
  const reason = stateReason(task, store)
  const checked = checkOutcomes(task.outcome_fields, typed, draft.outcomeReasons)
  const missing = Object.keys(checked.faults).length
  const why = whyOf(task)

  useEffect(() => {
    setStrict(false)
    const room = store.folded.peek().positions[task.province] === undefined ? 'nation' : task.province
    void readPast(store, room).catch(() => undefined)
  }, [task.id])

  async function report(): Promise<void> {
    setStrict(true)
    if (missing > 0) {
      const faulty = document.querySelector('.ws-outcomes [data-fault]')
      faulty?.querySelector<HTMLInputElement>(faulty.querySelector('.ws-true') ? '.ws-true input' : 'input')?.focus()
      return
    }
    await workspace.act(task, 'resolve', { outcomes: checked.values, ticked: task.ticked })
  }

  return (
    <article class="ws-task" aria-label={named(task, 'title')}>
      <TaskClocks task={task} />
      <div class="ws-task-body">
        {toDecide.map((action) => <Decide key={action.order} workspace={workspace} action={action} />)}
        <UndoInTask workspace={workspace} task={task} />
        {reason ? <p class={`ws-reason ${isReturned(task, store) || task.state === 'rejected' ? 'ws-reason-warn' : ''}`}>{reason}</p> : null}
        <section class="ws-facts">
          <Place store={store} task={task} />
          <p class="ws-line"><Mark name="others" />{whoElse(task, workspace.tasks.value, store, person) || named(store.people.value[person], 'name')}</p>
          <AlsoLooking store={store} task={task} />
        </section>
        {why.length > 0 ? (
          <section>
            <h2>{w.why}</h2>
            {why.map((sentence) => <p class="ws-read" key={sentence}>{sentence}</p>)}
          </section>
        ) : null}
        {detail ? <section><h2>{w.detail}</h2><p class="ws-read">{detail}</p></section> : null}
        <TaskPaging task={task} />
        <TaskMore workspace={workspace} task={task} />
        <Checklist workspace={workspace} task={task} />
        <section>
          <header class="ws-head"><h2>{w.outcomes}</h2><span>{task.outcome_fields.some((field) => field.required) ? w.outcomesNeeded : ''}</span></header>
          {AT_WORK.has(task.state) || task.state === 'dispatched' ? (
            <OutcomeForm
              taskId={task.id}
              fields={task.outcome_fields}
              typed={typed}
              reasons={draft.outcomeReasons}
              strict={strict}
              disabled={task.state === 'dispatched'}
              onType={(name, text) => change({ outcomes: { ...draft.outcomes, [name]: text } })}
              onReason={(name, reason) => change({ outcomeReasons: { ...draft.outcomeReasons, [name]: reason } })}
            />
          ) : (
            <Figures workspace={workspace} task={task} reported={reported} />
          )}
        </section>
        <TaskFiles workspace={workspace} task={task} />
        <TaskRecord workspace={workspace} task={task} draft={draft.comment} onDraft={(comment) => change({ comment })} />
        <footer class="ws-print-code">{w.taskCode} <code>{codeOf(task.id)}</code> · {w.taskCodeHint}</footer>
      </div>
      <Actions workspace={workspace} task={task} missing={missing} onReason={onReason} onReport={() => void report()} />
    </article>
  )
}

function reportedFigures(workspace: Workspace, task: string): Record<string, string> {
  const rows = Object.values(workspace.store.folded.value.tables['outcome'] ?? {})
  const sent = rows.filter((row) => row['task_id'] === task).map((row) => [String(row['name']), exact(Number(row['value']))])
  const mine = workspace.outbox.waiting.value.filter((action) => action.task === task && action.verb === 'resolve').at(-1)
  const unsent = (mine?.body as { outcomes?: readonly { name: string; value: number }[] } | undefined)?.outcomes ?? []
  return Object.fromEntries([...sent, ...unsent.map(({ name, value }) => [name, exact(value)])])
}

interface FiguresProps {
  readonly workspace: Workspace
  readonly task: TaskRow
  readonly reported: Readonly<Record<string, string>>
}

function Figures({ workspace, task, reported }: FiguresProps): JSX.Element {
  const rows = Object.values(workspace.store.folded.value.tables['outcome'] ?? {})
  const odd = new Set(rows.filter((row) => row['task_id'] === task.id && row['implausible']).map((row) => row['name']))
  return (
    <dl class="ws-figures">
      {task.outcome_fields.map((field) => (
        <div key={field.name}>
          <dt>{said(field)}</dt>
          <dd>{reported[field.name] ?? '-'} <small>{reported[field.name] ? named(field, 'unit') : ''}{odd.has(field.name) ? ` · ${workspaceWords().implausible}` : ''}</small></dd>
        </div>
      ))}
    </dl>
  )
}

function TaskClocks({ task }: { readonly task: TaskRow }): JSX.Element {
  const w = workspaceWords()
  const used = usedShare(task, now.value)
  const waiting = task.state === 'dispatched'
  return (
    <header class="ws-clocks">
      <div>
        <span class="ws-clock-label">
          <Glyph kind={taskGlyph(task)} size={16} label="" /> {commonWords().taskState(task.state)} · {waiting ? w.ackClock : w.workClock}
          {!waiting && task.work_due_at && AT_WORK.has(task.state) ? <small title={moment(task.work_due_at)}> {w.dueAt(clockMinutes(task.work_due_at))}</small> : null}
        </span>
        <TaskClock task={task} large />
      </div>
      <div class="ws-clock-side">
        <span class="ws-clock-label">{waiting ? w.ackLimit(task.acknowledge_minutes) : w.ackClock}</span>
        <span>{waiting ? <span title={moment(task.ack_due_at)}>{w.dueAt(clockMinutes(task.ack_due_at))}</span> : <AckTook task={task} />}</span>
      </div>
      {used !== null && AT_WORK.has(task.state) ? (
        <progress class={`ws-used ${used >= 1 ? 'ws-used-late' : ''}`} max={1} value={used} aria-label={w.workClock} />
      ) : null}
    </header>
  )
}

function UndoInTask({ workspace, task }: { readonly workspace: Workspace; readonly task: TaskRow }): JSX.Element | null {
  const w = workspaceWords()
  const [, step] = useState(0)
  const undoable = workspace.undoable.value
  const mine = task.acknowledged_by === workspace.person && can('task.undo')
  const until = undoable?.task === task.id ? undoable.atMs + UNDO_MS : mine && task.undo_until ? Date.parse(task.undo_until) : 0
  const left = until - Date.now()
  useEvery(500, () => step((count) => count + 1), left > 0)
  if (left <= 0 || task.state !== 'acknowledged') return null
  return (
    <p class="ws-undo-line" role="status">
      {w.undoInTask(Math.ceil(left / 1000))}
      <button type="button" class="ws-button" onClick={() => void workspace.undo(task)}>{w.undo}</button>
    </p>
  )
}

function Checklist({ workspace, task }: { readonly workspace: Workspace; readonly task: TaskRow }): JSX.Element | null {
  const w = workspaceWords()
  if (task.checklist.length === 0) return null
  const may = can('task.tick') && AT_WORK.has(task.state)
  const ticked = new Set(task.ticked)
  return (
    <section>
      <header class="ws-head"><h2>{w.checklist}</h2><span class="num">{ticked.size}/{task.checklist.length}</span></header>
      <ul class="ws-checks">
        {task.checklist.map((item, index) => (
          <li key={index}>
            <label class="ws-check">
              <input
                type="checkbox"
                checked={ticked.has(index)}
                disabled={!may}
                onChange={(event) => {
                  const next = event.currentTarget.checked ? [...task.ticked, index] : task.ticked.filter((at) => at !== index)
                  void workspace.act(task, 'tick', { ticked: [...next].sort((a, b) => a - b) })
                }}
              />
              <span class="ws-box" aria-hidden="true"><Mark name="check" /></span>
              <span>{said(item)}</span>
            </label>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface ActionsProps {
  readonly workspace: Workspace
  readonly task: TaskRow
  readonly missing: number
  readonly onReason: (action: AskedAction) => void
  readonly onReport: () => void
}

/** The one thing to do next, wide and to the right; the other way out, narrow and to the left. */
function Actions({ workspace, task, missing, onReason, onReport }: ActionsProps): JSX.Element | null {
  const w = workspaceWords()
  const side = (action: AskedAction, label: string): JSX.Element | null =>
    can(`task.${action}`) ? (
      <button type="button" class="ws-button ws-narrow" onClick={() => onReason(action)}>{label}</button>
    ) : null
  const main = (label: string, press: () => void, permission: string): JSX.Element | null =>
    can(permission) ? (
      <button type="button" class="ws-button ws-primary" onClick={press}>
        {label}
      </button>
    ) : null
  const act = (action: string) => () => void workspace.act(task, action)
  const waits = isWaiting(task, { tasks: workspace.tasks.value, parts: workspace.store.measureParts.value })
  switch (task.state) {
    case 'dispatched':
      return <div class="ws-actions">{side('decline', w.decline)}{main(w.acknowledge, act('acknowledge'), 'task.acknowledge')}</div>
    case 'acknowledged':
      return <div class="ws-actions">{side('decline', w.decline)}{main(w.start, waits ? () => onReason('start') : act('start'), 'task.start')}</div>
    case 'in_progress':
      return (
        <div class="ws-actions">
          {side('pend', w.pend)}
          {main(missing > 0 ? w.cantReport(missing) : w.report, onReport, 'task.resolve')}
        </div>
      )
    case 'rejected':
      return can('task.reassign') ? <div class="ws-actions"><Reassign task={task} declined={stateReason(task, workspace.store) ?? ''} /></div> : null
    case 'pending':
      return <div class="ws-actions">{main(w.resume, act('resume'), 'task.resume')}</div>
    default:
      return null
  }
}

type Reassigning = typeof import('../admin/Reassign').ReassignDialog

/** The lead gives a declined task to somebody else; the dialog is fetched when it is asked for (low data). */
function Reassign({ task, declined }: { readonly task: TaskRow; readonly declined: string }): JSX.Element {
  const w = workspaceWords()
  const [Dialog, setDialog] = useState<Reassigning | null>(null)
  const open = (): void => {
    void import('../admin/Reassign').then(({ ReassignDialog }) => setDialog(() => ReassignDialog), () => undefined)
  }
  return (
    <>
      <button type="button" class="ws-button ws-primary" onClick={open}>{w.reassign}</button>
      {Dialog ? <Dialog task={task} declined={declined} onClose={() => setDialog(null)} /> : null}
    </>
  )
}
