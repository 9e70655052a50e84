/** The time line of a measure's end: what stands where, what is past, and the figures of each step. Pure. */
import type { BatchSum } from '../sums'
import type { LandingStageRow, MeasureRow } from '../../lib/types'

const HOUR_MS = 3_600_000

export interface Mark {
  readonly kind: 'ask' | 'end' | 'stage'
  /** Hours before the end of a prompt, number of a stage. */
  readonly number: number
  readonly at: number
  readonly state: 'done' | 'now' | 'next'
}

export interface Line {
  readonly from: number
  readonly to: number
  readonly marks: readonly Mark[]
}

export interface StageSums {
  readonly intended: number
  readonly applied: number
  readonly failed: number
  readonly parked: number
}

const PROMPT_HOURS = [72, 24]

/** From a little before the first prompt to a little after the last stage; `nowMs` is world time. */
export function lineOf(measure: MeasureRow, stages: readonly LandingStageRow[], nowMs: number): Line {
  const end = Date.parse(measure.window_to)
  const asked = measure.prompts ?? {}
  const asks = PROMPT_HOURS.filter((hours) => end - hours * HOUR_MS > Date.parse(measure.window_from))
    .map((hours): Mark => ({ kind: 'ask', number: hours, at: end - hours * HOUR_MS, state: asked[hours] ? 'done' : 'next' }))
  const ended = measure.ended_at !== null || nowMs >= end
  const restarts = stages.filter((stage) => stage.number > 0)
    .map((stage): Mark => ({ kind: 'stage', number: stage.number, at: Date.parse(stage.restart_at), state: markState(stage) }))
  const marks: readonly Mark[] = [...asks, { kind: 'end', number: 0, at: end, state: ended ? 'done' : 'next' }, ...restarts]
  const times = marks.map((mark) => mark.at)
  const [first, last] = [Math.min(...times), Math.max(...times)]
  const room = Math.max(24 * HOUR_MS, (last - first) / 12)
  return { from: first - room, to: last + room, marks }
}

function markState(stage: LandingStageRow): Mark['state'] {
  if (stage.state === 'done') return 'done'
  return stage.state === 'instructed' ? 'now' : 'next'
}

/** Where a moment stands on the line, from 0 to 1; beyond it at its edge. */
export function placeOf(line: Line, at: number): number {
  return Math.min(1, Math.max(0, (at - line.from) / (line.to - line.from)))
}

/** What billing has said of one step of the landing. */
export function stageSums(sums: readonly BatchSum[], measure: string, number: number): StageSums {
  const own = sums.filter((sum) => sum.measure_id === measure && sum.stage === number)
  const total = (pick: (sum: BatchSum) => number): number => own.reduce((all, sum) => all + pick(sum), 0)
  return {
    intended: total((sum) => sum.intended_customers), applied: total((sum) => sum.applied_customers),
    failed: total((sum) => sum.failed_customers), parked: total((sum) => sum.parked_batches),
  }
}

/** How far a reversal is: customers put back of those who had it. */
export function reversal(sums: readonly BatchSum[], measure: string): { readonly reversed: number; readonly of: number } {
  const own = sums.filter((sum) => sum.measure_id === measure && sum.stage === null && !sum.extends)
  return {
    reversed: own.reduce((all, sum) => all + sum.reversed_customers, 0),
    of: own.reduce((all, sum) => all + sum.applied_customers, 0),
  }
}
