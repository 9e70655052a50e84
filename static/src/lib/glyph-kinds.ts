/** Which glyph says which state (ui/README §5): circles go to plan, corners need a person. */
import type { BroadcastRow, MeasureState, TaskRow } from './types'

export type GlyphKind =
  | 'proposed' | 'pending' | 'open' | 'acknowledged' | 'working' | 'held' | 'effect' | 'done' | 'ended'
  | 'partial' | 'overdue' | 'declined' | 'failed' | 'none'

export type Tone = 'tx-1' | 'tx-2' | 'tx-3' | 'run' | 'ok' | 'warn' | 'bad'

export const toneOf: Readonly<Record<GlyphKind, Tone>> = {
  proposed: 'tx-3', pending: 'tx-1', open: 'tx-1', acknowledged: 'run', working: 'run', held: 'tx-2', effect: 'ok',
  done: 'ok', ended: 'tx-3', partial: 'warn', overdue: 'warn', declined: 'warn', failed: 'bad', none: 'tx-3',
}

const MEASURE: Readonly<Record<MeasureState, GlyphKind>> = {
  draft: 'proposed', pending_approval: 'pending', approved: 'open', rejected: 'declined', executing: 'working',
  held: 'held', partially_applied: 'partial', in_effect: 'effect', ending: 'effect', completed: 'ended',
  reversing: 'working', reversed: 'ended', cancelled: 'ended',
}

export function measureGlyph(state: MeasureState): GlyphKind {
  return MEASURE[state]
}

export function broadcastGlyph(row: Pick<BroadcastRow, 'state' | 'technical_failure'>): GlyphKind {
  if (row.technical_failure) return 'failed'
  const kinds = {
    draft: 'proposed', pending_approval: 'pending', rejected: 'declined', broadcasting: 'working',
    completed: 'effect', cancelled: 'ended',
  } as const
  return kinds[row.state]
}

/** A task that is late or whose province is silent shows that before its state. */
export function taskGlyph(
  task: Pick<TaskRow, 'state' | 'ack_overdue' | 'work_overdue'>, provinceSilent = false,
): GlyphKind {
  const finished = task.state === 'resolved' || task.state === 'closed' || task.state === 'cancelled'
  if (task.state === 'rejected') return 'declined'
  if (provinceSilent && task.state === 'dispatched') return 'failed'
  if (!finished && task.state !== 'held' && lateNow(task)) return 'overdue'
  const kinds = {
    dispatched: 'open', acknowledged: 'acknowledged', in_progress: 'working', pending: 'working', held: 'held',
    resolved: 'done', closed: 'done', cancelled: 'ended',
  } as const
  return kinds[task.state]
}

function lateNow(task: Pick<TaskRow, 'state' | 'ack_overdue' | 'work_overdue'>): boolean {
  return task.state === 'dispatched' ? task.ack_overdue : task.work_overdue
}

const WORST: readonly GlyphKind[] = [
  'failed', 'overdue', 'declined', 'partial', 'held', 'open', 'acknowledged', 'working', 'pending', 'proposed', 'done',
  'effect', 'ended', 'none',
]

/** 0 = needs a person most. */
export function severity(kind: GlyphKind): number {
  return WORST.indexOf(kind)
}

export function worst(kinds: readonly GlyphKind[]): GlyphKind {
  return kinds.reduce<GlyphKind>((a, b) => (severity(b) < severity(a) ? b : a), 'none')
}
