/** Note what one observed: at a point of the log, about one thing, or in general. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { post } from '../lib/api'
import { newId } from '../lib/api'
import { said } from '../lib/i18n'
import { companies, provinceName } from '../lib/regions'
import { seesNation, session } from '../lib/session'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import type { Figures } from './types'
import { findingWords } from './words'

export interface NoteAbout {
  readonly position?: number
  readonly subject?: { readonly kind: 'task' | 'measure' | 'broadcast'; readonly id: string; readonly title: string }
  readonly province?: string | null
}

interface NoteProps {
  readonly incident: string | null
  readonly about: NoteAbout
  readonly figures: Figures | null
  readonly onDone: () => void
  readonly onClose: () => void
}

export function NoteDialog({ incident, about, figures, onDone, onClose }: NoteProps): JSX.Element {
  const w = findingWords()
  const id = useSignal(newId())
  const text = useSignal('')
  const own = session.value?.rooms ?? []
  const scope = useSignal(about.province ?? (seesNation() ? 'nation' : (own[0] ?? '')))
  const department = useSignal('service')
  const position = useSignal(about.position === undefined ? '' : String(about.position))
  const submit = useSubmit()
  const places = seesNation() ? ['nation', ...companies.value.map((one) => one.adcode)] : own
  const send = (): void => submit.run((options) => post('/findings', {
    id: id.value,
    incident,
    text: text.value.trim(),
    scope: scope.value,
    department: department.value,
    ...(incident && position.value ? { position: Number(position.value) } : {}),
    ...(about.subject ? { subject_kind: about.subject.kind, subject_id: about.subject.id } : {}),
  }, options), onDone)
  return (
    <FormDialog title={w.note} submit={submit} onClose={onClose} onSubmit={send} action={w.note} missing={text.value.trim() === '' && w.what}>
      {about.subject ? <p>{w.about} {about.subject.title}</p> : null}
      <label class="field"><span>{w.what}</span><textarea rows={4} maxLength={4000} autofocus value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} /><span class="hint">{w.whatHint}</span></label>
      <label class="field"><span>{w.place}</span>
        <select value={scope.value} onChange={(event) => (scope.value = event.currentTarget.value)}>
          {places.map((place) => <option key={place} value={place}>{place === 'nation' ? w.headquarters : provinceName(place)}</option>)}
        </select>
      </label>
      <label class="field"><span>{w.department}</span>
        <select value={department.value} onChange={(event) => (department.value = event.currentTarget.value)}>
          {(figures?.words.departments ?? []).map((one) => <option key={one.id} value={one.id}>{said(one)}</option>)}
        </select>
      </label>
      {incident ? <label class="field"><span>{w.position}</span><input inputMode="numeric" pattern="[0-9]*" maxLength={12} value={position.value} onInput={(event) => (position.value = event.currentTarget.value.replace(/\D/g, ''))} /><span class="hint">{w.positionHint}</span></label> : null}
    </FormDialog>
  )
}
