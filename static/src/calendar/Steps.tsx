import type { JSX } from 'preact'
import { Glyph } from '../lib/glyphs'
import { atBeijing } from './times'
import type { EventCalendar, StepItem } from './types'
import { calendarWords } from './words'

const DONE = new Set(['resolved', 'closed'])

/** The line of time: each step with its day, whether its tasks went out, and how many are done. */
export function Steps({ calendar, incident }: { readonly calendar: EventCalendar; readonly incident: string }): JSX.Element | null {
  const w = calendarWords()
  const shown = calendar.steps.filter((step) => step.state !== 'cancelled')
  if (shown.length === 0) return null
  const next = shown.find((step) => step.state === 'planned')
  return (
    <section class="block">
      <div class="block-head"><h3>{w.schedule}</h3></div>
      <ol class="cal-steps">
        {shown.map((step) => (
          <li key={step.id} class={`cal-step cal-${step.state} ${step === next ? 'cal-next' : ''}`}>
            <span class="cal-offset num">{step.offset}</span>
            <strong>{w.step(step.kind)}</strong>
            <span class="num">{step.day}</span>
            <State step={step} incident={incident} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function State({ step, incident }: { readonly step: StepItem; readonly incident: string }): JSX.Element {
  const w = calendarWords()
  if (step.state === 'planned') return <span class="tx-2">{w.due(atBeijing(step.due_at))}</span>
  const all = Object.values(step.by_state).reduce((sum, n) => sum + n, 0)
  const done = Object.entries(step.by_state).reduce((sum, [state, n]) => sum + (DONE.has(state) ? n : 0), 0)
  return (
    <>
      <span class="tx-2">{w.reminded(atBeijing(step.reminded_at ?? step.due_at), step.tasks)}</span>
      {all ? <a href={`/tasks/${incident}?group=calendar`}><Glyph kind={done === all ? 'done' : 'working'} label="" /> {w.stepDone(done, all)}</a> : null}
    </>
  )
}

/** Approvers' words for changes in the freeze, and what became of them. */
export function Changes({ calendar }: { readonly calendar: EventCalendar }): JSX.Element | null {
  const w = calendarWords()
  if (calendar.changes.length === 0) return null
  return (
    <section class="block">
      <div class="block-head"><h3>{w.changes}</h3></div>
      <ul class="cal-changes">
        {calendar.changes.map((change) => (
          <li key={change.id}>
            <span class="chip">{w.changeState(change.state)}</span>
            <span>{change.reason}</span>
            <span class="tx-2 num">{change.used_at && change.used_for ? `${w.usedFor(change.used_for)} · ${atBeijing(change.used_at)}` : w.goodUntil(atBeijing(change.until))}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
