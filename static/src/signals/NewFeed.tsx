/** Add a source: where it is, how often it is asked, and what it may propose. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { newId, post } from '../lib/api'
import { isExercise } from '../lib/session'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import { commonWords } from '../locales/common'
import { signalWords } from './words'

const KINDS = ['cap', 'usgs', 'gdacs', 'webhook'] as const
const SEVERITIES = ['Minor', 'Moderate', 'Severe', 'Extreme'] as const
const LEVELS = [1, 2, 3] as const

export function NewFeed({ hosts, onDone, onClose }: { readonly hosts: readonly string[]; readonly onDone: () => void; readonly onClose: () => void }): JSX.Element {
  const w = signalWords()
  const id = useSignal(newId())
  const form = useSignal({ name: '', kind: 'cap', url: '', interval_s: '300', severity: '', magnitude: '', intensity: '', level: '', drill: false, signed: false })
  const submit = useSubmit()
  const set = (part: Partial<typeof form.value>): void => {
    form.value = { ...form.value, ...part }
  }
  const { name, kind, url, interval_s, severity, magnitude, intensity, level, drill, signed } = form.value
  const hook = kind === 'webhook'
  const send = (): void => submit.run(
    (options) => post('/feeds', {
      id: id.value, name: name.trim(), kind, url: hook ? '' : url.trim(), interval_s: Number(interval_s), drill,
      rule: {
        ...(signed && (hook || kind === 'cap') ? { signed } : {}),
        ...(severity ? { min_severity: severity } : {}), ...(level ? { min_level: Number(level) } : {}),
        ...(magnitude ? { min_magnitude_milli: Math.round(Number(magnitude) * 1000) } : {}), ...(intensity ? { min_intensity_milli: Math.round(Number(intensity) * 1000) } : {}),
      },
    }, options),
    () => {
      onDone()
      onClose()
    },
  )
  const missing = !name.trim() ? `${w.name}: ${commonWords().required}` : !hook && !url.trim() ? `${w.url}: ${commonWords().required}` : false
  return (
    <FormDialog title={w.addFeed} submit={submit} onClose={onClose} onSubmit={send} action={w.add} missing={missing}>
      <div class="form-row">
        <label class="field"><span>{w.name}</span><input type="text" maxLength={80} value={name} onInput={(event) => set({ name: event.currentTarget.value })} /></label>
        <label class="field"><span>{w.feedKind}</span><select value={kind} onChange={(event) => set({ kind: event.currentTarget.value })}>{KINDS.map((one) => <option key={one} value={one}>{w.kindName(one)}</option>)}</select></label>
      </div>
      {hook ? <p class="hint">{w.secretHint}</p> : (
        <>
          <label class="field"><span>{w.url}</span><input type="text" inputMode="url" maxLength={500} placeholder="https://" value={url} onInput={(event) => set({ url: event.currentTarget.value })} /><span class="hint">{w.hosts(hosts.join(', '))}</span></label>
          <label class="field"><span>{w.interval}</span><input type="number" min={10} max={86400} step={1} value={interval_s} onInput={(event) => set({ interval_s: event.currentTarget.value })} /></label>
        </>
      )}
      <div class="form-row">
        <label class="field"><span>{w.minSeverity}</span><select value={severity} onChange={(event) => set({ severity: event.currentTarget.value })}><option value="">{w.anything}</option>{SEVERITIES.map((one) => <option key={one} value={one}>{w.severity(one)}</option>)}</select></label>
        <label class="field"><span>{w.minLevel}</span><select value={level} onChange={(event) => set({ level: event.currentTarget.value })}><option value="">{w.anything}</option>{LEVELS.map((one) => <option key={one} value={String(one)}>{w.level(one)}</option>)}</select></label>
      </div>
      <div class="form-row">
        <label class="field"><span>{w.minMagnitude}</span><input type="number" min={0} max={10} step={0.1} placeholder={w.anything} value={magnitude} onInput={(event) => set({ magnitude: event.currentTarget.value })} /></label>
        <label class="field"><span>{w.minIntensity}</span><input type="number" min={1} max={12} step={0.5} placeholder={w.anything} value={intensity} onInput={(event) => set({ intensity: event.currentTarget.value })} /></label>
      </div>
      {hook || kind === 'cap' ? <label class="check"><input type="checkbox" checked={signed} onChange={(event) => set({ signed: event.currentTarget.checked })} /><span>{w.signedHint}</span></label> : null}
      {isExercise() ? <label class="check"><input type="checkbox" checked={drill} onChange={(event) => set({ drill: event.currentTarget.checked })} /><span>{w.drillHint}</span></label> : null}
    </FormDialog>
  )
}
