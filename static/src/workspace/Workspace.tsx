/** The province's own screen: one list of what to do, on the phone first; on a wide screen list, task and context. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { lazily } from '../components/lazily'
import { language, named } from '../lib/i18n'
import type { TaskRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { Bottom, type PhoneTab } from './Bottom'
import { Header } from './Header'
import type { AskedAction, Workspace } from './model'
import { Me } from './Me'
import { Banner } from '../offline/Banner'
import { badge } from '../offline/notice'
import { Queue } from '../offline/Queue'
import { News } from './News'
import { Mark } from './parts'
import { openTask, taskInPath } from './opening'
import { ProvinceMapTab } from './ProvinceMapTab'
import { ReasonSheet } from './ReasonSheet'
import { soundFor } from './sound'
import { TaskList } from './TaskList'
import { TaskView } from './TaskView'
import { UndoBar } from './UndoBar'
import { useWide } from './wide'
import { workspaceWords } from './words'
import './workspace.css'

/** The wide screen's own: a phone never needs it. */
const Desk = lazily(() => import('../desk/Desk').then((found) => found.Desk))

export interface Asking {
  readonly task: TaskRow
  readonly action: AskedAction
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
  const ask = (task: TaskRow, action: AskedAction): void => {
    asking.value = { task, action }
  }
  return (
    <>
      {wide ? <Desk workspace={workspace} onReason={ask} /> : <Phone workspace={workspace} onReason={ask} />}
      {wide ? <div class="of-desk"><Banner workspace={workspace} /></div> : null}
      <Queue workspace={workspace} />
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

function useTitle(workspace: Workspace): void {
  const w = workspaceWords()
  // What needs me: tasks to do, and things I did offline that somebody else was faster with.
  const waiting = workspace.counts.value.mine + workspace.outbox.undecided.value.length
  const exercise = document.documentElement.dataset['world'] === 'exercise'
  useEffect(() => {
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${exercise ? `${w.exercise} · ` : ''}${w.pageTitle} · ${commonWords().product}`
    badge(waiting)
  }, [waiting, language.value])
}

interface PhoneProps {
  readonly workspace: Workspace
  readonly onReason: (task: TaskRow, action: AskedAction) => void
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
          <Banner workspace={workspace} />
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
        {tab.value === 'me' ? <Me workspace={workspace} /> : null}
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
