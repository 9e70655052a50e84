/** Which report, as what file, in which language, and to what purpose. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Failure } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { newId } from '../lib/api'
import { language, said } from '../lib/i18n'
import { companies, provinceName } from '../lib/regions'
import type { Kind } from './types'
import { reportWords } from './words'

interface Props {
  readonly incident: string
  readonly kinds: readonly Kind[]
  readonly onAsked: () => void
}

export function AskForm({ incident, kinds, onAsked }: Props): JSX.Element {
  const w = reportWords()
  const action = useAction(onAsked)
  const kind = useSignal('final')
  const format = useSignal('pdf')
  const spoken = useSignal<string>(language.value)
  const province = useSignal('')
  const purpose = useSignal('')
  const chosen = kinds.find((one) => one.kind === kind.value)
  const formats = chosen?.formats ?? []
  const form = formats.includes(format.value) ? format.value : (formats[0] ?? '')
  async function send(event: Event): Promise<void> {
    event.preventDefault()
    const narrowed = chosen?.by_province && province.value ? { province: province.value } : {}
    const body = { id: newId(), kind: kind.value, format: form, language: spoken.value, purpose: purpose.value, ...narrowed }
    if (await action.run('ask', { path: `/incidents/${incident}/reports`, body })) purpose.value = ''
  }
  const provinces = companies.value
  return (
    <section class="block">
      <div class="block-head"><h2>{w.ask}</h2><a href="/api/v1/evidence/verifier.py" title={w.verifierHint}>{w.verifier}</a></div>
      <form class="reports-form" onSubmit={(event) => void send(event)}>
        <label>{w.what}<select value={kind.value} onChange={(event) => void (kind.value = event.currentTarget.value)}>{kinds.map((one) => <option key={one.kind} value={one.kind}>{said(one)}</option>)}</select></label>
        <label>{w.format}<select value={form} onChange={(event) => void (format.value = event.currentTarget.value)}>{formats.map((one) => <option key={one} value={one}>{w.formatName(one)}</option>)}</select></label>
        <label>{w.language}<select value={spoken.value} disabled={form === 'bundle' || form === 'parquet'} onChange={(event) => void (spoken.value = event.currentTarget.value)}><option value="zh">中文</option><option value="en">English</option></select></label>
        <label>{w.province}<select value={province.value} disabled={!chosen?.by_province} onChange={(event) => void (province.value = event.currentTarget.value)}><option value="">{w.everywhere}</option>{provinces.map((one) => <option key={one.adcode} value={one.adcode}>{provinceName(one.adcode)}</option>)}</select></label>
        <label class="reports-purpose">{w.purpose}<input required maxLength={200} value={purpose.value} placeholder={w.purposeHint} onInput={(event) => void (purpose.value = event.currentTarget.value)} /></label>
        <Button kind="primary" type="submit" busy={action.busy !== null && w.making}>{w.make}</Button>
      </form>
      {action.error ? <Failure error={action.error} /> : null}
    </section>
  )
}
