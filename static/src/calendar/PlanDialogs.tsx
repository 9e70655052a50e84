import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { newId, post } from '../lib/api'
import { isExercise } from '../lib/session'
import { now } from '../lib/worldclock'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import { commonWords } from '../locales/common'
import { moved, usualSteps } from './times'
import type { EventCalendar } from './types'
import { calendarWords } from './words'

export interface DialogProps {
  readonly incident: string
  readonly calendar: EventCalendar
  readonly onClose: () => void
  readonly onDone: () => void
}

const BEIJING_MS = 8 * 3_600_000

/** Days of the event, the usual steps around them, and further days of watch. */
export function ScheduleDialog({ incident, calendar, onClose, onDone }: DialogProps): JSX.Element {
  const w = calendarWords()
  const today = new Date(now.peek() + BEIJING_MS).toISOString().slice(0, 10)
  const opens = useSignal(calendar.event?.opens_on ?? moved(today, 40))
  const closes = useSignal(calendar.event?.closes_on ?? moved(today, 42))
  const first = calendar.event?.opens_on
  const watches = useSignal<readonly string[]>(calendar.steps.filter((step) => step.kind === 'watch' && step.state !== 'cancelled' && step.day !== first).map((step) => step.day))
  const more = useSignal('')
  const submit = useSubmit()
  const missing = !opens.value || !closes.value ? `${w.opens}: ${commonWords().required}` : closes.value < opens.value ? `${w.opens} > ${w.closes}` : false
  const send = (): void => submit.run(
    (options) => post(`/incidents/${incident}/calendar`, { opens_on: opens.value, closes_on: closes.value, steps: usualSteps(opens.value, closes.value, watches.value) }, { ...options, ...(calendar.event ? { revision: calendar.event.revision } : {}) }),
    onDone,
  )
  return (
    <FormDialog title={calendar.event ? w.replan : w.plan} submit={submit} onClose={onClose} onSubmit={send} action={w.save} missing={missing}>
      <div class="form-row">
        <label class="field"><span>{w.opens}</span><input type="date" value={opens.value} onInput={(event) => (opens.value = event.currentTarget.value)} /></label>
        <label class="field"><span>{w.closes}</span><input type="date" value={closes.value} onInput={(event) => (closes.value = event.currentTarget.value)} /></label>
      </div>
      <p class="hint">{w.usual}</p>
      <div class="field">
        <span class="field-label">{w.extra}</span>
        <span class="cal-more">
          {watches.value.map((one) => <button key={one} type="button" class="pick-chip num" aria-label={w.dropDay(one)} onClick={() => (watches.value = watches.value.filter((other) => other !== one))}>{one} ×</button>)}
          <input type="date" aria-label={w.extra} min={opens.value} max={closes.value} value={more.value} onInput={(event) => (more.value = event.currentTarget.value)} />
          <button type="button" class="button button-small" disabled={!more.value || watches.value.includes(more.value)} onClick={() => {
            watches.value = [...watches.value, more.value].sort()
            more.value = ''
          }}>{w.addDay}</button>
        </span>
      </div>
      <p class="hint">{w.late}</p>
    </FormDialog>
  )
}

/** A list of venues from a file, or a shipped one in an exercise; it becomes the footprint as well. */
export function VenuesDialog({ incident, onClose, onDone }: DialogProps): JSX.Element {
  const w = calendarWords()
  const file = useSignal<File | null>(null)
  const history = useSignal(false)
  const id = useSignal(newId())
  const submit = useSubmit()
  const send = (): void => submit.run((options) => {
    const path = `/incidents/${incident}/venues`
    if (history.value) return post(path, { id: id.value, reconstruction: 'olympics-2008' }, options)
    const form = new FormData()
    form.set('id', id.value)
    form.set('file', file.value as File)
    return post(path, form, options)
  }, onDone)
  const missing = history.value || file.value ? false : `${w.file}: ${commonWords().required}`
  return (
    <FormDialog title={w.venuesTitle} submit={submit} onClose={onClose} onSubmit={send} missing={missing} busyWords={w.adding}>
      {isExercise() ? (
        <div class="tabs" role="tablist">
          {[false, true].map((one) => <button key={String(one)} type="button" role="tab" class="tab" aria-pressed={history.value === one} onClick={() => (history.value = one)}>{one ? w.useHistory : w.useFile}</button>)}
        </div>
      ) : null}
      {history.value ? <p>{w.history}</p> : (
        <label class="field">
          <span>{w.file}</span>
          <input class="visually-hidden" type="file" accept=".csv,.geojson,.json" onChange={(event) => (file.value = event.currentTarget.files?.[0] ?? null)} />
          <span class="file-choice"><span class="button">{w.choose}</span> {file.value?.name ?? <span class="tx-3">{w.noFile}</span>}</span>
          <span class="hint">{w.fileHint}</span>
        </label>
      )}
    </FormDialog>
  )
}
