import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { newId, post } from '../lib/api'
import { HAZARDS, hazardName } from '../lib/hazards'
import { now } from '../lib/worldclock'
import { fromField, toField } from '../live/actions/DeclareDialog'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import { taskingWords } from './words'

const RAISED: readonly string[] = [...HAZARDS.disaster, ...HAZARDS.network.filter((one) => !HAZARDS.disaster.includes(one))]

/** Something has happened here: headquarters declares it, merges it into what it knows, or declines with words. */
export function RaiseForm({ onDone, onClose }: { readonly onDone: () => void; readonly onClose: () => void }): JSX.Element {
  const w = taskingWords()
  const [title, english, hazard, at, text] = [useSignal(''), useSignal(''), useSignal<string>('flood'), useSignal(toField(now.peek())), useSignal('')]
  const ids = useSignal({ id: newId(), ask: newId() })
  const submit = useSubmit()
  const send = (): void => submit.run((options) => post('/incidents/raise', {
    id: ids.value.id, ask_id: ids.value.ask, kind: HAZARDS.disaster.includes(hazard.value) ? 'disaster' : 'network', hazard: hazard.value, title_zh: title.value.trim(), title_en: english.value.trim() || null,
    occurred_at: fromField(at.value), text: text.value.trim(),
  }, options), onDone)
  return (
    <FormDialog title={w.raiseTitle} submit={submit} onClose={onClose} onSubmit={send} action={w.send} missing={title.value.trim() && text.value.trim() && at.value ? false : w.raiseNeeded}>
      <label class="field"><span>{w.raiseName}</span><input maxLength={120} value={title.value} onInput={(event) => (title.value = event.currentTarget.value)} /></label>
      <label class="field"><span>{w.raiseNameEn}</span><input maxLength={120} value={english.value} onInput={(event) => (english.value = event.currentTarget.value)} /></label>
      <div class="form-row">
        <label class="field"><span>{w.hazard}</span>
          <select value={hazard.value} onChange={(event) => (hazard.value = event.currentTarget.value)}>{RAISED.map((one) => <option key={one} value={one}>{hazardName(one)}</option>)}</select>
        </label>
        <label class="field"><span>{w.happened}</span><input type="datetime-local" value={at.value} onInput={(event) => (at.value = event.currentTarget.value)} /></label>
      </div>
      <label class="field"><span>{w.raiseText}</span><textarea rows={4} maxLength={4000} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} /></label>
    </FormDialog>
  )
}
