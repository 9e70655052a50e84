/** Request aid, ask provinces, offer. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useLoad } from '../desk/useLoad'
import { newId, post } from '../lib/api'
import { named, said } from '../lib/i18n'
import { companies, provinceName, regionByCode, regionName } from '../lib/regions'
import { seesNation } from '../lib/session'
import { now } from '../lib/worldclock'
import { fromField, toField } from '../live/actions/DeclareDialog'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import { commonWords } from '../locales/common'
import { Field, NATION, ownScopes, Pick, placeName } from './parts'
import type { Aid, AidPart, AidRequest } from './types'
import { dutyWords } from './words'

const HOUR = 3_600_000
const OVER = ['closed', 'reviewed', 'cancelled']

interface Listed {
  readonly id: string
  readonly state: string
  readonly title_zh: string
  readonly title_en: string
}
interface Ends {
  readonly onDone: () => void
  readonly onClose: () => void
}

export function RequestDialog({ aid, onDone, onClose }: Ends & { readonly aid: Aid }): JSX.Element {
  const w = dutyWords()
  const list = useLoad<{ items: readonly Listed[] }>('/incidents')
  const going = (list.value?.items ?? []).filter((one) => !OVER.includes(one.state))
  const id = useSignal(newId())
  const scope = ownScopes()[0] ?? NATION
  const form = useSignal({ incident: '', kind: 'generator', quantity: '2', region: scope === NATION ? '' : scope, by: toField(now.peek() + 6 * HOUR), until: toField(now.peek() + 72 * HOUR), text: '' })
  const submit = useSubmit()
  const set = (part: Partial<typeof form.value>): void => {
    form.value = { ...form.value, ...part }
  }
  const { kind, quantity, region, by, until, text } = form.value
  const incident = form.value.incident || going[0]?.id || ''
  const places = seesNation() ? companies.value : [...regionByCode.value.values()].filter((one) => one.level !== 'county' && one.province === scope)
  const where = region || places[0]?.adcode || scope
  const send = (): void => submit.run(
    (options) => post(`/incidents/${incident}/aid`, { id: id.value, scope, kind, quantity: Number(quantity), region: where, needed_by: fromField(by), until: fromField(until), ...(text.trim() ? { text: text.trim() } : {}) }, options),
    () => {
      onDone()
      onClose()
    },
  )
  return (
    <FormDialog title={w.aidNew} submit={submit} onClose={onClose} onSubmit={send} action={w.aidNew} missing={incident ? false : list.value ? w.noIncident : commonWords().loading}>
      <Pick label={w.incident} value={incident} onPick={(to) => set({ incident: to })} options={going.map((one) => [one.id, named(one, 'title')] as const)} />
      <div class="form-row">
        <Pick label={w.what} value={kind} onPick={(to) => set({ kind: to || 'other' })} options={Object.entries(aid.kinds).map(([one, words]) => [one, said(words)] as const)} />
        <Field type="number" label={w.quantity} max={100000} value={quantity} onInput={(to) => set({ quantity: to })} />
      </div>
      <Pick label={w.where} value={where} onPick={(to) => set({ region: to })} options={places.map((one) => [one.adcode, regionName(one.adcode)] as const)} />
      <div class="form-row">
        <Field type="datetime-local" label={w.neededBy} value={by} onInput={(to) => set({ by: to })} />
        <Field type="datetime-local" label={w.useUntil} value={until} onInput={(to) => set({ until: to })} />
      </div>
      <Field label={w.words} max={2000} value={text} onInput={(to) => set({ text: to })} />
    </FormDialog>
  )
}

export function AskDialog({ request, parts, onDone, onClose }: Ends & { readonly request: AidRequest; readonly parts: readonly AidPart[] }): JSX.Element {
  const w = dutyWords()
  const chosen = useSignal<readonly string[]>([])
  const submit = useSubmit()
  const open = companies.value.filter((one) => one.adcode !== request.province && !parts.some((part) => part.province === one.adcode))
  const toggle = (code: string): void => {
    chosen.value = chosen.value.includes(code) ? chosen.value.filter((one) => one !== code) : [...chosen.value, code]
  }
  const send = (): void => submit.run((options) => post(`/aid/${request.id}/ask`, { provinces: chosen.value }, options), () => {
    onDone()
    onClose()
  })
  return (
    <FormDialog title={w.askTitle} submit={submit} onClose={onClose} onSubmit={send} action={w.askGo} missing={chosen.value.length ? false : w.choose}>
      <fieldset class="duty-turns">
        <legend>{placeName(request.province ?? NATION)}</legend>
        <button type="button" class="chip" onClick={() => (chosen.value = chosen.value.length === open.length ? [] : open.map((one) => one.adcode))}>{w.askAll}</button>
        {open.map((one) => <button key={one.adcode} type="button" class="chip" aria-pressed={chosen.value.includes(one.adcode)} onClick={() => toggle(one.adcode)}>{provinceName(one.adcode)}</button>)}
      </fieldset>
    </FormDialog>
  )
}

export function OfferDialog({ part, onDone, onClose }: Ends & { readonly part: AidPart }): JSX.Element {
  const w = dutyWords()
  const form = useSignal({ quantity: String(part.quantity), at: toField(Math.max(now.peek(), Date.parse(part.needed_by))), text: '' })
  const submit = useSubmit()
  const { quantity, at, text } = form.value
  const send = (): void => submit.run(
    (options) => post(`/aid/parts/${part.id}/accept`, { quantity: Number(quantity), available_at: fromField(at), ...(text.trim() ? { text: text.trim() } : {}) }, { ...options, revision: part.revision }),
    () => {
      onDone()
      onClose()
    },
  )
  return (
    <FormDialog title={w.offerTitle} submit={submit} onClose={onClose} onSubmit={send} action={w.offer} missing={Number(quantity) > 0 ? false : `${w.offerCount}: ${commonWords().required}`}>
      <div class="form-row">
        <Field type="number" label={w.offerCount} max={100000} value={quantity} onInput={(to) => (form.value = { ...form.value, quantity: to })} />
        <Field type="datetime-local" label={w.offerAt} value={at} onInput={(to) => (form.value = { ...form.value, at: to })} />
      </div>
      <Field label={w.words} max={2000} value={text} onInput={(to) => (form.value = { ...form.value, text: to })} />
    </FormDialog>
  )
}
