/** From a cell to its tasks, a hundred at a time, and from a task to its people. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Failure, Skeleton } from '../components/Panel'
import { taskGroupName } from '../desk/groups'
import { get } from '../lib/api'
import { exact } from '../lib/format'
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import type { Store } from '../lib/store'
import type { TaskPage } from '../lib/tasking-types'
import { commonWords } from '../locales/common'
import { CHOICES, pagePath, type Chosen } from './drill'
import { TaskLine } from './TaskLine'
import { TaskPeople } from './TaskPeople'
import { taskingWords } from './words'

interface DrillProps {
  readonly store: Store
  readonly chosen: Chosen
  readonly silent: ReadonlySet<string>
  /** Changes when the server has something newer. */
  readonly again: number
  readonly onChoose: (chosen: Chosen) => void
  readonly onClose: () => void
}

export function DrillDrawer({ store, chosen, silent, again, onChoose, onClose }: DrillProps): JSX.Element {
  const w = taskingWords()
  const pages = useSignal<readonly TaskPage[]>([])
  const error = useSignal<unknown>(null)
  const loading = useSignal(true)
  const open = useSignal<string | null>(null)
  async function load(after: string | null): Promise<void> {
    loading.value = true
    try {
      const page = await get<TaskPage>(pagePath(store.incidentId, chosen, after))
      pages.value = after === null ? [page] : [...pages.peek(), page]
      error.value = null
    } catch (failure) {
      error.value = failure
    } finally {
      loading.value = false
    }
  }
  useEffect(() => {
    // A list that has been read on stays as it is; only the first page renews itself under one's eyes.
    if (pages.peek().length <= 1) void load(null)
  }, [again])
  useEffect(() => {
    pages.value = []
    void load(null)
  }, [chosen])
  const tasks = pages.value.flatMap((page) => page.items)
  const people = Object.assign({}, ...pages.value.map((page) => page.people)) as TaskPage['people']
  const last = pages.value.at(-1)
  const place = chosen.person ? named(people[chosen.person], 'name') || w.person
    : [chosen.province ? provinceName(chosen.province) : w.all, chosen.group ? taskGroupName(chosen.group) : '', chosen.team ?? ''].filter(Boolean).join(' · ')
  if (open.value) {
    return <Dialog title={w.drill(place)} place="drawer" wide onClose={onClose}><TaskPeople store={store} id={open.value} again={again} onBack={() => (open.value = null)} /></Dialog>
  }
  return (
    <Dialog title={w.drill(place)} place="drawer" wide onClose={onClose}>
      <div class="toolbar" role="group" aria-label={w.show}>
        <span class="segmented tasking-choices">
          {CHOICES.map((choice) => <button key={choice} type="button" aria-pressed={chosen.show === choice} onClick={() => onChoose({ ...chosen, show: choice })}>{w.choice(choice)}</button>)}
        </span>
      </div>
      {error.value ? <Failure error={error.value} onRetry={() => void load(null)} /> : null}
      {tasks.length === 0 && loading.value ? <Skeleton rows={8} /> : null}
      {tasks.length === 0 && !loading.value ? <p class="hint">{w.none}</p> : null}
      <ul class="tasking-list">
        {tasks.map((task) => <TaskLine key={task.id} task={task} people={people} isSilent={silent.has(task.province)} withProvince={!chosen.province} onPress={() => (open.value = task.id)} />)}
      </ul>
      <div class="toolbar">
        <span class="hint num">{w.shown(exact(tasks.length))}</span>
        {last?.next ? <Button size="small" busy={loading.value && commonWords().working} onPress={() => void load(last.next)}>{w.more}</Button> : null}
      </div>
    </Dialog>
  )
}
