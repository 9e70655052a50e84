/** Write an entry of the phone book, new or again. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { newId, post } from '../lib/api'
import { companies } from '../lib/regions'
import { hasRole, seesNation } from '../lib/session'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import { commonWords } from '../locales/common'
import { Field, NATION, ownScopes, Pick, placeName } from './parts'
import type { PhoneEntry } from './types'
import { dutyWords } from './words'

export function EntryDialog({ entry, onDone, onClose }: { readonly entry: PhoneEntry | null; readonly onDone: () => void; readonly onClose: () => void }): JSX.Element {
  const w = dutyWords()
  const id = useSignal(entry?.id ?? newId())
  const everywhere = seesNation() || hasRole('administrator')
  const scopes = everywhere ? [NATION, ...companies.value.map((one) => one.adcode)] : ownScopes()
  const form = useSignal({
    scope: entry?.scope ?? scopes[0] ?? NATION, name_zh: entry?.name_zh ?? '', name_en: entry?.name_en ?? '', post_zh: entry?.post_zh ?? '', post_en: entry?.post_en ?? '',
    office: entry?.office ?? '', mobile: entry?.mobile ?? '', satellite: entry?.satellite ?? '', fax: entry?.fax ?? '', order: String(entry?.call_order ?? 1),
  })
  const submit = useSubmit()
  const set = (part: Partial<typeof form.value>): void => {
    form.value = { ...form.value, ...part }
  }
  const { scope, order, name_en, post_en, ...rest } = form.value
  const numbers = [rest.office, rest.mobile, rest.satellite, rest.fax]
  const missing = !rest.name_zh.trim() ? `${w.name}: ${commonWords().required}` : !rest.post_zh.trim() ? `${w.post}: ${commonWords().required}` : numbers.some((one) => one.trim()) ? false : w.oneNumber
  const send = (): void => submit.run(
    (options) => post(`/phonebook/${id.value}`, { ...rest, scope, call_order: Number(order), ...(name_en.trim() ? { name_en } : {}), ...(post_en.trim() ? { post_en } : {}), ...(entry && entry.scope === scope ? { region: entry.region } : {}) }, options),
    () => {
      onDone()
      onClose()
    },
  )
  return (
    <FormDialog title={entry ? w.editEntry : w.addEntry} submit={submit} onClose={onClose} onSubmit={send} missing={missing}>
      <div class="form-row">
        {entry || scopes.length < 2 ? null : <Pick label={w.place} value={scope} onPick={(to) => set({ scope: to || NATION })} options={scopes.map((one) => [one, placeName(one)] as const)} />}
        <Field type="number" label={w.order} max={999} value={order} onInput={(text) => set({ order: text })} />
      </div>
      <div class="form-row">
        <Field label={w.nameZh} max={60} value={rest.name_zh} onInput={(text) => set({ name_zh: text })} />
        <Field label={w.nameEn} max={60} value={name_en} onInput={(text) => set({ name_en: text })} />
      </div>
      <Field label={w.post} value={rest.post_zh} onInput={(text) => set({ post_zh: text })} />
      <div class="form-row">
        <Field label={w.satellite} max={40} value={rest.satellite} onInput={(text) => set({ satellite: text })} />
        <Field label={w.mobile} max={40} value={rest.mobile} onInput={(text) => set({ mobile: text })} />
      </div>
      <div class="form-row">
        <Field label={w.office} max={40} value={rest.office} onInput={(text) => set({ office: text })} />
        <Field label={w.fax} max={40} value={rest.fax} onInput={(text) => set({ fax: text })} />
      </div>
    </FormDialog>
  )
}
