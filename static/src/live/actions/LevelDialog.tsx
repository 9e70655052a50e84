import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { post } from '../../lib/api'
import { levelText } from '../../lib/format'
import type { Store } from '../../lib/store'
import type { ResponseLevel, WarningColour } from '../../lib/types'
import { commonWords } from '../../locales/common'
import { FormDialog } from './FormDialog'
import { useSubmit } from './useSubmit'
import { actionWords } from './words'

interface DialogProps {
  readonly store: Store
  readonly onClose: () => void
}

const LEVELS: readonly ResponseLevel[] = ['I', 'II', 'III', 'IV']

export function LevelDialog({ store, onClose }: DialogProps): JSX.Element {
  const w = actionWords()
  const incident = store.incident.value
  const level = useSignal<ResponseLevel | null>(incident?.response_level ?? null)
  const authority = useSignal('')
  const submit = useSubmit()
  const send = (): void => submit.run(
    (options) => post(`/incidents/${store.incidentId}/set-level`, { response_level: level.value, authority: authority.value }, { ...options, revision: incident?.revision ?? 0 }),
    onClose,
  )
  return (
    <FormDialog title={w.levelTitle} submit={submit} onClose={onClose} onSubmit={send} missing={level.value && authority.value.trim() ? false : w.authorityHint}>
      <fieldset class="choice">
        <legend class="field-label">{w.level}</legend>
        {LEVELS.map((one) => (
          <label key={one} class="check">
            <input type="radio" name="level" checked={level.value === one} onChange={() => (level.value = one)} />
            <span class={`level level-${one}`}>{levelText(one)}</span>
            {incident?.response_level === one ? <span class="hint">{w.levelNow}</span> : null}
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span>{w.authority}</span>
        <input type="text" maxLength={300} value={authority.value} onInput={(event) => (authority.value = event.currentTarget.value)} />
      </label>
    </FormDialog>
  )
}

const COLOURS: readonly WarningColour[] = ['red', 'orange', 'yellow', 'blue']

export function ColourDialog({ store, onClose }: DialogProps): JSX.Element {
  const w = actionWords()
  const incident = store.incident.value
  const colour = useSignal<WarningColour | null>(incident?.warning_colour ?? null)
  const submit = useSubmit()
  const send = (): void => submit.run(
    (options) => post(`/incidents/${store.incidentId}/set-colour`, { warning_colour: colour.value }, { ...options, revision: incident?.revision ?? 0 }),
    onClose,
  )
  return (
    <FormDialog title={w.colourTitle} submit={submit} onClose={onClose} onSubmit={send}>
      <fieldset class="choice">
        <legend class="field-label">{w.colour}</legend>
        {[...COLOURS, null].map((one) => (
          <label key={one ?? 'none'} class="check">
            <input type="radio" name="colour" checked={colour.value === one} onChange={() => (colour.value = one)} />
            {one ? <><span class={`warning-square warning-${one}`} /> {commonWords().warning(one)}</> : w.noColour}
          </label>
        ))}
      </fieldset>
    </FormDialog>
  )
}
