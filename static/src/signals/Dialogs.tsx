/** The three decisions: declare an incident from a signal, make it a footprint of one, or dismiss it. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { ReasonDialog } from '../desk/ReasonDialog'
import { useAction } from '../desk/useAction'
import { useLoad } from '../desk/useLoad'
import { newId, post } from '../lib/api'
import { named } from '../lib/i18n'
import { now } from '../lib/worldclock'
import { AlikeHint, useAlikeToBe } from '../live/actions/Alike'
import { fromField, toField } from '../live/actions/DeclareDialog'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import { commonWords } from '../locales/common'
import type { SignalRow } from './types'
import { signalWords } from './words'

interface DecideProps {
  readonly row: SignalRow
  readonly onDone: () => void
  readonly onClose: () => void
}

const HAZARDS = ['earthquake', 'typhoon', 'flood', 'ice', 'landslide', 'fire', 'wind', 'other'] as const
const OVER = ['closed', 'reviewed', 'cancelled']
const LONGEST = 120

function titles(title: string): { zh: string; en: string } {
  const [first = '', second] = title.split(' / ')
  return { zh: first.slice(0, LONGEST), en: (second ?? first).slice(0, LONGEST) }
}

export function DeclareFromSignal({ row, onClose }: DecideProps): JSX.Element {
  const w = signalWords()
  const ids = useSignal({ incident_id: newId(), footprint_id: newId() })
  const struck = Math.min(row.occurred_at ? Date.parse(row.occurred_at) : now.peek(), now.peek())
  const hazard = HAZARDS.some((one) => one === row.hazard) ? row.hazard : 'other'
  const form = useSignal({ hazard, title_zh: titles(row.title).zh, title_en: titles(row.title).en, at: toField(struck), monitoring: false })
  const submit = useSubmit()
  const set = (part: Partial<typeof form.value>): void => {
    form.value = { ...form.value, ...part }
  }
  const { title_zh, title_en, at, monitoring } = form.value
  const offered = useAlikeToBe(form.value.hazard, at ? fromField(at) : null)
  const send = (): void => submit.run(
    (options) => post(`/signals/${row.id}/declare`, { ...ids.value, hazard: form.value.hazard, title_zh: title_zh.trim(), title_en: title_en.trim() || title_zh.trim(), occurred_at: fromField(at), monitoring }, options),
    () => location.assign(`/live/${ids.value.incident_id}`),
  )
  return (
    <FormDialog title={w.declareTitle} submit={submit} onClose={onClose} onSubmit={send} action={w.go} missing={title_zh.trim() ? false : `${w.titleZh}: ${commonWords().required}`}>
      <label class="field"><span>{w.hazardLabel}</span><select value={form.value.hazard} onChange={(event) => set({ hazard: event.currentTarget.value })}>{HAZARDS.map((one) => <option key={one} value={one}>{w.hazard(one)}</option>)}</select></label>
      <label class="field"><span>{w.titleZh}</span><input type="text" maxLength={LONGEST} value={title_zh} onInput={(event) => set({ title_zh: event.currentTarget.value })} /></label>
      <label class="field"><span>{w.titleEn}</span><input type="text" maxLength={LONGEST} value={title_en} onInput={(event) => set({ title_en: event.currentTarget.value })} /></label>
      <label class="field"><span>{w.at}</span><input type="datetime-local" value={at} onInput={(event) => set({ at: event.currentTarget.value })} /></label>
      <label class="check"><input type="checkbox" checked={monitoring} onChange={(event) => set({ monitoring: event.currentTarget.checked })} /><span>{w.monitoring}</span></label>
      <AlikeHint offered={offered} />
      <p class="hint">{row.area_text ? w.declareHint : w.declareNoArea}</p>
    </FormDialog>
  )
}

interface Listed {
  readonly id: string
  readonly title_zh: string
  readonly title_en: string
  readonly state: string
}

export function AddFootprint({ row, onDone, onClose }: DecideProps): JSX.Element {
  const w = signalWords()
  const list = useLoad<{ items: readonly Listed[] }>('/incidents')
  const chosen = useSignal(row.of_incident ?? '')
  const footprint = useSignal(newId())
  const submit = useSubmit()
  const going = (list.value?.items ?? []).filter((one) => !OVER.includes(one.state))
  const incident = going.some((one) => one.id === chosen.value) ? chosen.value : (going[0]?.id ?? '')
  const send = (): void => submit.run(
    (options) => post(`/signals/${row.id}/add-footprint`, { incident_id: incident, footprint_id: footprint.value }, options),
    () => {
      onDone()
      onClose()
    },
  )
  return (
    <FormDialog title={w.addTitle} submit={submit} onClose={onClose} onSubmit={send} action={w.addGo} missing={incident ? false : list.value ? w.noIncident : commonWords().loading}>
      <label class="field"><span>{w.incident}</span><select value={incident} onChange={(event) => (chosen.value = event.currentTarget.value)}>{going.map((one) => <option key={one.id} value={one.id}>{named(one, 'title')}</option>)}</select></label>
      <p class="hint">{w.addHint}</p>
    </FormDialog>
  )
}

export function DismissSignal({ row, onDone, onClose }: DecideProps): JSX.Element {
  const w = signalWords()
  const action = useAction(onDone)
  return (
    <ReasonDialog title={w.dismiss} go={w.dismiss} hint={w.dismissHint} action={action} onClose={onClose}
      onSend={(reason) => action.run('dismiss', { path: `/signals/${row.id}/dismiss`, body: { reason } })} />
  )
}
