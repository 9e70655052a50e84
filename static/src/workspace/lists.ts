/** Which list a task stands in, and in what order: what presses most comes first, never what came last. */

export interface ListedTask {
  id: string
  state: string
  ack_due_at: string
  work_due_at: string | null
  acknowledged_by: string | null
  /** Who took it over at the end of a shift. */
  responsible_by?: string | null
  proxy_for: string | null
  resolved_at: string | null
  closed_at: string | null
  critical: boolean
  title_zh: string
}

export type ListName = 'mine' | 'done' | 'team'
export interface Section<T> {
  name: 'waiting' | 'working' | 'paused' | 'reported' | 'finished' | 'refused'
  tasks: T[]
}

const OPEN = new Set(['dispatched', 'acknowledged', 'in_progress', 'pending', 'held'])

export function isOpen(task: ListedTask): boolean {
  return OPEN.has(task.state)
}

/** Who has it: who took it over at a handover, else who acknowledged it. */
export function responsible(task: Pick<ListedTask, 'acknowledged_by' | 'responsible_by'>): string | null {
  return task.responsible_by ?? task.acknowledged_by
}

/** Mine: nobody's yet, taken by me, or acknowledged by telephone in our name (somebody here must still do it). */
export function isMine(task: ListedTask, person: string): boolean {
  if (!isOpen(task)) return false
  return task.state === 'dispatched' || responsible(task) === person || (task.proxy_for !== null && !task.responsible_by)
}

export function isMyDone(task: ListedTask, person: string): boolean {
  return !isOpen(task) && task.acknowledged_by === person
}

export function inList<T extends ListedTask>(tasks: readonly T[], list: ListName, person: string): T[] {
  if (list === 'mine') return tasks.filter((task) => isMine(task, person))
  if (list === 'done') return tasks.filter((task) => isMyDone(task, person))
  return [...tasks]
}

function sectionOf(task: ListedTask): Section<ListedTask>['name'] {
  switch (task.state) {
    case 'dispatched':
      return 'waiting'
    case 'held':
      return 'paused'
    case 'resolved':
      return 'reported'
    case 'closed':
      return 'finished'
    case 'rejected':
    case 'cancelled':
      return 'refused'
    default:
      return 'working'
  }
}

const SECTIONS: Section<ListedTask>['name'][] = [
  'waiting',
  'working',
  'paused',
  'reported',
  'finished',
  'refused',
]

function deadline(task: ListedTask): string {
  if (task.state === 'dispatched') return task.ack_due_at
  if (!isOpen(task)) return task.closed_at ?? task.resolved_at ?? task.ack_due_at
  return task.work_due_at ?? task.ack_due_at
}

/** Times are UTC text of one shape, so that comparing the text compares the moments. Finished: newest first. */
export function byPress(a: ListedTask, b: ListedTask): number {
  const [left, right] = [deadline(a), deadline(b)]
  const order = left < right ? -1 : left > right ? 1 : 0
  if (order !== 0) return isOpen(a) ? order : -order
  if (a.critical !== b.critical) return a.critical ? -1 : 1
  return a.title_zh < b.title_zh ? -1 : a.title_zh > b.title_zh ? 1 : a.id < b.id ? -1 : 1
}

export function sections<T extends ListedTask>(tasks: readonly T[]): Section<T>[] {
  const by = new Map<string, T[]>()
  for (const task of tasks) {
    const name = sectionOf(task)
    const list = by.get(name)
    if (list) list.push(task)
    else by.set(name, [task])
  }
  return SECTIONS.flatMap((name) => {
    const found = by.get(name)
    return found ? [{ name, tasks: found.sort(byPress) }] : []
  })
}

export interface Counts {
  mine: number
  done: number
  team: number
}

export function counts(tasks: readonly ListedTask[], person: string): Counts {
  let mine = 0
  let done = 0
  for (const task of tasks) {
    if (isMine(task, person)) mine += 1
    else if (isMyDone(task, person)) done += 1
  }
  return { mine, done, team: tasks.length }
}
