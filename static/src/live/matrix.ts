/** Rows of the province matrix: one a provincial company, worst first; pure. */
import { carryingTasks, isByTasks } from '../approval/carrying'
import { broadcastGlyph, measureGlyph, severity, worst, type GlyphKind } from '../lib/glyph-kinds'
import type { BroadcastPartRow, BroadcastRow, MeasurePartRow, MeasureRow, ProvinceIncidentRow } from '../lib/types'
import { EMPTY, glyphOf, NOTHING, size, type Counts, type ProvinceTally, type TaskTally } from './tally'

export interface Column {
  readonly key: string
  readonly kind: 'measure' | 'group'
  readonly title_zh: string
  readonly title_en: string
}

export interface Cell {
  readonly glyph: GlyphKind
  readonly done: number
  readonly total: number
}

export type Clock =
  | { readonly kind: 'silent'; readonly since: string }
  | { readonly kind: 'late' | 'left'; readonly due: string; readonly allowedMs: number }
  | { readonly kind: 'took'; readonly ms: number }
  | { readonly kind: 'none' }

export interface MatrixRow {
  readonly province: string
  readonly affected: boolean
  readonly clock: Clock
  readonly cells: ReadonlyMap<string, Cell>
  /** Lower is worse. */
  readonly rank: number
  readonly worst: GlyphKind
  readonly late: number
  readonly open: number
  readonly declined: number
  readonly escalation: number
  readonly done: number
  readonly total: number
  readonly needsPerson: boolean
}

export interface MatrixInput {
  readonly companies: readonly string[]
  readonly provinces: readonly ProvinceIncidentRow[]
  readonly tally: TaskTally
  readonly measures: readonly MeasureRow[]
  readonly parts: readonly MeasurePartRow[]
  readonly broadcasts: readonly BroadcastRow[]
  readonly broadcastParts: readonly BroadcastPartRow[]
}

export const BROADCAST = 'broadcast'
const MOST_MEASURES = 5
const MOST_GROUPS = 6

/** Reports first, then halls and customers; what is not named follows. */
const ORDER = ['duty', 'report', 'halls', 'key_accounts', 'key_customers', 'hotline', 'billing', 'logistics']

function place(group: string): number {
  const index = ORDER.indexOf(group)
  return index < 0 ? ORDER.length : index
}

export function columns(input: MatrixInput): readonly Column[] {
  const kinds = new Map<string, Column>()
  for (const row of input.measures) {
    if (!kinds.has(row.kind)) kinds.set(row.kind, { key: row.kind, kind: 'measure', title_zh: row.title_zh, title_en: row.title_en })
  }
  const first = input.broadcasts[0]
  if (first) kinds.set(BROADCAST, { key: BROADCAST, kind: 'measure', title_zh: first.title_zh, title_en: first.title_en })
  const common = [...input.tally.groups].sort((a, b) => b.tasks - a.tasks).slice(0, MOST_GROUPS)
    .map((one): Column => ({ key: one.group, kind: 'group', title_zh: one.title_zh, title_en: one.title_en }))
    .sort((a, b) => place(a.key) - place(b.key))
  return [...[...kinds.values()].slice(0, MOST_MEASURES), ...common]
}

export function matrixRows(input: MatrixInput): readonly MatrixRow[] {
  const shown = columns(input)
  const parts = groupBy(input.parts, (part) => part.province)
  const sent = groupBy(input.broadcastParts, (part) => part.province)
  const told = new Map(input.provinces.map((row) => [row.province, row]))
  const rows = input.companies.map((province) =>
    oneRow(province, shown, input, {
      tasks: input.tally.provinces.get(province) ?? EMPTY,
      parts: parts.get(province) ?? [], sent: sent.get(province) ?? [], told: told.get(province),
    }),
  )
  return rows.sort((a, b) => a.rank - b.rank || a.province.localeCompare(b.province))
}

interface Own {
  readonly tasks: ProvinceTally
  readonly parts: readonly MeasurePartRow[]
  readonly sent: readonly BroadcastPartRow[]
  readonly told: ProvinceIncidentRow | undefined
}

function oneRow(province: string, shown: readonly Column[], input: MatrixInput, own: Own): MatrixRow {
  const silent = Boolean(own.told?.unreachable_since)
  const cells = new Map<string, Cell>()
  for (const column of shown) {
    const cell = column.kind === 'group' ? groupCell(own.tasks.groups.get(column.key) ?? NOTHING, silent) : measureCell(column.key, province, input, own)
    cells.set(column.key, cell)
  }
  const { all } = own.tasks
  const [total, late, declined] = [size(all), all.late + all.work_late, all.declined]
  const clock = ackClock(own, silent)
  const worstGlyph = worst([...[...cells.values()].map((cell) => cell.glyph), glyphOf(all, silent)])
  const partial = [...cells.values()].some((cell) => cell.glyph === 'partial')
  const affected = own.told?.affected === true
  return {
    province, affected, clock, cells, worst: worstGlyph, late, declined,
    open: all.open + all.late,
    escalation: own.tasks.escalation,
    done: all.done,
    total,
    needsPerson: silent || late > 0 || declined > 0 || partial,
    rank: rankOf({ silent, late, declined, partial, clock, affected, total }),
  }
}

interface Standing {
  readonly silent: boolean
  readonly late: number
  readonly declined: number
  readonly partial: boolean
  readonly clock: Clock
  readonly affected: boolean
  readonly total: number
}

function rankOf(row: Standing): number {
  if (row.silent) return 0
  if (row.late > 0) return 1000 - Math.min(row.late, 99)
  if (row.declined > 0) return 2000 - Math.min(row.declined, 99)
  if (row.partial) return 3000
  if (row.clock.kind === 'left') return (row.affected ? 4000 : 4500) - Math.min(row.total, 99)
  if (row.affected) return 5000
  return row.total > 0 ? 6000 : 7000
}

function ackClock(own: Own, silent: boolean): Clock {
  if (silent && own.told?.unreachable_since) return { kind: 'silent', since: own.told.unreachable_since }
  const { due, tookMs } = own.tasks
  if (due) return { kind: due.late ? 'late' : 'left', due: due.at, allowedMs: due.allowedMs }
  return tookMs === null ? { kind: 'none' } : { kind: 'took', ms: tookMs }
}

function groupCell(counts: Counts, silent: boolean): Cell {
  return { glyph: glyphOf(counts, silent), done: counts.done, total: size(counts) }
}

function measureCell(kind: string, province: string, input: MatrixInput, own: Own): Cell {
  const glyphs = kind === BROADCAST ? broadcastGlyphs(province, input, own) : measureGlyphs(kind, province, input, own)
  const glyph = glyphs.reduce<GlyphKind>((a, b) => (a === 'none' || severity(b) < severity(a) ? b : a), 'none')
  return { glyph, done: 0, total: glyphs.length }
}

/** A measure that reaches the province shows its part there, before that the state of the whole. */
function measureGlyphs(kind: string, province: string, input: MatrixInput, own: Own): readonly GlyphKind[] {
  return input.measures.filter((row) => row.kind === kind && province in row.area).map((measure) => {
    const part = own.parts.find((row) => row.measure_id === measure.id)
    // A declined task keeps the measure waiting until the task is given to somebody else.
    const isDeclined = isByTasks(measure) && part?.state === 'executing' && carryingTasks(input.tally.declined, measure, province).length > 0
    return isDeclined ? 'declined' : measureGlyph(part?.state ?? measure.state)
  })
}

function broadcastGlyphs(province: string, input: MatrixInput, own: Own): readonly GlyphKind[] {
  return input.broadcasts.filter((row) => province in row.audience).map((broadcast) => {
    const part = own.sent.find((row) => row.broadcast_id === broadcast.id)
    if (!part || broadcast.technical_failure) return broadcastGlyph(broadcast)
    if (part.state === 'unknown') return 'failed'
    if (part.state === 'stopped') return 'ended'
    if (part.state === 'completed') return part.failed + part.unknown > 0 && part.delivered === 0 ? 'partial' : 'effect'
    return 'working'
  })
}

function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group) group.push(row)
    else groups.set(key(row), [row])
  }
  return groups
}
