/** Call a meeting: its agenda is proposed from the findings, a person unticks and adds questions. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { placeName, titleOf } from '../findings/parts'
import { newId, post } from '../lib/api'
import { named } from '../lib/i18n'
import { session } from '../lib/session'
import { now } from '../lib/worldclock'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import type { Agenda } from './types'
import { meetingWords } from './words'

const HOUR = 3_600_000

/** What `<input type="datetime-local">` shows of a moment in China's time, and back. */
export function localOf(ms: number): string {
  return new Date(ms + 8 * HOUR).toISOString().slice(0, 16)
}

export function CallDialog({ incident, onClose, onCalled }: { readonly incident: string | null; readonly onClose: () => void; readonly onCalled: (id: string) => void }): JSX.Element {
  const w = meetingWords()
  const agenda = useLoad<Agenda>(`/meetings/agenda${incident ? `?incident=${incident}` : ''}`)
  const id = useSignal(newId())
  const name = useSignal<string | null>(null)
  const [at, questions] = [useSignal(localOf(now.peek() + 24 * HOUR)), useSignal('')]
  const chair = useSignal(session.value?.person.id ?? '')
  const left = useSignal<readonly string[]>([])
  const submit = useSubmit()
  const items = agenda.value?.items ?? []
  const chosen = items.filter((one) => !left.value.includes(one.id)).map((one) => one.id)
  const asked = questions.value.split('\n').map((line) => line.trim()).filter(Boolean)
  const title = name.value ?? w.nameDefault(incident ? named(items.find((one) => one.incident)?.incident, 'title') : '')
  const flip = (key: string): void => void (left.value = left.value.includes(key) ? left.value.filter((one) => one !== key) : [...left.value, key])
  const send = (): void => submit.run((options) => post('/meetings', { id: id.value, incident, title, held_at: `${at.value}:00+08:00`, chair: chair.value, findings: chosen, questions: asked }, options), () => onCalled(id.value))
  return (
    <FormDialog title={w.call} submit={submit} onClose={onClose} onSubmit={send} action={w.call} missing={chosen.length + asked.length === 0 && w.missing}>
      <label class="field"><span>{w.name}</span><input maxLength={200} value={title} onInput={(event) => (name.value = event.currentTarget.value)} /></label>
      <label class="field"><span>{w.heldAt}</span><input type="datetime-local" value={at.value} onInput={(event) => (at.value = event.currentTarget.value)} /></label>
      <label class="field"><span>{w.chair}</span>
        <select value={chair.value} onChange={(event) => (chair.value = event.currentTarget.value)}>
          {(agenda.value?.chairs ?? []).map((one) => <option key={one.id} value={one.id}>{named(one, 'name')}</option>)}
        </select>
      </label>
      <fieldset class="field meeting-agenda"><legend>{w.agenda}</legend>
        {!agenda.value ? <Skeleton rows={3} /> : null}
        {agenda.value && items.length === 0 ? <p class="hint">{w.nothing}</p> : null}
        {items.map((one) => <label key={one.id} class="check"><input type="checkbox" checked={!left.value.includes(one.id)} onChange={() => flip(one.id)} /> <span>F-{one.number} {placeName(one.scope)} · {titleOf(one)}</span></label>)}
      </fieldset>
      <label class="field"><span>{w.questions}</span><textarea rows={3} maxLength={4000} value={questions.value} onInput={(event) => (questions.value = event.currentTarget.value)} /><span class="hint">{w.questionsHint}</span></label>
    </FormDialog>
  )
}
