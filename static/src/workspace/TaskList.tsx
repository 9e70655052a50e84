import type { JSX } from 'preact'
import { Failure, Skeleton } from '../components/Panel'
import type { TaskRow } from '../lib/types'
import type { Section } from './lists'
import type { AskedAction, Workspace } from './model'
import { TaskCard } from './TaskCard'
import { openTask } from './opening'
import { workspaceWords } from './words'

interface ListProps {
  readonly workspace: Workspace
  readonly onReason: (task: TaskRow, action: AskedAction) => void
}

export function TaskList({ workspace, onReason }: ListProps): JSX.Element {
  const w = workspaceWords()
  const list = workspace.listed.value
  if (!workspace.store.loaded.value) {
    return workspace.failed.value ? <Failure error={workspace.failed.value} onRetry={() => location.reload()} /> : <Skeleton rows={9} />
  }
  if (list.length === 0) {
    const tab = workspace.tab.value
    return (
      <div class="ws-empty">
        <p>{tab === 'mine' ? w.emptyMine : tab === 'done' ? w.emptyDone : w.emptyTeam}</p>
        {tab !== 'team' ? (
          <button type="button" class="ws-button" onClick={() => (workspace.tab.value = 'team')}>{w.seeTeam}</button>
        ) : null}
      </div>
    )
  }
  return (
    <>
      {list.map((section) => (
        <section key={section.name} aria-label={sectionTitle(section.name)}>
          <SectionHead section={section} />
          <ul class="ws-cards">
            {section.tasks.map((task) => (
              <TaskCard
                key={task.id}
                workspace={workspace}
                task={task}
                onOpen={() => openTask(workspace, task.id)}
                onDecline={() => onReason(task, 'decline')}
              />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

export function sectionTitle(name: Section<TaskRow>['name']): string {
  return workspaceWords()[name]
}

export function SectionHead({ section }: { readonly section: Section<TaskRow> }): JSX.Element {
  const w = workspaceWords()
  const hint = { waiting: w.waitingHint, working: w.workingHint, paused: w.pausedHint, reported: '', finished: w.newest, refused: w.newest }
  return (
    <h2 class="ws-section">
      {sectionTitle(section.name)} <span class="num">{section.tasks.length}</span>
      {hint[section.name] ? <small> · {hint[section.name]}</small> : null}
    </h2>
  )
}
