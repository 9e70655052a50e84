/** Which tasks carry out a measure of service halls, as incident/commands/starting.py finds them. */
import type { MeasureRow, TaskRow } from '../lib/types'

/** The province's tasks that open the halls: item `<the measure's own>-open` of its playbook. */
export function hallTasks<T extends Pick<TaskRow, 'item_key' | 'province'>>(tasks: readonly T[], measure: Pick<MeasureRow, 'item_key'>, province: string): readonly T[] {
  const [slug, item] = measure.item_key.split('/')
  return tasks.filter((task) => task.province === province && task.item_key.startsWith(`${slug}/${item}-open/`))
}

const DONE = new Set(['resolved', 'closed', 'cancelled'])

/** Those for which the province waits, the declined first: nobody works on them until they are given to somebody. */
export function waitsFor<T extends Pick<TaskRow, 'state'>>(tasks: readonly T[]): readonly T[] {
  return tasks.filter((task) => !DONE.has(task.state)).sort((a, b) => Number(b.state === 'rejected') - Number(a.state === 'rejected'))
}
