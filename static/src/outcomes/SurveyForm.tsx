/** Asking for a survey: of whom, how many, what; it goes to the approvers as any message to customers does. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Failure, Skeleton } from '../components/Panel'
import { Dialog } from '../components/Dialog'
import { useLoad } from '../desk/useLoad'
import { newId, post } from '../lib/api'
import { exact } from '../lib/format'
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { now } from '../lib/worldclock'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import { surveyWords } from './surveyWords'

interface Ground {
  readonly provinces: Readonly<Record<string, number>>
  readonly measures: readonly { readonly id: string; readonly title_zh: string; readonly title_en: string; readonly provinces: Readonly<Record<string, number>> }[]
  readonly texts: readonly { readonly scale: number; readonly body_zh: string; readonly body_en: string }[]
  readonly least_sample: number
  readonly most_sample: number
}

interface SurveyFormProps {
  readonly incidentId: string
  readonly onDone: () => void
  readonly onClose: () => void
}

export function SurveyForm(props: SurveyFormProps): JSX.Element {
  const { value, error, reload } = useLoad<Ground>(`/incidents/${props.incidentId}/surveys/ground`)
  if (value) return <Form ground={value} {...props} />
  return <Dialog title={surveyWords().ask} onClose={props.onClose}>{error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={6} />}</Dialog>
}

/** Of ten customers so many answer, roughly; for a hint of how sure the share will be. */
const ANSWERING = 0.15
const DAY_MS = 86_400_000

function Form({ ground, incidentId, onDone, onClose }: SurveyFormProps & { readonly ground: Ground }): JSX.Element {
  const w = surveyWords()
  const id = useSignal(newId())
  const [measure, province, sample, hours] = [useSignal(''), useSignal(''), useSignal('2000'), useSignal('48')]
  const [scale, languages, until] = [useSignal(5), useSignal('zh'), useSignal(chinaTime(now.peek() + DAY_MS))]
  const written = useSignal<{ readonly zh: string; readonly en: string } | null>(null)
  const submit = useSubmit()
  const begun = ground.texts.find((text) => text.scale === scale.value) ?? ground.texts[0]
  const [zh, en] = [written.value?.zh ?? begun?.body_zh ?? '', written.value?.en ?? begun?.body_en ?? '']
  const covered = measure.value ? (ground.measures.find((one) => one.id === measure.value)?.provinces ?? {}) : ground.provinces
  const there = province.value ? (covered[province.value] ?? 0) : Object.values(covered).reduce((sum, many) => sum + many, 0)
  const asked = Number(sample.value)
  const most = Math.min(there, ground.most_sample)
  const missing = there === 0 ? w.nobody : !(asked >= ground.least_sample && asked <= most) ? w.sampleNeeded(exact(ground.least_sample), exact(most)) : !(zh.trim() && en.trim()) && w.textNeeded
  const answers = Math.round(asked * ANSWERING)
  const body = (): unknown => ({
    id: id.value, sample: asked, scale: scale.value, body_zh: zh.trim(), body_en: en.trim(), languages: languages.value.split(' '), measure: measure.value || null,
    provinces: province.value ? [province.value] : [], valid_until: `${until.value}:00+08:00`, answer_hours: Number(hours.value),
  })
  return (
    <FormDialog title={w.ask} submit={submit} onClose={onClose} onSubmit={() => submit.run((options) => post(`/incidents/${incidentId}/surveys`, body(), options), onDone)} action={w.send} missing={missing}>
      <p class="hint">{w.hint}</p>
      <label class="field"><span>{w.measure}</span>
        <select value={measure.value} onChange={(event) => (measure.value = event.currentTarget.value)}>
          <option value="">{w.all}</option>
          {ground.measures.map((one) => <option key={one.id} value={one.id}>{named(one, 'title')}</option>)}
        </select>
      </label>
      <div class="form-row">
        <label class="field"><span>{w.where}</span>
          <select value={province.value} onChange={(event) => (province.value = event.currentTarget.value)}>
            <option value="">{w.everywhere}</option>
            {Object.keys(covered).map((code) => <option key={code} value={code}>{provinceName(code)}</option>)}
          </select>
          <span class="hint">{w.available(exact(there))}</span>
        </label>
        <label class="field"><span>{w.sample}</span>
          <input type="number" inputMode="numeric" min={ground.least_sample} max={most} value={sample.value} onInput={(event) => (sample.value = event.currentTarget.value)} />
          {answers > 0 ? <span class="hint">{w.expect(exact(answers), (98 / Math.sqrt(answers)).toFixed(1))}</span> : null}
        </label>
      </div>
      <div class="form-row">
        <label class="field"><span>{w.scale}</span>
          <select value={scale.value} onChange={(event) => { scale.value = Number(event.currentTarget.value); written.value = null }}>{ground.texts.map((text) => <option key={text.scale} value={text.scale}>{w.steps(String(text.scale))}</option>)}</select>
        </label>
        <label class="field"><span>{w.languages}</span>
          <select value={languages.value} onChange={(event) => (languages.value = event.currentTarget.value)}><option value="zh">{w.zh}</option><option value="zh en">{w.both}</option><option value="en">{w.en}</option></select>
        </label>
      </div>
      <label class="field"><span>{w.question}</span><textarea rows={3} maxLength={1000} value={zh} onInput={(event) => (written.value = { zh: event.currentTarget.value, en })} /></label>
      <label class="field"><span>{w.questionEn}</span><textarea rows={3} maxLength={1000} value={en} onInput={(event) => (written.value = { zh, en: event.currentTarget.value })} /></label>
      <div class="form-row">
        <label class="field"><span>{w.until}</span><input type="datetime-local" value={until.value} onInput={(event) => (until.value = event.currentTarget.value)} /></label>
        <label class="field"><span>{w.hours}</span><input type="number" inputMode="numeric" min="1" max="240" value={hours.value} onInput={(event) => (hours.value = event.currentTarget.value)} /></label>
      </div>
    </FormDialog>
  )
}

/** A moment as an input of date and time wants it, in Beijing's time. */
function chinaTime(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 16)
}
