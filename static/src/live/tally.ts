/**
 * Tasks as counts: by province and group, by place. Made of rows where a page holds them, and of the server's sums
 * where the incident is large; what draws them knows no difference. Cancelled tasks count nowhere. Pure.
 */
import { taskGlyph, type GlyphKind } from '../lib/glyph-kinds'
import type { NamedTask, TaskingSums, TaskingTimes } from '../lib/tasking-types'
import type { TaskRow } from '../lib/types'

export interface Counts {
  /** Dispatched, in time and late. */
  readonly open: number
  readonly late: number
  readonly acknowledged: number
  readonly working: number
  readonly work_late: number
  readonly held: number
  readonly done: number
  readonly declined: number
}

export interface ProvinceTally {
  readonly groups: ReadonlyMap<string, Counts>
  readonly all: Counts
  /** The earliest running acknowledgement clock. */
  readonly due: { readonly at: string; readonly late: boolean; readonly allowedMs: number } | null
  readonly escalation: number
  /** Median from dispatch to acknowledgement. */
  readonly tookMs: number | null
}

export interface PlaceTally {
  readonly tasks: number
  readonly answered: number
  readonly late: number
  readonly declined: number
}

export interface TaskTally {
  readonly total: number
  readonly groups: readonly { readonly group: string; readonly tasks: number; readonly title_zh: string; readonly title_en: string }[]
  readonly provinces: ReadonlyMap<string, ProvinceTally>
  /** By the adcode where the task stands, provinces with all of theirs. */
  readonly places: ReadonlyMap<string, PlaceTally>
  /** Tasks that stand at a place of their own: these alone can be coloured on the map of counties. */
  readonly placed: ReadonlyMap<string, PlaceTally>
  readonly declined: readonly { readonly province: string; readonly item_key: string }[]
  /** Unacknowledged and not late, by deadline; of a large incident the first twenty. */
  readonly upcoming: readonly NamedTask[]
}

type Name = keyof Counts
const NAMES: readonly Name[] = ['open', 'late', 'acknowledged', 'working', 'work_late', 'held', 'done', 'declined']
export const NOTHING: Counts = { open: 0, late: 0, acknowledged: 0, working: 0, work_late: 0, held: 0, done: 0, declined: 0 }
export const EMPTY: ProvinceTally = { groups: new Map(), all: NOTHING, due: null, escalation: 0, tookMs: null }

export function size(counts: Counts): number {
  return NAMES.reduce((sum, name) => sum + counts[name], 0)
}

export function plus(one: Counts, other: Counts): Counts {
  return Object.fromEntries(NAMES.map((name) => [name, one[name] + other[name]])) as unknown as Counts
}

/** The glyph of the task that needs a person most. */
export function glyphOf(counts: Counts, silent: boolean): GlyphKind {
  if (silent && counts.open + counts.late > 0) return 'failed'
  if (counts.late + counts.work_late > 0) return 'overdue'
  if (counts.declined > 0) return 'declined'
  if (counts.held > 0) return 'held'
  if (counts.open > 0) return 'open'
  if (counts.acknowledged > 0) return 'acknowledged'
  if (counts.working > 0) return 'working'
  return counts.done > 0 ? 'done' : 'none'
}

function nameOf(task: TaskRow): Name {
  const glyph = taskGlyph(task)
  if (glyph === 'overdue') return task.state === 'dispatched' ? 'late' : 'work_late'
  return glyph as Name
}

/** A tally in the making. */
class Tallying {
  readonly provinces = new Map<string, { groups: Map<string, Record<Name, number>> }>()
  readonly places = new Map<string, { tasks: number; answered: number; late: number; declined: number }>()
  total = 0

  count(province: string, group: string, name: Name, times: number): void {
    const own = this.provinces.get(province) ?? { groups: new Map<string, Record<Name, number>>() }
    this.provinces.set(province, own)
    const cell = own.groups.get(group) ?? { ...NOTHING }
    own.groups.set(group, cell)
    cell[name] += times
    this.total += times
  }

  place(region: string, [tasks, answered, late, declined]: readonly [number, number, number, number]): void {
    const known = this.places.get(region) ?? { tasks: 0, answered: 0, late: 0, declined: 0 }
    this.places.set(region, {
      tasks: known.tasks + tasks, answered: known.answered + answered, late: known.late + late, declined: known.declined + declined,
    })
  }
}

function provinceOf(region: string): string {
  return `${region.slice(0, 2)}0000`
}

function finished(
  made: Tallying, extra: (province: string) => Pick<ProvinceTally, 'due' | 'escalation' | 'tookMs'>,
  rest: Pick<TaskTally, 'groups' | 'declined' | 'upcoming'>,
): TaskTally {
  const provinces = new Map<string, ProvinceTally>()
  for (const [province, own] of made.provinces) {
    const all = [...own.groups.values()].reduce<Counts>(plus, NOTHING)
    provinces.set(province, { groups: own.groups, all, ...extra(province) })
  }
  const whole = new Tallying()
  for (const [region, place] of made.places) {
    const figures = [place.tasks, place.answered, place.late, place.declined] as const
    whole.place(provinceOf(region), figures)
    if (region !== provinceOf(region)) whole.place(region, figures)
  }
  return { total: made.total, provinces, places: whole.places, placed: made.places, ...rest }
}

export function tallyOfRows(tasks: readonly TaskRow[]): TaskTally {
  const made = new Tallying()
  const rows = tasks.filter((task) => task.state !== 'cancelled')
  const groups = new Map<string, { group: string; tasks: number; title_zh: string; title_en: string }>()
  const own = new Map<string, TaskRow[]>()
  for (const task of rows) {
    made.count(task.province, task.task_group, nameOf(task), 1)
    const late = task.state === 'dispatched' && task.ack_overdue ? 1 : 0
    made.place(task.region, [1, task.acknowledged_at ? 1 : 0, late, task.state === 'rejected' ? 1 : 0])
    const group = groups.get(task.task_group)
    if (group) group.tasks += 1
    else groups.set(task.task_group, { group: task.task_group, tasks: 1, title_zh: task.title_zh, title_en: task.title_en })
    const list = own.get(task.province)
    if (list) list.push(task)
    else own.set(task.province, [task])
  }
  const waiting = rows.filter((task) => task.state === 'dispatched' && !task.ack_overdue)
  return finished(made, (province) => clocksOf(own.get(province) ?? []), {
    groups: [...groups.values()],
    declined: rows.filter((task) => task.state === 'rejected'),
    upcoming: waiting.sort((a, b) => a.ack_due_at.localeCompare(b.ack_due_at)),
  })
}

function clocksOf(tasks: readonly TaskRow[]): Pick<ProvinceTally, 'due' | 'escalation' | 'tookMs'> {
  let first: TaskRow | null = null
  let escalation = 0
  const took: number[] = []
  for (const task of tasks) {
    escalation = Math.max(escalation, task.escalation)
    if (task.state === 'dispatched' && (!first || task.ack_due_at < first.ack_due_at)) first = task
    if (task.acknowledged_at) took.push(Date.parse(task.acknowledged_at) - Date.parse(task.dispatched_at))
  }
  took.sort((a, b) => a - b)
  return {
    escalation,
    due: first && { at: first.ack_due_at, late: first.ack_overdue, allowedMs: first.acknowledge_minutes * 60_000 },
    tookMs: took[Math.floor(took.length / 2)] ?? null,
  }
}

export function tallyOfSums(sums: TaskingSums, times: TaskingTimes | null): TaskTally {
  const made = new Tallying()
  for (const [province, group, ...figures] of sums.cells) {
    sums.counted.forEach((name, index) => made.count(province, group, name as Name, figures[index] ?? 0))
  }
  for (const [region, figures] of Object.entries(sums.regions)) made.place(region, figures)
  const clocks = new Map(sums.provinces.map((row) => [row.province, row]))
  const took = new Map((times?.acknowledge.provinces ?? []).map((row) => [row.name, row.p50_s]))
  return finished(made, (province) => {
    const row = clocks.get(province)
    const median = took.get(province)
    const at = row?.ack_due_at
    return {
      escalation: row?.escalation ?? 0,
      due: at ? { at, late: at < sums.at, allowedMs: (row?.acknowledge_minutes ?? 0) * 60_000 } : null,
      tookMs: median === undefined || median === null ? null : median * 1000,
    }
  }, { groups: sums.groups, declined: sums.declined, upcoming: sums.waiting })
}
