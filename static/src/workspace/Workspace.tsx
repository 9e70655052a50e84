/** The province's own screen: one list of what to do, on the phone first; on a wide screen list, task and context. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Desk } from '../desk/Desk'
import { language, named } from '../lib/i18n'
import type { TaskRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { Bottom, type PhoneTab } from './Bottom'
import { Header } from './Header'
import type { Workspace } from './model'
import { Me } from './Me'
import { News } from './News'
import { Mark } from './parts'
import { ProvinceMapTab } from './ProvinceMapTab'
import { ReasonSheet } from './ReasonSheet'
import { soundFor } from './sound'
import { TaskList } from './TaskList'
import { TaskView } from './TaskView'
import { UndoBar } from './UndoBar'
import { useWide } from './wide'
import { workspaceWords } from './words'
import './workspace.css'

export interface Asking {
  readonly task: TaskRow
  readonly action: 'decline' | 'pend'
}

export function WorkspacePage({ workspace }: { readonly workspace: Workspace }): JSX.Element {
  const asking = useSignal<Asking | null>(null)
  const wide = useWide(1280)
  useTitle(workspace)
  useEffect(() => soundFor(workspace), [workspace])
  useEffect(() => {
    const onBack = (): void => {
      workspace.open.value = taskInPath()
    }
    addEventListener('popstate', onBack)
    return () => removeEventListener('popstate', onBack)
  }, [workspace])
  const ask = (task: TaskRow, action: Asking['action']): void => {
    asking.value = { task, action }
  }
  return (
    <>
      {wide ? <Desk workspace={workspace} onReason={ask} /> : <Phone workspace={workspace} onReason={ask} />}
      {asking.value ? (
        <ReasonSheet
          workspace={workspace}
          task={asking.value.task}
          action={asking.value.action}
          onClose={() => {
            asking.value = null
          }}
        />
      ) : null}
    </>
  )
}

export function taskInPath(path = location.pathname): string | null {
  return /^\/workspace\/tasks\/([^/]+)/.exec(path)?.[1] ?? null
}

/** Open a task with an address of its own, so that the phone's back key returns to the list. */
export function openTask(workspace: Workspace, task: string | null): void {
  if (task === workspace.open.peek()) return
  if (task) history.pushState(null, '', `/workspace/tasks/${task}`)
  else history.pushState(null, '', '/workspace')
  workspace.open.value = task
}

function useTitle(workspace: Workspace): void {
  const w = workspaceWords()
  const waiting = workspace.counts.value.mine
  const exercise = document.documentElement.dataset['world'] === 'exercise'
  useEffect(() => {
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${exercise ? `${w.exercise} · ` : ''}${w.pageTitle} · ${commonWords().product}`
  }, [waiting, language.value])
}

interface PhoneProps {
  readonly workspace: Workspace
  readonly onReason: (task: TaskRow, action: Asking['action']) => void
}

function Phone({ workspace, onReason }: PhoneProps): JSX.Element {
  const w = workspaceWords()
  const tab = useSignal<PhoneTab>('tasks')
  const task = workspace.current.value
  if (task) {
    return (
      <div class="ws ws-phone">
        <Stripe />
        <header class="ws-top ws-task-top">
          <button type="button" class="ws-icon" aria-label={w.back} onClick={() => openTask(workspace, null)}>
            <Mark name="back" size={22} />
          </button>
          <h1>{named(task, 'title')}</h1>
          <button type="button" class="ws-icon" aria-label={w.print} onClick={() => print()}>
            <Mark name="print" size={22} />
          </button>
        </header>
        <main id="main" class="ws-main ws-main-task">
          <TaskView key={task.id} workspace={workspace} task={task} onReason={(action) => onReason(task, action)} />
        </main>
      </div>
    )
  }
  return (
    <div class="ws ws-phone">
      <Stripe />
      <Header workspace={workspace} tabs={tab.value === 'tasks'} />
      <main id="main" class="ws-main">
        {tab.value === 'tasks' ? <TaskList workspace={workspace} onReason={onReason} /> : null}
        {tab.value === 'map' ? <ProvinceMapTab workspace={workspace} /> : null}
        {tab.value === 'news' ? <News workspace={workspace} /> : null}
        {tab.value === 'me' ? <Me /> : null}
      </main>
      <UndoBar workspace={workspace} />
      <Bottom tab={tab.value} onTab={(next) => (tab.value = next)} />
    </div>
  )
}

/** In an exercise nobody may mistake the screen: stripes above, and the word in the header. */
function Stripe(): JSX.Element | null {
  return document.documentElement.dataset['world'] === 'exercise' ? <div class="ws-stripe" aria-hidden="true" /> : null
}
