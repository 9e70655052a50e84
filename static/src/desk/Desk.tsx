/** The same list on a desk: list, task, context (picture 03d). Keys: J K up and down, A acknowledge, X decline, R report. */
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Shell } from '../components/Shell'
import { Failure, Skeleton } from '../components/Panel'
import { taskGlyph } from '../lib/glyph-kinds'
import { Glyph } from '../lib/glyphs'
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { can, session } from '../lib/session'
import type { TaskRow } from '../lib/types'
import { TaskClock } from '../workspace/clocks'
import { Tabs } from '../workspace/Header'
import { responsible } from '../workspace/lists'
import type { AskedAction, Workspace } from '../workspace/model'
import { Mark, personName, placeOf } from '../workspace/parts'
import { SectionHead } from '../workspace/TaskList'
import { TaskView } from '../workspace/TaskView'
import { openTask } from '../workspace/opening'
import { UndoBar } from '../workspace/UndoBar'
import { workspaceWords } from '../workspace/words'
import { Context } from './Context'
import './desk.css'

interface DeskProps {
  readonly workspace: Workspace
  readonly onReason: (task: TaskRow, action: AskedAction) => void
}

export function Desk({ workspace, onReason }: DeskProps): JSX.Element {
  const w = workspaceWords()
  const task = workspace.current.value
  const first = workspace.listed.value[0]?.tasks[0]?.id ?? null
  useEffect(() => {
    // An empty pane helps nobody: what is due first stands open, without an entry in the history.
    if (workspace.open.peek() === null && first) workspace.open.value = first
  }, [workspace, first])
  useKeys(workspace, onReason)
  return (
    <Shell page="workspace" store={workspace.store}>
      <div class="desk ws">
        <section class="desk-list" aria-label={w.pageTitle}>
          <header class="desk-head">
            <h2>{w.tasksOf(session.value?.rooms.map(provinceName).join(' · ') ?? '')}</h2>
            <p class="hint num">{totals(workspace.tasks.value)}</p>
          </header>
          <Tabs workspace={workspace} />
          <DeskList workspace={workspace} />
          <footer class="desk-keys hint">{w.shortcuts}</footer>
        </section>
        <section class="desk-task">
          {task ? (
            <>
              <header class="desk-task-head">
                <Glyph kind={taskGlyph(task)} size={20} />
                <h2>{named(task, 'title')}</h2>
                <code class="hint">{task.id.slice(0, 8).toUpperCase()}</code>
                <button type="button" class="button" onClick={() => print()}><Mark name="print" />{w.print}</button>
              </header>
              <TaskView key={task.id} workspace={workspace} task={task} onReason={(action) => onReason(task, action)} />
            </>
          ) : (
            <p class="desk-choose">{w.chooseTask}</p>
          )}
        </section>
        <Context workspace={workspace} />
        <UndoBar workspace={workspace} />
      </div>
    </Shell>
  )
}

function totals(tasks: readonly TaskRow[]): string {
  const of = (...states: string[]): number => tasks.filter((task) => states.includes(task.state)).length
  const [waiting, working, reported] = [of('dispatched'), of('acknowledged', 'in_progress', 'pending', 'held'), of('resolved')]
  return workspaceWords().total(tasks.length, waiting, working, reported, tasks.length - waiting - working - reported)
}

function DeskList({ workspace }: { readonly workspace: Workspace }): JSX.Element {
  const w = workspaceWords()
  if (!workspace.store.loaded.value) {
    return workspace.failed.value ? <Failure error={workspace.failed.value} onRetry={() => location.reload()} /> : <Skeleton rows={12} />
  }
  const list = workspace.listed.value
  const empty = { mine: w.emptyMine, done: w.emptyDone, team: w.emptyTeam }[workspace.tab.value]
  if (list.length === 0) return <div class="ws-empty"><p>{empty}</p></div>
  return (
    <div class="desk-rows">
      {list.map((section) => (
        <section key={section.name}>
          <SectionHead section={section} />
          <ul>
            {section.tasks.map((task) => (
              <li key={task.id}>
                <button
                  type="button"
                  class="desk-row"
                  aria-current={workspace.open.value === task.id}
                  onClick={() => openTask(workspace, task.id)}
                >
                  <Glyph kind={taskGlyph(task)} />
                  <span class="desk-title">{named(task, 'title')}</span>
                  <span class="desk-place">{placeOf(task)}</span>
                  <TaskClock task={task} />
                  <span class="desk-who">{personName(workspace.store, responsible(task)) || '-'}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function useKeys(workspace: Workspace, onReason: DeskProps['onReason']): void {
  useEffect(() => {
    const heard = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest('input, textarea, select, dialog')) return
      const order = workspace.listed.peek().flatMap((section) => section.tasks)
      const at = order.findIndex((task) => task.id === workspace.open.peek())
      const task = workspace.current.peek()
      const key = event.key.toLowerCase()
      if (key === 'j' || key === 'k') openTask(workspace, order[Math.max(0, Math.min(order.length - 1, at + (key === 'j' ? 1 : -1)))]?.id ?? null)
      else if (key === 'a' && task?.state === 'dispatched' && can('task.acknowledge')) void workspace.act(task, 'acknowledge')
      else if (key === 'x' && task && ['dispatched', 'acknowledged'].includes(task.state) && can('task.decline')) onReason(task, 'decline')
      else if (key === 'r' && task?.state === 'in_progress') document.querySelector<HTMLElement>('.ws-outcomes input')?.focus()
      else return
      event.preventDefault()
    }
    addEventListener('keydown', heard)
    return () => removeEventListener('keydown', heard)
  }, [workspace, onReason])
}
