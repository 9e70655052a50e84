/** Beside the task: the province on a map, how each team stands, what nobody has taken or what stands still. */
import type { JSX } from 'preact'
import { taskGlyph } from '../lib/glyph-kinds'
import { Glyph } from '../lib/glyphs'
import { named } from '../lib/i18n'
import type { TaskRow } from '../lib/types'
import { TaskClock } from '../workspace/clocks'
import { byPress, isOpen } from '../workspace/lists'
import type { Workspace } from '../workspace/model'
import { stateReason } from '../workspace/parts'
import { ProvinceMap } from '../workspace/ProvinceMap'
import { openTask } from '../workspace/opening'
import { workspaceWords } from '../workspace/words'
import { taskGroupName } from './groups'

export function Context({ workspace }: { readonly workspace: Workspace }): JSX.Element {
  const w = workspaceWords()
  const province = workspace.store.provinces.value[0]?.province
  const tasks = workspace.tasks.value
  const loose = tasks
    .filter((task) => (task.state === 'dispatched' && task.ack_overdue) || task.state === 'held' || task.state === 'pending' || (isOpen(task) && task.work_overdue))
    .sort(byPress)
  return (
    <aside class="desk-context">
      {province ? <ProvinceMap workspace={workspace} province={province} /> : null}
      <section class="desk-panel">
        <h3>{w.teams}</h3>
        <Teams tasks={tasks} />
      </section>
      <section class="desk-panel">
        <h3>{w.handover}</h3>
        {loose.length === 0 ? <p class="hint">{w.handoverNone}</p> : null}
        <ul>
          {loose.map((task) => (
            <li key={task.id}>
              <button type="button" class="desk-loose" onClick={() => openTask(workspace, task.id)}>
                <Glyph kind={taskGlyph(task)} />
                <span>{named(task, 'title')}<small>{stateReason(task, workspace.store)}</small></span>
                <TaskClock task={task} />
              </button>
            </li>
          ))}
        </ul>
      </section>
    </aside>
  )
}

function Teams({ tasks }: { readonly tasks: readonly TaskRow[] }): JSX.Element {
  const w = workspaceWords()
  const groups = new Map<string, { done: number; open: number; all: number }>()
  for (const task of tasks) {
    const group = groups.get(task.task_group) ?? { done: 0, open: 0, all: 0 }
    group.all += 1
    if (isOpen(task)) group.open += 1
    else if (task.state === 'resolved' || task.state === 'closed') group.done += 1
    groups.set(task.task_group, group)
  }
  const most = Math.max(1, ...[...groups.values()].map((group) => group.all))
  return (
    <ul class="desk-teams">
      {[...groups].map(([name, { done, open }]) => (
        <li key={name}>
          <span>{taskGroupName(name)}</span>
          <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            <rect class="bar-rest" width="100" height="8" />
            <rect class="bar-run" width={(100 * (done + open)) / most} height="8" />
            <rect class="bar-ok" width={(100 * done) / most} height="8" />
          </svg>
          <span class="num">{w.teamLine(done, open)}</span>
        </li>
      ))}
    </ul>
  )
}
