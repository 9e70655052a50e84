import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { newId, post } from '../../lib/api'
import type { Store } from '../../lib/store'
import { commonWords } from '../../locales/common'
import { FormDialog } from './FormDialog'
import { useSubmit } from './useSubmit'
import { actionWords } from './words'

const KINDS = ['note', 'decision', 'call', 'order', 'request'] as const

/** A note, decision, call, order or request into the log (ICS 214). */
export function NoteDialog({ store, onClose }: { readonly store: Store; readonly onClose: () => void }): JSX.Element {
  const w = actionWords()
  const kind = useSignal<(typeof KINDS)[number]>('note')
  const text = useSignal('')
  const id = useSignal(newId())
  const submit = useSubmit()
  const send = (): void => submit.run(
    (options) => post(`/incidents/${store.incidentId}/note`, { id: id.value, kind: kind.value, text: text.value.trim() }, options), onClose,
  )
  return (
    <FormDialog title={w.noteTitle} submit={submit} onClose={onClose} onSubmit={send} missing={text.value.trim() ? false : `${w.noteText}: ${commonWords().required}`}>
      <fieldset class="choice choice-row">
        <legend class="field-label">{w.noteKind}</legend>
        {KINDS.map((one) => (
          <label key={one} class="check">
            <input type="radio" name="kind" checked={kind.value === one} onChange={() => (kind.value = one)} /> {w.kinds(one)}
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span>{w.noteText}</span>
        <textarea rows={5} maxLength={4000} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
      </label>
    </FormDialog>
  )
}
