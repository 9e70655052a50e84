/** What happens when a measure ends: who is asked, until when it goes on, and how it lands (DOMAIN.md §1d). */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../../components/Button'
import { clockMinutes, day, exact, orDot, percent } from '../../lib/format'
import { Glyph } from '../../lib/glyphs'
import type { GlyphKind } from '../../lib/glyph-kinds'
import { can } from '../../lib/session'
import type { Store } from '../../lib/store'
import type { LandingStageRow, MeasureRow, MeasureState } from '../../lib/types'
import { now } from '../../lib/worldclock'
import { commonWords } from '../../locales/common'
import { Time } from '../Hands'
import { StackBar } from '../StackBar'
import type { BatchSum } from '../sums'
import { Extend } from './Extend'
import { Grow } from './Grow'
import { lineOf, stageSums } from './line'
import './landing.css'
import { Reversal } from './Reversal'
import { TimeLine } from './TimeLine'
import { landingWords } from './words'

interface LandingProps {
  readonly store: Store
  readonly measure: MeasureRow
  readonly sums: readonly BatchSum[]
}

const GLYPH: Readonly<Record<LandingStageRow['state'], GlyphKind>> = { planned: 'pending', instructed: 'working', done: 'done', called_off: 'ended' }
/** What is over without having landed has nothing to show here. */
const WITHOUT = new Set<MeasureState>(['rejected', 'cancelled'])
const GROWABLE = new Set<MeasureState>(['draft', 'executing', 'held', 'in_effect', 'partially_applied'])
const EXTENDABLE = new Set<MeasureState>(['in_effect', 'partially_applied'])

export function Landing({ store, measure, sums }: LandingProps): JSX.Element | null {
  const w = landingWords()
  const extending = useSignal(false)
  const growing = useSignal(false)
  const stages = stagesOf(store, measure)
  if (WITHOUT.has(measure.state)) return null
  const waits = measure.running?.window_to
  return (
    <section class="block landing">
      <div class="block-head">
        <h3>{w.title}</h3>
        <span>{w.hint}</span>
        <span class="gap" />
        {GROWABLE.has(measure.state) && can('measure.grow') ? <Button size="small" onPress={() => (growing.value = true)}>{w.grow}</Button> : null}
        {measure.started_at && EXTENDABLE.has(measure.state) && can('measure.extend') ? <Button size="small" onPress={() => (extending.value = true)}>{w.extend}</Button> : null}
      </div>
      {waits ? <p class="note note-warn">{w.waiting(`${day(waits)} ${clockMinutes(waits)}`)}</p> : null}
      {measure.state === 'reversing' || measure.state === 'reversed' ? <Reversal measure={measure} sums={sums} /> : null}
      <TimeLine line={lineOf(measure, stages, now.value)} nowMs={now.value} />
      {measure.landing ? <Stages measure={measure} stages={stages} sums={sums} /> : <p class="hint">{w.noStages}</p>}
      {measure.landing ? (
        <p class="hint">
          {measure.landing.instalments ? `${w.instalments(measure.landing.instalments.count, measure.landing.instalments.every_days)} · ` : ''}
          {w.inHand(measure.landing.least_days_left)}{measure.started_at ? '' : ` · ${w.notStarted}`}
        </p>
      ) : null}
      {growing.value ? <Grow store={store} row={measure} onClose={() => (growing.value = false)} /> : null}
      {extending.value ? <Extend row={measure} onClose={() => (extending.value = false)} /> : null}
    </section>
  )
}

/** The steps as they stand, or before a start as they will follow the end. */
function stagesOf(store: Store, measure: MeasureRow): readonly LandingStageRow[] {
  const there = store.landingStages.value.filter((stage) => stage.measure_id === measure.id)
  if (there.length > 0) return [...there].sort((a, b) => a.number - b.number)
  const landing = measure.landing
  if (!landing) return []
  const end = Date.parse(measure.window_to)
  const after = (hours: number): string => new Date(end + hours * 3_600_000).toISOString()
  return landing.stages.map((stage, at): LandingStageRow => ({
    id: `${measure.id}:${at + 1}`, measure_id: measure.id, number: at + 1, state: 'planned', revision: measure.revision,
    instruct_at: after(stage.hours_after_end - landing.courtesy_hours), restart_at: after(stage.hours_after_end),
    share_ppm: stage.share_ppm, segments: stage.segments, customers: null,
  }))
}

function Stages({ measure, stages, sums }: { readonly measure: MeasureRow; readonly stages: readonly LandingStageRow[]; readonly sums: readonly BatchSum[] }): JSX.Element {
  const w = landingWords()
  return (
    <div class="table-wrap">
      <table class="table landing-stages">
        <thead>
          <tr>
            <th scope="col">{w.state}</th><th scope="col" class="landing-wide">{w.courtesy}</th><th scope="col">{w.restart}</th><th scope="col" class="landing-wide">{w.whom}</th>
            <th scope="col" class="num">{w.share}</th><th scope="col" class="landing-bar" /><th scope="col" class="num">{w.applied}</th><th scope="col" class="num">{w.failed}</th>
          </tr>
        </thead>
        <tbody>{stages.map((stage) => <StageLine key={stage.id} stage={stage} sums={stageSums(sums, measure.id, stage.number)} />)}</tbody>
      </table>
    </div>
  )
}

function StageLine({ stage, sums }: { readonly stage: LandingStageRow; readonly sums: ReturnType<typeof stageSums> }): JSX.Element {
  const w = landingWords()
  return (
    <tr title={stage.number === 0 ? w.runwayHint : undefined}>
      <td class="nowrap"><Glyph kind={GLYPH[stage.state]} label="" /> {stage.number === 0 ? w.runway : w.stage(stage.number)} <small class="tx-2">{w[stage.state]}</small></td>
      <td class="nowrap landing-wide"><Time at={stage.instruct_at} /></td>
      <td class="nowrap"><Time at={stage.restart_at} /></td>
      <td class="nowrap landing-wide">{whom(stage)}</td>
      <td class="num">{stage.customers === null ? '·' : exact(stage.customers)}</td>
      <td class="landing-bar">{sums.intended ? <StackBar all={sums.intended} slices={[{ tone: 'ok', value: sums.applied }, { tone: 'warn', value: sums.failed }]} /> : null}</td>
      <td class="num">{orDot(sums.applied)}</td>
      <td class={`num ${sums.failed ? 'late' : ''}`}>{orDot(sums.failed)}</td>
    </tr>
  )
}

function whom(stage: LandingStageRow): string {
  const w = landingWords()
  if (stage.share_ppm !== null) return w.ofShare(`${percent(stage.share_ppm, 1_000_000, 0)}%`)
  return stage.segments.length > 0 ? stage.segments.map((name) => commonWords().segment(name)).join(' · ') : w.everybody
}
