/** What the workspace knows and does. Rows come from the frames; an answer of my own is shown until its frame comes. */
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Store } from '../lib/store'
import type { TaskRow } from '../lib/types'
import { Attempts, type Outcome } from './attempts'
import { dropDraft } from './drafts'
import { counts, inList, sections, type Counts, type ListName, type Section } from './lists'

/** Undo is for 30 real seconds (incident/rules/tasks.py); the bar itself goes after 8. */
export const UNDO_MS = 30_000
export const UNDO_BAR_MS = 8_000

export interface Undoable {
  readonly task: string
  readonly title: string
  readonly atMs: number
}

export interface Workspace {
  readonly store: Store
  readonly person: string
  readonly attempts: Attempts
  readonly tab: Signal<ListName>
  readonly open: Signal<string | null>
  readonly undoable: Signal<Undoable | null>
  /** Why the first reading failed; null while it may still come. */
  readonly failed: Signal<unknown>
  readonly tasks: ReadonlySignal<readonly TaskRow[]>
  readonly counts: ReadonlySignal<Counts>
  readonly listed: ReadonlySignal<readonly Section<TaskRow>[]>
  readonly current: ReadonlySignal<TaskRow | null>
  act(task: TaskRow, action: string, body?: unknown): Promise<boolean>
  retry(task: string): Promise<boolean>
}

type Answer = { readonly task?: TaskRow } & Partial<TaskRow>

/** The newer of what the frames say and what my own answers said. */
export function newest(rows: readonly TaskRow[], answered: Readonly<Record<string, TaskRow>>): readonly TaskRow[] {
  return rows.map((row) => {
    const mine = answered[row.id]
    return mine && mine.revision > row.revision ? mine : row
  })
}

export function createWorkspace(store: Store, person: string, attempts = new Attempts(person)): Workspace {
  const answered = signal<Readonly<Record<string, TaskRow>>>({})
  const tasks = computed(() => newest(store.tasks.value, answered.value))
  const tab = signal<ListName>('mine')
  const open = signal<string | null>(null)
  const undoable = signal<Undoable | null>(null)

  function settle(task: string, action: string, outcome: Outcome<Answer>): boolean {
    if (!outcome.ok) return false
    const row = outcome.answer.task ?? (outcome.answer as TaskRow)
    if (row.id === task) answered.value = { ...answered.peek(), [task]: row }
    if (action === 'acknowledge') undoable.value = { task, title: row.title_zh, atMs: Date.now() }
    else if (undoable.peek()?.task === task) undoable.value = null
    if (action === 'resolve' || action === 'decline') dropDraft(person, task)
    return true
  }

  return {
    store,
    person,
    attempts,
    tab,
    open,
    undoable,
    failed: signal<unknown>(null),
    tasks,
    counts: computed(() => counts(tasks.value, person)),
    listed: computed(() => sections(inList(tasks.value, tab.value, person))),
    current: computed(() => tasks.value.find((task) => task.id === open.value) ?? null),
    async act(task, action, body = {}) {
      const revision = action === 'comment' ? null : task.revision
      return settle(task.id, action, await attempts.take<Answer>(task.id, action, body, revision))
    },
    async retry(task) {
      const action = attempts.unconfirmed.peek()[task]?.attempt.action ?? ''
      const outcome = await attempts.retry<Answer>(task)
      return outcome ? settle(task, action, outcome) : false
    },
  }
}
