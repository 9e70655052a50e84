/** Names, places and times as the duty pages say them. */
import type { JSX } from 'preact'
import { clockMinutes, day, moment } from '../lib/format'
import { language, named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { seesNation, session } from '../lib/session'
import { countdown, now } from '../lib/worldclock'
import type { People } from './types'
import { dutyWords } from './words'

export const NATION = 'nation'

export function placeName(scope: string): string {
  return scope === NATION ? dutyWords().headquarters : provinceName(scope)
}

export function personName(people: People, id: string | null | undefined): string {
  return id ? named(people[id] ?? null, 'name') || id.slice(0, 8) : ''
}

/** 5月12日 14:28, or only 14:28 on the day of `near`. */
export function when(at: string, near?: string | number): string {
  return near !== undefined && day(at) === day(near) ? clockMinutes(at) : `${day(at)} ${clockMinutes(at)}`
}

export function spanText(begins: string, ends: string): string {
  return `${when(begins)}–${when(ends, begins)}`
}

/** Places whose roster this person may look after, the own one first. */
export function ownScopes(): readonly string[] {
  return seesNation() ? [NATION] : (session.value?.rooms ?? [])
}

interface PickProps {
  readonly label: string
  readonly value: string
  readonly onPick: (id: string) => void
  readonly options: readonly (readonly [string, string])[]
  readonly none?: string
}

export function Pick({ label, value, onPick, options, none }: PickProps): JSX.Element {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        <option value="">{none ?? dutyWords().choose}</option>
        {options.map(([id, words]) => <option key={id} value={id}>{words}</option>)}
      </select>
    </label>
  )
}

interface FieldProps {
  readonly label: string
  readonly value: string
  readonly onInput: (text: string) => void
  readonly type?: 'text' | 'number' | 'datetime-local'
  readonly max?: number
  readonly hint?: string
}

export function Field({ label, value, onInput, type = 'text', max = 80, hint }: FieldProps): JSX.Element {
  const given = { value, onInput: (event: { readonly currentTarget: HTMLInputElement }): void => onInput(event.currentTarget.value) }
  return (
    <label class="field">
      <span>{label}</span>
      {type === 'number' ? <input type="number" min={1} max={max} {...given} /> : type === 'text' ? <input type="text" maxLength={max} {...given} /> : <input type="datetime-local" {...given} />}
      {hint ? <span class="hint">{hint}</span> : null}
    </label>
  )
}

/** How long an answer may still take, counting; nothing where the log of that time gave no deadline. */
export function AnswerClock({ due }: { readonly due: string | null }): JSX.Element | null {
  const w = dutyWords()
  if (due === null) return null
  const left = countdown(Date.parse(due), now.value, language.value)
  return <span class={`num ${left.late ? 'late' : 'tx-2'}`} title={moment(due)}>{left.late ? w.answerLate : w.answerDue} {left.text}</span>
}
