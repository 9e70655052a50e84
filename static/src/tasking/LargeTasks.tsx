/** The task list of an incident with thousands of tasks: pages from the server, one task's row when it is opened. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { TaskDrawer } from '../admin/TaskDrawer'
import { Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { get } from '../lib/api'
import { companies, provinceName } from '../lib/regions'
import type { Store } from '../lib/store'
import type { TaskPage } from '../lib/tasking-types'
import type { TaskRow } from '../lib/types'
import { CHOICES, pagePath } from './drill'
import { TaskLine } from './TaskLine'
import { taskingWords } from './words'
import './tasking.css'

const query = new URLSearchParams(location.search)

export function LargeTasks({ store }: { readonly store: Store }): JSX.Element {
  const w = taskingWords()
  const [province, show, open] = [useSignal(query.get('province') ?? ''), useSignal<string>('unfinished'), useSignal<string | null>(query.get('task'))]
  const sums = store.sums.value
  const page = useLoad<TaskPage>(pagePath(store.incidentId, { province: province.value || null, group: query.get('group'), show: show.value }, null), sums)
  const one = useLoad<{ readonly task: TaskRow }>(open.value ? `/tasks/${open.value}/people` : null, sums)
  const silent = new Set(store.provinces.value.filter((row) => row.unreachable_since).map((row) => row.province))
  const more = useSignal<readonly TaskPage[]>([])
  const pages = page.value ? [page.value, ...more.value] : []
  const last = pages.at(-1)
  const choose = (change: () => void): void => {
    change()
    more.value = []
  }
  const readOn = (after: string): void => void get<TaskPage>(pagePath(store.incidentId, { province: province.value || null, group: query.get('group'), show: show.value }, after))
    .then((found) => (more.value = [...more.value, found]), () => undefined)
  const people = Object.assign({}, ...pages.map((part) => part.people)) as TaskPage['people']
  return (
    <div class="page"><div class="page-body">
      <div class="toolbar">
        <select aria-label={w.province} value={province.value} onChange={(event) => choose(() => (province.value = event.currentTarget.value))}>
          <option value="">{w.all}</option>
          {companies.value.map((region) => <option key={region.adcode} value={region.adcode}>{provinceName(region.adcode)}</option>)}
        </select>
        <span class="segmented tasking-choices" role="group" aria-label={w.show}>
          {CHOICES.map((choice) => <button key={choice} type="button" aria-pressed={show.value === choice} onClick={() => choose(() => (show.value = choice))}>{w.choice(choice)}</button>)}
        </span>
        <span class="gap" />
        <a class="button" href={`/tasking/${store.incidentId}`}>{w.title}</a>
      </div>
      {page.error && !page.value ? <Failure error={page.error} onRetry={page.reload} /> : null}
      {page.value ? null : <Skeleton rows={12} />}
      {page.value && page.value.items.length === 0 ? <p class="hint">{w.none}</p> : null}
      <ul class="tasking-list">
        {pages.flatMap((part) => part.items).map((task) => <TaskLine key={task.id} task={task} people={people} isSilent={silent.has(task.province)} withProvince onPress={() => (open.value = task.id)} />)}
      </ul>
      {last?.next ? <p><button type="button" class="button" onClick={() => readOn(last.next ?? '')}>{w.more}</button></p> : null}
      {open.value && one.value ? <TaskDrawer store={store} task={one.value.task} onClose={() => (open.value = null)} /> : null}
    </div></div>
  )
}
