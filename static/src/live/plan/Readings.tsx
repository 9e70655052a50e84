/** Figures from elsewhere that the playbook asks for: what was read, by whom and when, and a form for the next reading. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../../components/Button'
import { Failure } from '../../components/Panel'
import { post } from '../../lib/api'
import { clockMinutes, day, exact } from '../../lib/format'
import { half, named } from '../../lib/i18n'
import { can } from '../../lib/session'
import { useSubmit } from '../actions/useSubmit'
import type { Plan, PlanReading } from './plan'
import { planWords } from './words'

export function Readings({ plan, incident, onRead }: { readonly plan: Plan; readonly incident: string; readonly onRead: () => void }): JSX.Element | null {
  const w = planWords()
  if (!plan.readings?.length) return null
  return (
    <section class="plan-readings">
      <h3>{w.readings}</h3>
      {plan.readings.map((one) => <Reading key={one.name} one={one} playbook={plan.playbook.slug} incident={incident} onRead={onRead} />)}
    </section>
  )
}

function Reading({ one, playbook, incident, onRead }: { readonly one: PlanReading; readonly playbook: string; readonly incident: string; readonly onRead: () => void }): JSX.Element {
  const w = planWords()
  const typed = useSignal('')
  const source = useSignal('')
  const submit = useSubmit()
  const whole = /^-?\d{1,12}$/.test(typed.value.trim())
  const save = (): void => submit.run(
    (options) => post(`/incidents/${incident}/readings`, { playbook, name: one.name, reading: Number(typed.peek().trim()), source: source.peek().trim() }, options),
    onRead,
  )
  return (
    <div class="plan-reading">
      <p>
        <strong>{named(one, 'title')}</strong>{' '}
        {one.reading === null ? <span class="tx-2">{w.notRead}</span> : <><span class="num">{exact(one.reading)} {one.unit}</span> <span class="tx-2">{[half(one.source ?? ''), named(one, 'read_by'), one.read_at ? `${day(one.read_at)} ${clockMinutes(one.read_at)}` : ''].filter(Boolean).join(' · ')}</span></>}
      </p>
      {can('reading.take') ? (
        <div class="toolbar">
          <label class="field"><span>{w.newReading(one.unit)}</span><input inputMode="numeric" value={typed.value} onInput={(event) => (typed.value = event.currentTarget.value)} /></label>
          <label class="field"><span>{w.readFrom}</span><input maxLength={120} value={source.value} onInput={(event) => (source.value = event.currentTarget.value)} /></label>
          <Button size="small" onPress={save} whyNot={whole && source.value.trim() ? false : w.readingNeeds} busy={submit.busy.value ? w.writing : false}>{w.writeDown}</Button>
        </div>
      ) : null}
      {submit.error.value ? <Failure error={submit.error.value} /> : null}
    </div>
  )
}
