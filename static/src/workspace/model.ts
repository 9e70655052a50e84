/** What the workspace knows and does. Rows come from the frames; what I did is shown on top until its frame comes. */
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Store } from '../lib/store'
import type { TaskRow } from '../lib/types'
import type { FileBody, KeptFile } from '../offline/files'
import type { Outbox } from '../offline/outbox'
import { overlaid } from '../offline/overlay'
import { counts, inList, sections, type Counts, type ListName, type Section } from './lists'

/** Undo is for 30 real seconds (incident/rules/tasks.py); the bar itself goes after 8. */
export const UNDO_MS = 30_000
export const UNDO_BAR_MS = 8_000

/** What is asked for its reason before it is done. */
export type AskedAction = 'decline' | 'pend' | 'start'

export interface Undoable {
  readonly task: string
  readonly title: string
  readonly atMs: number
}

export interface Workspace {
  readonly store: Store
  readonly person: string
  readonly outbox: Outbox
  readonly tab: Signal<ListName>
  readonly open: Signal<string | null>
  readonly queueOpen: Signal<boolean>
  readonly undoable: Signal<Undoable | null>
  /** Why the first reading failed; null while it may still come. */
  readonly failed: Signal<unknown>
  /** As they will be once what waits has been sent. */
  readonly tasks: ReadonlySignal<readonly TaskRow[]>
  readonly counts: ReadonlySignal<Counts>
  readonly listed: ReadonlySignal<readonly Section<TaskRow>[]>
  readonly current: ReadonlySignal<TaskRow | null>
  /** A task as the server has it, as far as this browser has heard. */
  rowOf(task: string): TaskRow | null
  /** Do it: true once it is kept in this browser. Sending follows by itself. */
  act(task: TaskRow, action: string, body?: unknown): Promise<boolean>
  /** Keep a file for the task; rejects where this device has no room for it. Sending follows by itself. */
  attach(task: TaskRow, body: FileBody, file: KeptFile): Promise<void>
  /** Take an acknowledgement back: out of the queue while it is there, by the server once it has left. */
  undo(task: TaskRow): Promise<void>
}

/** The newer of what the frames say and what my own answers said. */
export function newest(rows: readonly TaskRow[], answered: Readonly<Record<string, TaskRow>>): readonly TaskRow[] {
  return rows.map((row) => {
    const mine = answered[row.id]
    return mine && mine.revision > row.revision ? mine : row
  })
}

export function createWorkspace(store: Store, outbox: Outbox): Workspace {
  const { person } = outbox
  const rows = computed(() => newest(store.tasks.value, outbox.answered.value))
  const tasks = computed(() => {
    const queue = outbox.actions.value
    const mine = new Set(queue.map((action) => action.task))
    return mine.size === 0 ? rows.value : rows.value.map((row) => (mine.has(row.id) ? overlaid(row, queue) : row))
  })
  const tab = signal<ListName>('mine')
  const open = signal<string | null>(null)
  const undoable = signal<Undoable | null>(null)
  const rowOf = (task: string): TaskRow | null => rows.value.find((row) => row.id === task) ?? null

  async function act(task: TaskRow, action: string, body: unknown = {}): Promise<boolean> {
    await outbox.add(rowOf(task.id) ?? task, action, body, store.incidentId)
    if (action === 'acknowledge') undoable.value = { task: task.id, title: task.title_zh, atMs: Date.now() }
    else if (undoable.peek()?.task === task.id && action !== 'comment') undoable.value = null
    return true
  }

  return {
    store,
    person,
    outbox,
    tab,
    open,
    queueOpen: signal(false),
    undoable,
    failed: signal<unknown>(null),
    tasks,
    counts: computed(() => counts(tasks.value, person)),
    listed: computed(() => sections(inList(tasks.value, tab.value, person))),
    current: computed(() => tasks.value.find((task) => task.id === open.value) ?? null),
    rowOf,
    act,
    async attach(task, body, file) {
      await outbox.addFile(rowOf(task.id) ?? task, body, file, store.incidentId)
    },
    async undo(task) {
      if (await outbox.takeBack(task.id)) undoable.value = null
      else await act(task, 'undo')
    },
  }
}
