/** Figures that the task asks for: unit inside the box, plausible range below; one outside it is taken with its reason. */
import type { JSX } from 'preact'
import { exact } from '../lib/format'
import { named, said } from '../lib/i18n'
import type { Fault, OutcomeField } from './outcomes'
import { checkField, implausible, wholeNumber } from './outcomes'
import { workspaceWords } from './words'

interface FormProps {
  readonly taskId: string
  readonly fields: readonly OutcomeField[]
  readonly typed: Readonly<Record<string, string>>
  /** Why figures outside their range are true, by field. */
  readonly reasons: Readonly<Record<string, string>>
  /** Fields to fault even when nothing was typed: after "report" was pressed. */
  readonly strict: boolean
  readonly onType: (name: string, text: string) => void
  readonly onReason: (name: string, reason: string) => void
  readonly disabled?: boolean
}

function faultWords(fault: Fault, field: OutcomeField): string {
  const w = workspaceWords()
  switch (fault) {
    case 'missing':
      return w.faultMissing
    case 'not_whole':
      return w.faultWhole
    case 'too_small':
      return w.faultSmall(exact(field.minimum ?? 0))
    case 'too_large':
      return w.faultLarge(exact(field.maximum ?? 0))
  }
}

function hintOf(field: OutcomeField): string {
  const w = workspaceWords()
  const low = field.minimum ?? null
  const high = field.maximum ?? null
  const range = low !== null && high !== null ? w.range(exact(low), exact(high)) : low !== null ? w.atLeast(exact(low)) : ''
  const target = field.target != null ? w.target(exact(field.target)) : ''
  return [range, target].filter(Boolean).join(' · ')
}

export function OutcomeForm(form: FormProps): JSX.Element {
  if (form.fields.length === 0) return <p class="ws-hint">{workspaceWords().noOutcomes}</p>
  return <div class="ws-outcomes">{form.fields.map((field) => <Figure key={field.name} form={form} field={field} />)}</div>
}

function Figure({ form, field }: { readonly form: FormProps; readonly field: OutcomeField }): JSX.Element {
  const { taskId, typed, reasons, strict, onType, onReason, disabled } = form
  const text = typed[field.name] ?? ''
  const reason = reasons[field.name] ?? ''
  const result = checkField(field, text, reason)
  const outside = implausible(field, wholeNumber(text)) !== null
  const fault = typeof result === 'string' && (strict || text !== '') ? faultWords(result, field) : null
  const id = `outcome-${taskId}-${field.name}`
  return (
    <div class={`ws-field ${outside ? 'ws-field-wide' : ''}`} data-fault={typeof result === 'string' || undefined}>
      <label for={id}>
        {said(field)}
        {field.required ? <span class="ws-star" aria-hidden="true"> *</span> : null}
      </label>
      <span class={`ws-unit-box ${fault ? 'ws-box-bad' : ''}`}>
        <input
          id={id}
          type="text"
          inputMode="numeric"
          autocomplete="off"
          value={text}
          disabled={disabled}
          required={field.required}
          aria-invalid={fault !== null}
          aria-describedby={`${id}-hint`}
          onInput={(event) => onType(field.name, event.currentTarget.value)}
          onBlur={(event) => {
            const value = wholeNumber(event.currentTarget.value)
            if (value !== null) onType(field.name, exact(value))
          }}
        />
        <span class="ws-unit">{named(field, 'unit')}</span>
      </span>
      <span class={fault ? 'ws-fault' : 'ws-hint'} id={`${id}-hint`}>{fault ?? hintOf(field)}</span>
      {outside ? (
        <label class="ws-true">
          {workspaceWords().faultTrue}
          <input type="text" value={reason} maxLength={500} required disabled={disabled} aria-invalid={strict && reason.trim() === ''} onInput={(event) => onReason(field.name, event.currentTarget.value)} />
        </label>
      ) : null}
    </div>
  )
}
