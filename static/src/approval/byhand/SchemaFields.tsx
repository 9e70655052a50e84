import type { ComponentChildren, JSX } from 'preact'
import { unitName, valueText } from '../../desk/values'
import { language, named } from '../../lib/i18n'
import { faultWords, refusedAt } from './faults'
import { isTyped, type Draft, type Fault, type FieldSchema, type MeasureType, type Typed } from './schema'
import { byHandWords } from './words'

interface SchemaProps {
  readonly type: MeasureType
  readonly draft: Draft
  /** Faults to show; none before somebody tried to send. */
  readonly faults: Readonly<Record<string, Fault>>
  readonly error: unknown
  readonly onType: (name: string, typed: Typed) => void
}

/** One input for each field of a measure type, as its schema describes it. */
export function SchemaFields({ type, draft, faults, error, onType }: SchemaProps): JSX.Element {
  return (
    <div class="byhand-fields">
      {Object.entries(type.schema.properties).map(([name, field]) => (
        <OneField
          key={`${type.kind}.${name}`} name={name} field={field} typed={draft[name] ?? ''} faults={faults}
          refused={refusedAt(error, `fields.${name}`)} onType={(typed) => onType(name, typed)}
        />
      ))}
    </div>
  )
}

interface FieldProps {
  readonly name: string
  readonly field: FieldSchema
  readonly typed: Typed
  readonly faults: Readonly<Record<string, Fault>>
  readonly refused: string
  readonly onType: (typed: Typed) => void
}

function OneField({ name, field, typed, faults, refused, onType }: FieldProps): JSX.Element {
  const title = named(field, 'title')
  const unit = unitName(field.unit)
  const label = unit && unit.toLowerCase() !== title.toLowerCase() ? (language.value === 'zh' ? `${title}（${unit}）` : `${title} (${unit})`) : title
  const fault = faultWords(faults[name]) || refused
  const wrong = fault ? <span class="field-error" role="alert">{fault}</span> : null
  if (field.type === 'boolean') {
    return <div class="field"><label class="check byhand-alone"><input type="checkbox" checked={typed === true} onChange={(event) => onType(event.currentTarget.checked)} />{title}</label>{wrong}</div>
  }
  if (isTyped(field)) {
    return (
      <label class="field byhand-wide">
        <span>{label}</span>
        <input type="text" autocomplete="off" value={String(typed)} aria-invalid={Boolean(fault)} onInput={(event) => onType(event.currentTarget.value)} />
        {wrong ?? <span class="hint">{byHandWords().textsHint}</span>}
      </label>
    )
  }
  if (field.type === 'array') {
    const chosen = Array.isArray(typed) ? (typed as readonly string[]) : []
    const all = field.items?.enum ?? []
    return (
      <Group title={title} wide>
        <span class="byhand-checks">
          {all.map((one) => (
            <label class="check" key={one}>
              <input type="checkbox" checked={chosen.includes(one)} onChange={(event) => onType(all.filter((other) => (other === one ? event.currentTarget.checked : chosen.includes(other))))} />
              {valueText(one)}
            </label>
          ))}
        </span>
        {wrong}
      </Group>
    )
  }
  if (field.type === 'object') {
    const parts = typed as Readonly<Record<string, string>>
    return (
      <Group title={label} wide>
        <span class="byhand-parts">
          {(field.propertyNames?.enum ?? []).map((part) => {
            const partFault = faultWords(faults[`${name}.${part}`])
            return (
              <label class="field" key={part}>
                <span>{valueText(part)}</span>
                <input type="text" inputMode="decimal" autocomplete="off" value={parts[part] ?? ''} aria-invalid={Boolean(partFault)} onInput={(event) => onType({ ...parts, [part]: event.currentTarget.value })} />
                {partFault ? <span class="field-error" role="alert">{partFault}</span> : null}
              </label>
            )
          })}
        </span>
        {wrong}
      </Group>
    )
  }
  return (
    <label class="field">
      <span>{label}</span>
      {field.enum ? (
        <select value={String(typed)} onChange={(event) => onType(event.currentTarget.value)}>
          {field.enum.map((one) => <option key={one} value={one}>{valueText(one)}</option>)}
        </select>
      ) : (
        <input type="text" inputMode={field.type === 'integer' ? 'decimal' : 'text'} autocomplete="off" value={String(typed)} aria-invalid={Boolean(fault)} onInput={(event) => onType(event.currentTarget.value)} />
      )}
      {wrong ?? <Range field={field} />}
    </label>
  )
}

function Group({ title, wide = false, children }: { readonly title: string; readonly wide?: boolean; readonly children: ComponentChildren }): JSX.Element {
  return <fieldset class={`field byhand-group ${wide ? 'byhand-wide' : ''}`}><legend class="field-label">{title}</legend>{children}</fieldset>
}

/** The bounds, where they are such that somebody could meet them. */
function Range({ field }: { readonly field: FieldSchema }): JSX.Element | null {
  if (field.unit === 'fen') return <span class="hint">{byHandWords().yuanRange}</span>
  if (field.unit === 'ppm') return <span class="hint num">0–100</span>
  if (field.type !== 'integer' || field.maximum === undefined || field.maximum > 100_000) return null
  return <span class="hint num">{valueText(field.minimum ?? 0)}–{valueText(field.maximum)}</span>
}
