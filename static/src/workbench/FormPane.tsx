/** The common parts as a form. What is changed waits here and is written into the text, which keeps all else as it is. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Failure, Skeleton } from '../components/Panel'
import { post } from '../lib/api'
import { said } from '../lib/i18n'
import { moneyText } from '../lib/format'
import type { FormField, FormGroup } from './types'
import type { DraftModel } from './useDraft'
import { workbenchWords } from './words'

type Value = FormField['value']

export function FormPane({ model, readOnly }: { readonly model: DraftModel; readonly readOnly: boolean }): JSX.Element {
  const w = workbenchWords()
  const edits = useSignal<ReadonlyMap<string, { readonly field: FormField; readonly value: Value }>>(new Map())
  const find = useSignal('')
  const busy = useSignal(false)
  const error = useSignal<unknown>(null)
  const form = model.checked.value?.form
  if (!form) return <Skeleton rows={8} />
  const change = (field: FormField, value: Value): void => {
    const next = new Map(edits.value)
    if (JSON.stringify(value) === JSON.stringify(field.value)) next.delete(field.place)
    else next.set(field.place, { field, value })
    edits.value = next
  }
  async function apply(): Promise<void> {
    busy.value = true
    error.value = null
    try {
      const body = { text: model.text.peek(), edits: [...edits.peek().values()].map(({ field, value }) => ({ path: field.path, value })) }
      model.text.value = (await post<{ text: string }>('/playbook-edits', body)).text
      edits.value = new Map()
    } catch (failure) {
      error.value = failure
    } finally {
      busy.value = false
    }
  }
  if (form.length === 0) return <p class="wb-pane hint">{w.formBroken}</p>
  const groups = matching(form, find.value)
  return (
    <div class="wb-pane">
      <div class="toolbar wb-form-bar">
        <input type="search" placeholder={w.find} aria-label={w.find} value={find.value} onInput={(event) => (find.value = event.currentTarget.value)} />
        {edits.value.size > 0 ? (
          <>
            <Button kind="primary" size="small" onPress={() => void apply()} busy={busy.value ? w.applying : false}>{w.apply}</Button>
            <Button size="small" kind="quiet" onPress={() => (edits.value = new Map())}>{w.reset}</Button>
            <span class="tx-2 num" role="status">{w.edits(edits.value.size)}</span>
          </>
        ) : <span class="hint">{w.formHint}</span>}
      </div>
      {error.value ? <Failure error={error.value} /> : null}
      {groups.length === 0 ? <p class="hint">{w.empty}</p> : null}
      {groups.map((group) => (
        <details key={`${group.section}/${group.id}`} class="wb-group" open={group.section === 'head' || find.value !== ''}>
          <summary><span class="tx-2">{w.section(group.section)}</span> {said(group.title)} {group.id ? <code class="tx-3">{group.id}</code> : null}</summary>
          <div class="wb-fields">
            {group.fields.map((field) => (
              <Field key={field.place} field={field} value={edits.value.get(field.place)?.value ?? field.value} changed={edits.value.has(field.place)} readOnly={readOnly} onValue={(value) => change(field, value)} onShow={() => model.show(field.line)} />
            ))}
          </div>
        </details>
      ))}
    </div>
  )
}

/** Groups and fields whose words hold what is looked for. */
export function matching(form: readonly FormGroup[], wanted: string): readonly FormGroup[] {
  const sought = wanted.trim().toLowerCase()
  if (!sought) return form
  const holds = (...texts: readonly string[]): boolean => texts.some((text) => text.toLowerCase().includes(sought))
  return form
    .map((group) => holds(group.id, group.title.zh, group.title.en) ? group : { ...group, fields: group.fields.filter((field) => holds(field.place, field.label.zh, field.label.en, String(field.value))) })
    .filter((group) => group.fields.length > 0)
}

interface FieldProps {
  readonly field: FormField
  readonly value: Value
  readonly changed: boolean
  readonly readOnly: boolean
  readonly onValue: (value: Value) => void
  readonly onShow: () => void
}

function Field({ field, value, changed, readOnly, onValue, onShow }: FieldProps): JSX.Element {
  const w = workbenchWords()
  const unit = field.unit.includes('fen') && typeof value === 'number' ? `${field.unit} · ${moneyText(value)}` : field.unit
  return (
    <label class={`field ${field.kind === 'text' ? 'wb-wide' : ''} ${changed ? 'wb-changed-field' : ''}`}>
      <span>{said(field.label)} <button type="button" class="link" onClick={onShow}>{w.line(field.line)}</button></span>
      <Input field={field} value={value} readOnly={readOnly} onValue={onValue} />
      {unit ? <span class="hint num">{unit}</span> : field.kind === 'list' ? <span class="hint">{w.listHint}</span> : null}
    </label>
  )
}

function Input({ field, value, readOnly, onValue }: Omit<FieldProps, 'changed' | 'onShow'>): JSX.Element {
  const w = workbenchWords()
  if (field.kind === 'yes_no') {
    return (
      <select disabled={readOnly} value={String(value)} onChange={(event) => onValue(event.currentTarget.value === 'true')}>
        <option value="true">{w.yes}</option><option value="false">{w.no}</option>
      </select>
    )
  }
  if (field.kind === 'number') {
    return <input type="number" step={1} disabled={readOnly} value={String(value)} onInput={(event) => { if (event.currentTarget.value !== '') onValue(Math.trunc(event.currentTarget.valueAsNumber)) }} />
  }
  if (field.kind === 'list') {
    const numbers = Array.isArray(field.value) && field.value.some((one) => typeof one === 'number')
    return <input disabled={readOnly} value={Array.isArray(value) ? value.join(', ') : ''} onChange={(event) => onValue(listed(event.currentTarget.value, numbers))} />
  }
  if (field.kind === 'text') {
    return <textarea rows={3} disabled={readOnly} value={String(value)} onInput={(event) => onValue(event.currentTarget.value)} />
  }
  return <input disabled={readOnly} value={String(value)} onInput={(event) => onValue(event.currentTarget.value)} />
}

/** `I, II` as a list; numbers where the file has numbers. */
export function listed(text: string, numbers: boolean): readonly (string | number)[] {
  const parts = text.split(/[,，、]/).map((part) => part.trim()).filter(Boolean)
  return numbers ? parts.map((part) => (/^-?\d+$/.test(part) ? Number(part) : part)) : parts
}
