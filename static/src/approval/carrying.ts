/** Which tasks carry out a measure, as incident/commands/by_tasks.py finds them. */
import type { MeasureRow, TaskRow } from '../lib/types'

/** Whether its tasks carry it out, not billing. */
export function isByTasks(measure: Pick<MeasureRow, 'delivery'>): boolean {
  return measure.delivery !== 'billing'
}

/** The province's tasks that carry the measure out: item `<the measure's own>-open` of its playbook. */
export function carryingTasks<T extends Pick<TaskRow, 'item_key' | 'province'>>(tasks: readonly T[], measure: Pick<MeasureRow, 'item_key'>, province: string): readonly T[] {
  const [slug, item] = measure.item_key.split('/')
  return tasks.filter((task) => task.province === province && task.item_key.startsWith(`${slug}/${item}-open/`))
}

/** Grows with every step of the tasks that the measure brought along, whose figures may then be others. */
export function stepsOf(tasks: readonly Pick<TaskRow, 'item_key' | 'revision'>[], measure: Pick<MeasureRow, 'item_key'>): number {
  const [slug, item] = measure.item_key.split('/')
  return tasks.reduce((sum, task) => (task.item_key.startsWith(`${slug}/${item}-`) ? sum + task.revision : sum), 0)
}

const DONE = new Set(['resolved', 'closed', 'cancelled'])

/** Those for which the province waits, the declined first: nobody works on them until they are given to somebody. */
export function waitsFor<T extends Pick<TaskRow, 'state'>>(tasks: readonly T[]): readonly T[] {
  return tasks.filter((task) => !DONE.has(task.state)).sort((a, b) => Number(b.state === 'rejected') - Number(a.state === 'rejected'))
}
