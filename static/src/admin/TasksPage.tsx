/** All tasks of an incident as headquarters sees them: filter, sort, remind, acknowledge by proxy, verify, recall. */
import { useSignal, type Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { flipped, SortTable, type Column } from '../desk/SortTable'
import { taskGroupName } from '../desk/groups'
import { useLoad } from '../desk/useLoad'
import { exact } from '../lib/format'
import { severity, taskGlyph } from '../lib/glyph-kinds'
import { Glyph } from '../lib/glyphs'
import { named } from '../lib/i18n'
import { provinceName, regionName } from '../lib/regions'
import { can } from '../lib/session'
import type { Store } from '../lib/store'
import type { TaskRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { TaskClock } from '../workspace/clocks'
import type { BulkName } from '../tasklist/bulk'
import { BulkBar } from '../tasklist/BulkBar'
import { BulkDialog } from '../tasklist/BulkDialog'
import { useListKeys, type ListKey } from '../tasklist/keys'
import { useRemoteRows, type ListRows } from '../tasklist/rows'
import { listWords } from '../tasklist/words'
import { isOpen } from '../workspace/lists'
import { NewTask } from './NewTask'
import { TaskDrawer } from './TaskDrawer'
import { adminWords } from './words'
import '../workspace/workspace.css'
import './admin.css'
import '../tasklist/tasklist.css'

const STATES = ['dispatched', 'acknowledged', 'in_progress', 'pending', 'held', 'resolved', 'closed', 'rejected', 'cancelled'] as const

interface Filter {
  readonly text: string
  readonly province: string
  readonly group: string
  readonly state: string
  readonly late: boolean
  readonly critical: boolean
}

const query = new URLSearchParams(location.search)

export function TasksPage({ store }: { readonly store: Store }): JSX.Element {
  const w = adminWords()
  const filter = useSignal<Filter>({
    text: '', province: query.get('province') ?? '', group: query.get('group') ?? '', state: query.get('state') ?? '', late: query.has('late'), critical: false,
  })
  const chosen = useSignal<string | null>(query.get('task'))
  const making = useSignal(false)
  const picked = useSignal<ReadonlySet<string>>(new Set())
  // As they were when the action was asked for: what is done to them may take them out of the list.
  const acting = useSignal<{ readonly name: BulkName; readonly tasks: readonly TaskRow[] } | null>(null)
  const at = useSignal<string | null>(null)
  const l = listWords()
  const far = useRemoteRows(store, filter.value)
  const tasks = far.remote ? far.rows : store.tasks.value
  const silent = new Set(store.provinces.value.filter((row) => row.unreachable_since).map((row) => row.province))
  const shown = far.remote ? tasks : tasks.filter((task) => passes(task, filter.value))
  const listed = tasks.find((row) => row.id === chosen.value)
  const alone = useLoad<{ readonly task: TaskRow }>(far.remote && chosen.value && !listed ? `/tasks/${chosen.value}/people` : null)
  const task = listed ?? alone.value?.task
  const chosenRows = shown.filter((row) => picked.value.has(row.id))
  const actsOnMany = can('task.batch')
  useListKeys((key) => {
    const rows = [...document.querySelectorAll<HTMLElement>('tr[data-key]')].flatMap((row) => row.dataset['key'] ?? [])
    byKey(key, rows, { at, picked, chosen, all: shown.map((row) => row.id) })
  })
  const make = can('task.dispatch') ? <Button kind="primary" onPress={() => (making.value = true)}>{w.newTask}</Button> : null
  return (
    <div class="page">
      <div class="page-body">
        {far.error ? <Failure error={far.error} /> : null}
        {far.remote && far.rows.length === 0 && far.loading ? <Skeleton rows={12} /> : tasks.length === 0 && !far.remote ? <Empty action={make}>{w.tasksEmpty}</Empty> : (
          <>
            <Filters {...choices(far, tasks)} filter={filter.value} onFilter={(part) => (filter.value = { ...filter.value, ...part })} make={<>{<PaperLinks store={store} province={filter.value.province} />}{make}</>} />
            <SortTable rows={shown} columns={columns(store, silent)} keyOf={(row) => row.id} initial="state" name="tasks" folds="title" selected={chosen.value ?? at.value} onSelect={(row) => (chosen.value = row.id)} {...(actsOnMany ? { picked: picked.value, onPick: (keys: ReadonlySet<string>) => (picked.value = keys), pickWords: { all: l.pickAll, one: (row: TaskRow) => l.pickRow(named(row, 'title')) } } : {})} />
            {far.remote ? <p class="toolbar"><span class="hint">{l.read(exact(far.rows.length), exact(far.total))}</span>{far.rows.length < far.total ? <Button size="small" busy={far.loading && commonWords().loading} onPress={far.more}>{l.readMore}</Button> : null}</p> : null}
            {actsOnMany ? <p class="hint keys-hint">{l.keysHint}</p> : null}
          </>
        )}
      </div>
      {chosenRows.length > 0 ? <BulkBar tasks={chosenRows} onClear={() => (picked.value = new Set())} onAsk={(name) => (acting.value = { name, tasks: chosenRows })} /> : null}
      {acting.value ? <BulkDialog {...acting.value} onClose={() => (acting.value = null)} onDone={() => { acting.value = null; picked.value = new Set() }} /> : null}
      {task ? <TaskDrawer store={store} task={task} onClose={() => (chosen.value = null)} /> : null}
      {making.value ? <NewTask incident={store.incidentId} onClose={() => (making.value = false)} /> : null}
    </div>
  )
}

/** Paper for where nothing else works, and the way back from it. */
function PaperLinks({ store, province }: { readonly store: Store; readonly province: string }): JSX.Element {
  const l = listWords()
  return (
    <>
      <a class="button button-quiet" href={`/tasks/${store.incidentId}/sheet${province ? `?province=${province}` : ''}`} target="_blank" rel="noreferrer" title={l.printHint}>{l.print}</a>
      {can('task.enter_code') ? <a class="button button-quiet" href="/enter-code">{l.enterCode}</a> : null}
    </>
  )
}

interface ListState {
  readonly at: Signal<string | null>
  readonly picked: Signal<ReadonlySet<string>>
  readonly chosen: Signal<string | null>
  readonly all: readonly string[]
}

/** `rows` are keys as the table shows them, `all` everything that passes the filter. */
function byKey(key: ListKey, rows: readonly string[], { at, picked, chosen, all }: ListState): void {
  const here = rows.indexOf(at.value ?? '')
  if (key === 'next' || key === 'previous') {
    const to = rows[key === 'next' ? Math.min(here + 1, rows.length - 1) : Math.max(here - 1, 0)] ?? null
    at.value = to
    document.querySelector(`tr[data-key="${to ?? ''}"] td`)?.scrollIntoView({ block: 'nearest' })
  } else if (key === 'pick' && at.value) picked.value = flipped(picked.value, at.value)
  else if (key === 'all') picked.value = new Set(all)
  else if (key === 'open' && at.value) chosen.value = at.value
  else if (key === 'search') document.querySelector<HTMLInputElement>('.toolbar input[type="search"]')?.focus()
  else if (key === 'clear') {
    picked.value = new Set()
    at.value = null
  }
}

function passes(task: TaskRow, filter: Filter): boolean {
  const text = filter.text.trim().toLowerCase()
  return (
    (!filter.province || task.province === filter.province) &&
    (!filter.group || task.task_group === filter.group) &&
    (!filter.state || task.state === filter.state) &&
    (!filter.late || (isOpen(task) && (task.ack_overdue || task.work_overdue))) &&
    (!filter.critical || task.critical) &&
    (!text || `${task.title_zh} ${task.title_en} ${regionName(task.region)}`.toLowerCase().includes(text))
  )
}

interface Choices {
  readonly provinces: readonly string[]
  readonly groups: readonly string[]
  readonly count: (state: TaskRow['state']) => number
}

/** What can be chosen to narrow the list, as the server or the rows at hand say. */
function choices(far: ListRows, tasks: readonly TaskRow[]): Choices {
  if (far.remote) return { provinces: far.provinces, groups: far.groups, count: (state) => far.states[state] ?? 0 }
  return {
    provinces: [...new Set(tasks.map((task) => task.province))].sort(),
    groups: [...new Set(tasks.map((task) => task.task_group))].sort(),
    count: (state) => tasks.filter((task) => task.state === state).length,
  }
}

interface FiltersProps extends Choices {
  readonly filter: Filter
  readonly onFilter: (part: Partial<Filter>) => void
  readonly make: JSX.Element | null
}

function Filters({ provinces, groups, count, filter, onFilter, make }: FiltersProps): JSX.Element {
  const w = adminWords()
  const select = (label: string, name: 'province' | 'group' | 'state', any: string, options: readonly (readonly [string, string])[]): JSX.Element => (
    <select aria-label={label} value={filter[name]} onChange={(event) => onFilter({ [name]: event.currentTarget.value })}>
      <option value="">{any}</option>
      {options.map(([value, words]) => <option key={value} value={value}>{words}</option>)}
    </select>
  )
  return (
    <div class="toolbar">
      <input type="search" placeholder={w.search} aria-label={w.search} value={filter.text} onInput={(event) => onFilter({ text: event.currentTarget.value })} />
      {select(w.province, 'province', w.anyProvince, provinces.map((code) => [code, provinceName(code)]))}
      {select(w.group, 'group', w.anyGroup, groups.map((group) => [group, taskGroupName(group)]))}
      {select(w.state, 'state', w.anyState, STATES.map((state) => [state, `${commonWords().taskState(state)} ${exact(count(state))}`]))}
      <label class="check"><input type="checkbox" checked={filter.late} onChange={(event) => onFilter({ late: event.currentTarget.checked })} />{w.onlyLate}</label>
      <label class="check"><input type="checkbox" checked={filter.critical} onChange={(event) => onFilter({ critical: event.currentTarget.checked })} />{w.onlyCritical}</label>
      <span class="gap" />
      {make}
    </div>
  )
}

function columns(store: Store, silent: ReadonlySet<string>): readonly Column<TaskRow>[] {
  const w = adminWords()
  const glyph = (task: TaskRow): ReturnType<typeof taskGlyph> => taskGlyph(task, silent.has(task.province))
  const due = (task: TaskRow): string => (task.state === 'dispatched' ? task.ack_due_at : (task.work_due_at ?? task.ack_due_at))
  const who = (task: TaskRow): string => (task.proxy_for ? w.proxyBy(task.proxy_for) : named(task.acknowledged_by ? store.people.value[task.acknowledged_by] : null, 'name'))
  return [
    {
      name: 'state', title: w.state, sort: (task) => `${String(severity(glyph(task))).padStart(2, '0')} ${due(task)}`, text: (task) => commonWords().taskState(task.state),
      cell: (task) => <span class="nowrap"><Glyph kind={glyph(task)} label="" /> {commonWords().taskState(task.state)}</span>,
    },
    {
      name: 'title', title: w.title, text: (task) => named(task, 'title'),
      cell: (task) => <button type="button" class="cell-link">{named(task, 'title')}{task.critical ? <span class="tag">{w.critical}</span> : null}{task.checkins_missed ? <span class="tag late">{listWords().missed(exact(task.checkins_missed))}</span> : null}</button>,
    },
    { name: 'province', title: w.province, text: (task) => provinceName(task.province) },
    { name: 'place', title: w.place, text: (task) => (task.region === task.province ? '' : regionName(task.region)) },
    { name: 'group', title: w.group, text: (task) => taskGroupName(task.task_group) },
    { name: 'clock', title: w.clock, numeric: true, sort: due, text: due, cell: (task) => <TaskClock task={task} /> },
    { name: 'who', title: w.who, text: who, cell: (task) => <span class="nowrap">{who(task) || '-'}</span> },
    { name: 'escalation', title: w.escalation, numeric: true, sort: (task) => task.escalation, text: (task) => String(task.escalation), cell: (task) => (task.escalation ? <span class={task.state === 'dispatched' ? 'late' : ''}>{w.times(task.escalation)}</span> : '·') },
  ]
}
