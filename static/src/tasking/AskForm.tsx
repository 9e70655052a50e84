import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { newId, post } from '../lib/api'
import { named } from '../lib/i18n'
import { FormDialog } from '../live/actions/FormDialog'
import { fromField } from '../live/actions/DeclareDialog'
import { useSubmit } from '../live/actions/useSubmit'
import type { SeenIncident } from './AsksPage'
import { taskingWords } from './words'

const KINDS = ['people', 'power', 'vehicles', 'satellite', 'supplies', 'decision', 'other'] as const

/** What, how many, by when: to headquarters, which owes an answer. */
export function AskForm({ incidents, onDone, onClose }: { readonly incidents: readonly SeenIncident[]; readonly onDone: () => void; readonly onClose: () => void }): JSX.Element {
  const w = taskingWords()
  const [incident, kind, text, many, by, id] = [useSignal(incidents[0]?.id ?? ''), useSignal<(typeof KINDS)[number]>('power'), useSignal(''), useSignal(''), useSignal(''), useSignal(newId())]
  const submit = useSubmit()
  const send = (): void => submit.run((options) => post(`/incidents/${incident.value}/asks`, {
    id: id.value, kind: kind.value, text: text.value.trim(), quantity: many.value ? Number(many.value) : null, needed_by: by.value ? fromField(by.value) : null,
  }, options), onDone)
  return (
    <FormDialog title={w.askTitle} submit={submit} onClose={onClose} onSubmit={send} action={w.send} missing={text.value.trim() ? false : w.textNeeded}>
      {incidents.length > 1 ? (
        <label class="field"><span>{w.chooseOf}</span>
          <select value={incident.value} onChange={(event) => (incident.value = event.currentTarget.value)}>{incidents.map((row) => <option key={row.id} value={row.id}>{named(row, 'title')}</option>)}</select>
        </label>
      ) : null}
      <div class="form-row">
        <label class="field"><span>{w.askKind}</span>
          <select value={kind.value} onChange={(event) => (kind.value = event.currentTarget.value as (typeof KINDS)[number])}>{KINDS.map((one) => <option key={one} value={one}>{w.ask(one)}</option>)}</select>
        </label>
        <label class="field"><span>{w.howMany}</span><input type="number" min="1" max="1000000" value={many.value} onInput={(event) => (many.value = event.currentTarget.value)} /></label>
      </div>
      <label class="field"><span>{w.needBy}</span><input type="datetime-local" value={by.value} onInput={(event) => (by.value = event.currentTarget.value)} /></label>
      <label class="field"><span>{w.askText}</span><textarea rows={4} maxLength={4000} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} /></label>
    </FormDialog>
  )
}
