/** Headquarters says what a kind of figure is held against, where, and why; or gives it back to the playbook. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { post } from '../lib/api'
import { named, said } from '../lib/i18n'
import { companies, provinceName } from '../lib/regions'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import { typed } from './figures'
import type { Kind } from './types'
import { outcomeWords } from './words'

interface TargetProps {
  readonly incidentId: string
  readonly kinds: readonly Kind[]
  readonly onDone: () => void
  readonly onClose: () => void
}

export function TargetDialog({ incidentId, kinds, onDone, onClose }: TargetProps): JSX.Element {
  const w = outcomeWords()
  const [name, place, value, back, reason] = [useSignal(kinds[0]?.name ?? ''), useSignal('nation'), useSignal(''), useSignal(false), useSignal('')]
  const submit = useSubmit()
  const kind = kinds.find((one) => one.name === name.value) ?? (kinds[0] as Kind)
  const told = typed(kind, value.value)
  const missing = told === null && !back.value ? w.valueNeeded : !reason.value.trim() && w.whyNeeded
  const places = place.value === 'each' ? companies.value.map((one) => one.adcode) : [place.value]
  const send = (): void => submit.run((options) => post(`/incidents/${incidentId}/outcomes/targets`, { kind: kind.name, value: back.value ? null : told, places, reason: reason.value.trim() }, options), onDone)
  return (
    <FormDialog title={w.targetTitle} submit={submit} onClose={onClose} onSubmit={send} action={w.setTarget} missing={missing}>
      <label class="field"><span>{w.kind}</span>
        <select value={name.value} onChange={(event) => (name.value = event.currentTarget.value)}>{kinds.map((one) => <option key={one.name} value={one.name}>{said(one)}</option>)}</select>
      </label>
      <label class="field"><span>{w.targetFor}</span>
        <select value={place.value} onChange={(event) => (place.value = event.currentTarget.value)}>
          <option value="nation">{w.everywhere}</option>
          <option value="each">{w.eachProvince}</option>
          {companies.value.map((one) => <option key={one.adcode} value={one.adcode}>{provinceName(one.adcode)}</option>)}
        </select>
      </label>
      <label class="field"><span>{kind.better === 'less' ? '≤' : '≥'} {w.target}（{named(kind, 'unit')}）</span>
        <input type="text" inputMode="decimal" disabled={back.value} value={value.value} onInput={(event) => (value.value = event.currentTarget.value)} />
      </label>
      <label class="check"><input type="checkbox" checked={back.value} onChange={(event) => (back.value = event.currentTarget.checked)} /> {w.takeBack}</label>
      <label class="field"><span>{w.why}</span><textarea rows={2} maxLength={500} value={reason.value} onInput={(event) => (reason.value = event.currentTarget.value)} /></label>
    </FormDialog>
  )
}
