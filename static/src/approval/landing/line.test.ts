import { describe, expect, it } from 'vitest'
import type { LandingStageRow, MeasureRow } from '../../lib/types'
import type { BatchSum } from '../sums'
import { lineOf, placeOf, reversal, stageSums } from './line'

const END = '2008-06-11T06:28:04Z'
const MEASURE = {
  id: 'm', window_from: '2008-05-11T16:00:00Z', window_to: END, ended_at: null, prompts: { 72: '2008-06-08T06:28:04Z' },
} as unknown as MeasureRow
const stage = (number: number, days: number, state: LandingStageRow['state']): LandingStageRow => ({
  id: `m:${number}`, measure_id: 'm', number, state, revision: 1, instruct_at: END,
  restart_at: new Date(Date.parse(END) + days * 86_400_000).toISOString(), share_ppm: 500_000, segments: [], customers: null,
})

describe('the line of an end', () => {
  const line = lineOf(MEASURE, [stage(0, 14, 'done'), stage(1, 7, 'instructed'), stage(2, 14, 'planned')], Date.parse(END) - 3_600_000)

  it('has who is asked, the end and each stage in order of time, and no mark for the runway', () => {
    expect(line.marks.map((mark) => [mark.kind, mark.number, mark.state])).toEqual([
      ['ask', 72, 'done'], ['ask', 24, 'next'], ['end', 0, 'next'], ['stage', 1, 'now'], ['stage', 2, 'next'],
    ])
    expect(line.marks.map((mark) => mark.at)).toEqual([...line.marks.map((mark) => mark.at)].sort((a, b) => a - b))
  })

  it('leaves room on both sides, and what lies beyond stands at its edge', () => {
    for (const mark of line.marks) expect(placeOf(line, mark.at)).toSatisfy((at: number) => at > 0 && at < 1)
    expect([placeOf(line, 0), placeOf(line, Date.parse('2030-01-01'))]).toEqual([0, 1])
  })

  it('has no prompt before the measure began', () => {
    const short = { ...MEASURE, window_from: '2008-06-09T06:28:04Z' }
    expect(lineOf(short, [], 0).marks.map((mark) => mark.number)).toEqual([24, 0])
  })
})

describe('the figures of a landing', () => {
  const sum = (step: number | null, applied: number, reversed = 0): BatchSum => ({
    measure_id: 'm', province: '510000', state: 'settled', stage: step, extends: false, batches: 1, parked_batches: 0, intended_customers: applied + 1,
    submitted_customers: applied + 1, applied_customers: applied, failed_customers: 1, reversed_customers: reversed, applied_fen: 0,
  })

  it('are those of one step only, and a reversal counts the measure without its landing', () => {
    const sums = [sum(null, 100, 40), sum(0, 100), sum(1, 50), { ...sum(1, 7), measure_id: 'other' }]
    expect(stageSums(sums, 'm', 1)).toEqual({ intended: 51, applied: 50, failed: 1, parked: 0 })
    expect(reversal(sums, 'm')).toEqual({ reversed: 40, of: 100 })
  })
})
