/** Headquarters' view of tasking: what is late where, how long it takes, who carries it, who is silent, who asks. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { exact, took } from '../lib/format'
import { language, named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import type { Store } from '../lib/store'
import type { NamedTask, TaskingLoad, TaskingSums, TaskingTimes } from '../lib/tasking-types'
import { countdown, now } from '../lib/worldclock'
import { liveModel } from '../live/model'
import { AsksPanel } from './AsksPanel'
import { CallDialog } from './CallDialog'
import { Distribution } from './Distribution'
import { DrillDrawer } from './DrillDrawer'
import type { Chosen } from './drill'
import { Load } from './Load'
import { TaskMatrix } from './TaskMatrix'
import { taskingWords } from './words'
import '../styles/live.css'
import './tasking.css'

const TABS = ['now', 'times', 'load', 'asks'] as const
/** Real time between two readings of ranks and load; the matrix itself follows every frame. */
const AGAIN_MS = 5000

export function TaskingPage({ store }: { readonly store: Store }): JSX.Element {
  const w = taskingWords()
  const model = useMemo(() => liveModel(store), [store])
  const tab = useSignal<(typeof TABS)[number]>(new URLSearchParams(location.search).get('tab') === 'asks' ? 'asks' : 'now')
  const chosen = useSignal<Chosen | null>(fromAddress())
  const calling = useSignal<string | null>(new URLSearchParams(location.search).get('call'))
  const again = useSignal(0)
  useEffect(() => {
    let seen = store.position.peek()
    const timer = setInterval(() => {
      if (store.position.peek() === seen) return
      seen = store.position.peek()
      again.value += 1
    }, AGAIN_MS)
    return () => clearInterval(timer)
  }, [store])
  const base = `/incidents/${store.incidentId}/tasking`
  const sums = useLoad<TaskingSums>(base, again.value)
  const times = useLoad<TaskingTimes>(tab.value === 'times' || tab.value === 'now' ? `${base}/times` : null, again.value)
  const load = useLoad<TaskingLoad>(tab.value === 'load' ? `${base}/load` : null, again.value)
  const tasks = model.tasks.value
  const asking = store.asks.value.filter((ask) => ask.state === 'open').length
  const all = times.value?.acknowledge.all
  const figure = (label: string, value: string, tone = '', show = ''): JSX.Element => (
    <button type="button" class="figure-block tasking-figure" disabled={!show} onClick={() => (chosen.value = { province: null, show })}>
      <span class="label">{label}</span><span class={`figure ${tone}`}>{value}</span>
    </button>
  )
  if (store.loaded.value && tasks.total === 0 && !store.large.value) return <div class="page"><div class="page-body"><Empty>{w.noTasks}</Empty><AsksPanel store={store} /></div></div>
  return (
    <div class="page">
      <div class="page-head tasking-head">
        {figure(w.total, exact(tasks.total), '', 'all')}
        {figure(w.unacknowledged, exact(tasks.open), '', 'untouched')}
        {figure(w.overdue, exact(tasks.overdue), tasks.overdue ? 'late' : '', 'overdue')}
        {figure(w.silent, exact(tasks.silent), tasks.silent ? 'bad' : '')}
        {figure(w.declined, exact(tasks.declined), tasks.declined ? 'late' : '', 'declined')}
        {figure(w.done, exact(tasks.finished), '', 'done')}
        {figure(w.median, all?.p50_s == null ? '-' : took(all.p50_s * 1000))}
        {figure(w.p90, all?.p90_s == null ? '-' : took(all.p90_s * 1000))}
      </div>
      <div class="page-body tasking-body">
        <TaskMatrix model={model} chosen={chosen.value} onChoose={(next) => (chosen.value = next)} onCall={(province) => (calling.value = province)} />
        <aside class="block tasking-side">
          <span class="segmented" role="group">
            {TABS.map((one) => <button key={one} type="button" aria-pressed={tab.value === one} onClick={() => (tab.value = one)}>{w[one]}{one === 'asks' && asking ? ` ${asking}` : ''}</button>)}
          </span>
          {tab.value === 'now' ? (sums.error && !sums.value ? <Failure error={sums.error} onRetry={sums.reload} /> : sums.value ? <Deadlines sums={sums.value} onChoose={(next) => (chosen.value = next)} /> : <Skeleton rows={8} />) : null}
          {tab.value === 'times' ? (times.value ? <><Distribution title={w.ackTime} times={times.value.acknowledge} /><Distribution title={w.doneTime} times={times.value.resolve} /></> : <Skeleton rows={8} />) : null}
          {tab.value === 'load' ? <Load load={load.value} onChoose={(next) => (chosen.value = next)} /> : null}
          {tab.value === 'asks' ? <AsksPanel store={store} /> : null}
        </aside>
      </div>
      {chosen.value ? <DrillDrawer store={store} chosen={chosen.value} silent={model.silent.value} again={again.value} onChoose={(next) => (chosen.value = next)} onClose={() => (chosen.value = null)} /> : null}
      {calling.value ? <CallDialog incident={store.incidentId} province={calling.value} onClose={() => (calling.value = null)} /> : null}
    </div>
  )
}

/** Other pages point here: `?province=510000&show=overdue`. */
function fromAddress(): Chosen | null {
  const query = new URLSearchParams(location.search)
  const province = query.get('province')
  return province || query.has('show') ? { province, group: query.get('group'), show: query.get('show') ?? 'unfinished' } : null
}

function Deadlines({ sums, onChoose }: { readonly sums: TaskingSums; readonly onChoose: (chosen: Chosen) => void }): JSX.Element {
  const w = taskingWords()
  return (
    <>
      <Named head={w.overdueNow} tasks={sums.overdue} onChoose={(task) => onChoose({ province: task.province, group: task.task_group, show: 'overdue' })} />
      <Named head={w.dueNext} tasks={sums.due} onChoose={(task) => onChoose({ province: task.province, group: task.task_group, show: 'unfinished' })} />
    </>
  )
}

function Named({ head, tasks, onChoose }: { readonly head: string; readonly tasks: readonly NamedTask[]; readonly onChoose: (task: NamedTask) => void }): JSX.Element {
  const w = taskingWords()
  return (
    <section class="block">
      <div class="block-head"><h3>{head}</h3></div>
      {tasks.length === 0 ? <p class="hint">{w.none}</p> : (
        <ul class="tasking-list">
          {tasks.slice(0, 12).map((task) => {
            const due = task.state === 'dispatched' ? task.ack_due_at : (task.work_due_at ?? task.ack_due_at)
            const shown = countdown(Date.parse(due), now.value, language.value, task.acknowledge_minutes * 60_000)
            return (
              <li key={task.id}>
                <button type="button" class="tasking-line tasking-line-short" onClick={() => onChoose(task)}>
                  <span class="tasking-name">{named(task, 'title')}{task.critical ? <span class="tag">{w.critical}</span> : null}</span>
                  <span class="tx-2">{provinceName(task.province)}</span>
                  <span class={`num ${shown.late ? 'late' : 'tx-2'}`}>{shown.text}</span>
                </button>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
