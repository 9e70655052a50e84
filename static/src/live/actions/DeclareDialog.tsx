import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { newId, post } from '../../lib/api'
import { levelText } from '../../lib/format'
import { fitting, HAZARDS, hazardName, type IncidentKind } from '../../lib/hazards'
import { now } from '../../lib/worldclock'
import type { ResponseLevel } from '../../lib/types'
import { commonWords } from '../../locales/common'
import { AlikeChoice, useAlikeToBe, type AlikeIncident } from './Alike'
import { FormDialog } from './FormDialog'
import { useSubmit } from './useSubmit'
import { actionWords } from './words'

const HOUR = 3_600_000
const KINDS: readonly IncidentKind[] = ['disaster', 'network', 'planned_event']
const LEVELS: readonly ResponseLevel[] = ['I', 'II', 'III', 'IV']

/** Beijing wall time for a datetime-local field, and back to UTC. */
export function toField(ms: number): string {
  return new Date(ms + 8 * HOUR).toISOString().slice(0, 16)
}
export function fromField(text: string): string {
  return new Date(Date.parse(`${text}Z`) - 8 * HOUR).toISOString()
}

export function DeclareDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const w = actionWords()
  const id = useSignal(newId())
  const form = useSignal({ kind: 'disaster' as IncidentKind, hazard: 'earthquake', title_zh: '', title_en: '', at: toField(now.peek()), level: '', authority: '' })
  const submit = useSubmit()
  const set = (part: Partial<typeof form.value>): void => {
    form.value = { ...form.value, ...part }
  }
  const { kind, hazard, title_zh, title_en, at, level, authority } = form.value
  const offered = useAlikeToBe(hazard, at ? fromField(at) : null)
  const alike = useSignal<AlikeIncident | null>(null)
  // What was chosen counts only as long as it is still offered: the hazard or the time may have been changed since.
  const link = offered.find((one) => one.id === alike.value?.id) ?? null
  const send = (): void => submit.run(
    (options) => post('/incidents', {
      id: id.value, kind, hazard, title_zh: title_zh.trim(), title_en: title_en.trim() || title_zh.trim(), occurred_at: fromField(at),
      ...(kind === 'planned_event' && Date.parse(fromField(at)) > now.peek() ? { monitoring: true } : {}),
      ...(level ? { response_level: level, authority: authority.trim() } : {}),
      ...(link ? { link: { to: link.id, kind: link.kind } } : {}),
    }, options),
    () => location.assign(`/${kind === 'planned_event' ? 'events' : 'live'}/${id.value}`),
  )
  const missing = !title_zh.trim() ? `${w.titleZh}: ${commonWords().required}` : level && !authority.trim() ? w.authorityHint : false
  return (
    <FormDialog title={w.declareTitle} submit={submit} onClose={onClose} onSubmit={send} action={w.doDeclare} missing={missing}>
      <div class="form-row">
        <label class="field"><span>{w.kind}</span><select value={kind} onChange={(event) => {
          const chosen = event.currentTarget.value as IncidentKind
          set({ kind: chosen, hazard: fitting(hazard, chosen) })
        }}>{KINDS.map((one) => <option key={one} value={one}>{w.incidentKind(one)}</option>)}</select></label>
        <label class="field"><span>{w.hazard}</span><select value={hazard} onChange={(event) => set({ hazard: event.currentTarget.value })}>{HAZARDS[kind].map((one) => <option key={one} value={one}>{hazardName(one)}</option>)}</select></label>
      </div>
      <label class="field"><span>{w.titleZh}</span><input type="text" maxLength={120} value={title_zh} onInput={(event) => set({ title_zh: event.currentTarget.value })} /></label>
      <label class="field"><span>{w.titleEn}</span><input type="text" maxLength={120} value={title_en} onInput={(event) => set({ title_en: event.currentTarget.value })} /></label>
      <div class="form-row">
        <label class="field"><span>{w.occurred}</span><input type="datetime-local" value={at} onInput={(event) => set({ at: event.currentTarget.value })} /></label>
        <label class="field">
          <span>{w.level}</span>
          <select value={level} onChange={(event) => set({ level: event.currentTarget.value })}>
            <option value="">{commonWords().noLevel}</option>
            {LEVELS.map((one) => <option key={one} value={one}>{levelText(one)}</option>)}
          </select>
        </label>
      </div>
      {level ? <label class="field"><span>{w.authority}</span><input type="text" maxLength={300} value={authority} onInput={(event) => set({ authority: event.currentTarget.value })} /></label> : null}
      <AlikeChoice offered={offered} chosen={link?.id ?? ''} onChoose={(one) => (alike.value = one)} />
      <p class="hint">{w.declareHint}</p>
    </FormDialog>
  )
}
