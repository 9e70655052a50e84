/** A situation report every so many hours to a list of people. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Failure } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { moment } from '../lib/format'
import { language, named } from '../lib/i18n'
import { can } from '../lib/session'
import type { Reports } from './types'
import { reportWords } from './words'

const OVER = new Set(['closed', 'reviewed', 'cancelled'])

interface Props {
  readonly incident: string
  readonly state: string
  readonly told: Reports
  readonly onChanged: () => void
}

export function SchedulePanel({ incident, state, told, onChanged }: Props): JSX.Element {
  const w = reportWords()
  const { schedule } = told
  const running = schedule !== null && schedule.every_hours !== null
  const over = OVER.has(state)
  return (
    <section class="block">
      <div class="block-head"><h2>{w.schedule}</h2><span>{over ? w.over : w.firstAtOnce}</span></div>
      <p>{running && !over ? `${w.on(schedule.every_hours ?? 0, schedule.people.length, schedule.number)}${schedule.next_at ? ` · ${w.next(moment(schedule.next_at))}` : ''}` : w.off}</p>
      {running ? <p class="tx-2">{schedule.people.map((person) => named(person, 'name')).join(language.value === 'zh' ? '、' : ', ')}</p> : null}
      {can('report.schedule') && !over ? <Form incident={incident} told={told} running={running} onChanged={onChanged} /> : null}
    </section>
  )
}

function Form({ incident, told, running, onChanged }: Omit<Props, 'state'> & { readonly running: boolean }): JSX.Element {
  const w = reportWords()
  const action = useAction(onChanged)
  const hours = useSignal(told.schedule?.every_hours ?? 6)
  const chosen = useSignal<ReadonlySet<string>>(new Set(told.schedule?.people.map((person) => person.id) ?? []))
  const path = `/incidents/${incident}/report-schedule`
  const toggle = (id: string): void => {
    const next = new Set(chosen.value)
    if (!next.delete(id)) next.add(id)
    chosen.value = next
  }
  const start = (): void => void action.run('start', { path, body: { every_hours: hours.value, people: [...chosen.value], language: language.value, format: 'pdf' } })
  return (
    <form class="reports-schedule" onSubmit={(event) => { event.preventDefault(); start() }}>
      <label>{w.every} <input type="number" min={1} max={168} required value={hours.value} onInput={(event) => void (hours.value = Number(event.currentTarget.value))} /> {w.hours}</label>
      <fieldset><legend>{w.to}</legend>{told.people.map((person) => <label key={person.id} class="check"><input type="checkbox" checked={chosen.value.has(person.id)} onChange={() => toggle(person.id)} /> {named(person, 'name')}</label>)}</fieldset>
      <div class="toolbar">
        <Button kind="primary" type="submit" busy={action.busy === 'start' && w.sending} whyNot={chosen.value.size === 0 && w.chooseOne}>{running ? w.change : w.start}</Button>
        {running ? <Button busy={action.busy === 'stop' && w.stopping} onPress={() => void action.run('stop', { path: `${path}/stop` })}>{w.stop}</Button> : null}
      </div>
      {action.error ? <Failure error={action.error} /> : null}
    </form>
  )
}
