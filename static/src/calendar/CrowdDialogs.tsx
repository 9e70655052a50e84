import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { askPassword, isStepUp } from '../desk/useAction'
import { newId, post, type SendOptions } from '../lib/api'
import { named } from '../lib/i18n'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import { commonWords } from '../locales/common'
import type { DialogProps } from './PlanDialogs'
import { daysBetween } from './times'
import { calendarWords } from './words'

/** So many people a day at each venue, from one day to another; whose forecast it is must be said. */
export function CrowdsDialog({ incident, calendar, onClose, onDone }: DialogProps): JSX.Element {
  const w = calendarWords()
  const from = useSignal(calendar.event?.opens_on ?? calendar.now.slice(0, 10))
  const to = useSignal(calendar.event?.closes_on ?? from.peek())
  const source = useSignal('')
  const people = useSignal<Readonly<Record<string, string>>>({})
  const submit = useSubmit()
  const days = daysBetween(from.value, to.value)
  const told = calendar.venues.filter((venue) => /^\d+$/.test(people.value[venue.id] ?? ''))
  const missing = !told.length || !days.length ? `${w.perDay}: ${commonWords().required}` : source.value.trim() ? false : `${w.crowdSource}: ${commonWords().required}`
  const send = (): void => submit.run((options) => post(`/incidents/${incident}/crowds`, {
    source: source.value.trim(),
    crowds: told.flatMap((venue) => days.map((day) => ({ venue: venue.id, day, people: Number(people.value[venue.id]) }))),
  }, options), onDone)
  return (
    <FormDialog title={w.crowdsTitle} submit={submit} onClose={onClose} onSubmit={send} missing={missing}>
      <p class="hint">{w.crowdsHint}</p>
      <label class="field"><span>{w.crowdSource}</span><input type="text" maxLength={200} placeholder={w.crowdSourceHint} value={source.value} onInput={(event) => (source.value = event.currentTarget.value)} /></label>
      <div class="form-row">
        <label class="field"><span>{w.from}</span><input type="date" value={from.value} onInput={(event) => (from.value = event.currentTarget.value)} /></label>
        <label class="field"><span>{w.to}</span><input type="date" value={to.value} onInput={(event) => (to.value = event.currentTarget.value)} /></label>
      </div>
      <ul class="cal-people">
        {calendar.venues.map((venue) => (
          <li key={venue.id}><label><span>{named(venue, 'name')}</span><input type="number" min="0" step="1" inputMode="numeric" aria-label={`${w.perDay}: ${named(venue, 'name')}`} value={people.value[venue.id] ?? ''} onInput={(event) => (people.value = { ...people.value, [venue.id]: event.currentTarget.value })} /></label></li>
        ))}
      </ul>
    </FormDialog>
  )
}

/** An approver's word for one change in the freeze. */
export function AllowDialog({ incident, onClose, onDone }: DialogProps): JSX.Element {
  const w = calendarWords()
  const id = useSignal(newId())
  const reason = useSignal('')
  const submit = useSubmit()
  const send = async (options: SendOptions): Promise<unknown> => {
    const allow = (): Promise<unknown> => post(`/incidents/${incident}/freeze/allow`, { id: id.value, reason: reason.value.trim() }, options)
    try {
      return await allow()
    } catch (failure) {
      if (!isStepUp(failure) || !(await askPassword())) throw failure
      return allow()
    }
  }
  return (
    <FormDialog title={w.allowTitle} submit={submit} onClose={onClose} onSubmit={() => submit.run(send, onDone)} action={w.doAllow} missing={reason.value.trim() ? false : `${w.allowReason}: ${commonWords().required}`}>
      <label class="field"><span>{w.allowReason}</span><textarea rows={3} maxLength={2000} value={reason.value} onInput={(event) => (reason.value = event.currentTarget.value)} /></label>
      <p class="hint">{w.allowHint}</p>
    </FormDialog>
  )
}
