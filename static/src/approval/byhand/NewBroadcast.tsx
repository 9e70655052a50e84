/** A public message without a playbook: both languages, the correction that goes with it, and whom it reaches. */
import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { Failure, Skeleton } from '../../components/Panel'
import { useAction } from '../../desk/useAction'
import { useLoad } from '../../desk/useLoad'
import { newId } from '../../lib/api'
import { exact } from '../../lib/format'
import { session } from '../../lib/session'
import type { Store } from '../../lib/store'
import { now } from '../../lib/worldclock'
import { fromField, toField } from '../../live/actions/DeclareDialog'
import { commonWords } from '../../locales/common'
import { SEGMENTS } from '../area'
import { partsOf } from '../parts'
import { approvalWords } from '../words'
import { AudiencePicker, type Audience } from './Audience'
import { customersOf, hitCounties } from './audience'
import { refusedAt, showFirstFault } from './faults'
import { audienceFaults, everybody } from './NewMeasure'
import type { MeasureType } from './schema'
import { byHandWords } from './words'
import './byhand.css'

const HOUR = 3_600_000
const VALID_HOURS = 12
const LANGUAGES = ['zh', 'en'] as const
const TEXTS = ['body_zh', 'body_en', 'correction_zh', 'correction_en'] as const
type Text = (typeof TEXTS)[number]

export function NewBroadcast({ store, onClose }: { readonly store: Store; readonly onClose: () => void }): JSX.Element {
  const types = useLoad<{ items: readonly MeasureType[] }>('/measure-types')
  const type = types.value?.items.find((one) => one.delivery === 'broadcast')
  return (
    <Dialog wide title={byHandWords().newBroadcast} onClose={onClose}>
      {types.error && !types.value ? <Failure error={types.error} onRetry={types.reload} /> : null}
      {type ? <Form store={store} rules={type.rules} /> : <Skeleton rows={8} />}
    </Dialog>
  )
}

/** A text as it leaves: in an exercise its words stand in front, once (incident/rules/broadcasts.py). */
export function asSent(text: string, prefix: string): string {
  const plain = text.trim()
  return prefix + (plain.startsWith(prefix) ? plain.slice(prefix.length).trim() : plain)
}

function Form({ store, rules }: { readonly store: Store; readonly rules: readonly string[] }): JSX.Element {
  const w = byHandWords()
  const prefix = session.value?.text_prefix ?? ''
  const id = useSignal(newId())
  const hit = useComputed(() => hitCounties(store.impact.value, store.incident.value?.footprint_id))
  const audience = useSignal<Audience>(everybody(hit.value, rules))
  const form = useSignal({ title_zh: '', title_en: '', body_zh: '', body_en: '', correction_zh: '', correction_en: '', until: toField(now.peek() + VALID_HOURS * HOUR) })
  const languages = useSignal<ReadonlySet<string>>(new Set(['zh']))
  const tried = useSignal(false)
  const action = useAction()
  const set = (part: Partial<typeof form.value>): void => {
    form.value = { ...form.value, ...part }
  }
  const missing = audienceFaults(hit.value, audience.value)
  const empty = (['title_zh', 'title_en', ...TEXTS] as const).filter((name) => form.value[name].trim() === '')
  const faults = empty.length + Object.values(missing).filter(Boolean).length + (languages.value.size === 0 ? 1 : 0)
  const fault = (name: (typeof empty)[number], words: string): JSX.Element | null => {
    const told = tried.value && empty.includes(name) ? words : refusedAt(action.error, name)
    return told ? <span class="field-error" role="alert">{told}</span> : null
  }
  const each = LANGUAGES.filter((language) => languages.value.has(language))
    .reduce((all, language) => all + partsOf(asSent(form.value[`body_${language}`], prefix)).pieces.length, 0)
  const customers = customersOf(hit.value.filter((county) => audience.value.counties.has(county.code)), audience.value.segments)

  async function send(place: HTMLFormElement): Promise<void> {
    tried.value = true
    if (faults > 0) {
      showFirstFault(place)
      return
    }
    const { until, ...texts } = form.value
    const body = {
      id: id.value, ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.trim()])),
      counties: [...audience.value.counties].sort(), segments: SEGMENTS.filter((name) => audience.value.segments.has(name)),
      rules: rules.filter((rule) => audience.value.rules.has(rule)), languages: LANGUAGES.filter((language) => languages.value.has(language)),
      valid_until: fromField(until),
    }
    const done = await action.run('draft', { path: `/incidents/${store.incidentId}/broadcasts`, body })
    if (!done) showFirstFault(place)
    else location.assign(`/broadcasts/${store.incidentId}/${id.value}`)
  }
  const text = (name: Text): JSX.Element => (
    <TextField
      key={name} name={name} prefix={prefix} text={form.value[name]} fault={fault(name, w.needText)} onType={(typed) => set({ [name]: typed })}
    />
  )
  return (
    <form class="form" noValidate onSubmit={(event) => { event.preventDefault(); void send(event.currentTarget) }}>
      <div class="form-row">
        <label class="field"><span>{w.titleZh}</span><input type="text" maxLength={200} value={form.value.title_zh} onInput={(event) => set({ title_zh: event.currentTarget.value })} />{fault('title_zh', w.needTitle)}</label>
        <label class="field"><span>{w.titleEn}</span><input type="text" maxLength={200} value={form.value.title_en} onInput={(event) => set({ title_en: event.currentTarget.value })} />{fault('title_en', w.needTitle)}</label>
      </div>
      <section class="block">
        <div class="block-head"><h3>{w.texts}</h3>{prefix ? <span>{w.prefixHint(prefix)}</span> : null}</div>
        <div class="form-row">{text('body_zh')}{text('body_en')}</div>
        <fieldset class="field byhand-group">
          <legend class="field-label">{w.languages}</legend>
          <span class="byhand-checks">
            {LANGUAGES.map((language) => (
              <label class="check" key={language}>
                <input
                  type="checkbox" checked={languages.value.has(language)}
                  onChange={(event) => {
                    const next = new Set(languages.value)
                    if (event.currentTarget.checked) next.add(language)
                    else next.delete(language)
                    languages.value = next
                  }}
                />
                {language === 'zh' ? approvalWords().langZh : approvalWords().langEn}
              </label>
            ))}
            <span class="hint">{w.sentLanguages}</span>
          </span>
          {tried.value && languages.value.size === 0 ? <span class="field-error" role="alert">{w.needLanguage}</span> : null}
        </fieldset>
      </section>
      <section class="block">
        <div class="block-head"><h3>{w.correctionTexts}</h3><span>{w.correctionHint}</span></div>
        <div class="form-row">{text('correction_zh')}{text('correction_en')}</div>
      </section>
      <AudiencePicker
        incident={store.incidentId} hit={hit.value} rules={rules} value={audience.value} onChange={(part) => (audience.value = { ...audience.value, ...part })}
        faults={{
          counties: (tried.value ? missing.counties : '') || refusedAt(action.error, 'area', 'audience', 'counties'),
          segments: tried.value ? missing.segments : '', rules: (tried.value ? missing.rules : '') || refusedAt(action.error, 'rules'),
        }}
      />
      <label class="field byhand-short">
        <span>{w.validUntil} · {w.worldTime}</span>
        <input type="datetime-local" required value={form.value.until} onInput={(event) => set({ until: event.currentTarget.value })} />
        {refusedAt(action.error, 'valid_until') ? <span class="field-error" role="alert">{refusedAt(action.error, 'valid_until')}</span> : <span class="hint">{w.validHint}</span>}
      </label>
      {action.error ? <Failure error={action.error} /> : null}
      <div class="byhand-foot">
        <span class="hint">{w.draftHint}</span>
        <span class="gap" />
        <span class="num tx-2">{w.perCustomer(exact(each))} · {w.total(exact(each * customers))}</span>
        {tried.value && faults > 0 ? <span class="field-error" role="status">{w.mend(faults)}</span> : null}
        <Button type="submit" kind="primary" busy={action.busy !== null && commonWords().working}>{w.draft}</Button>
      </div>
    </form>
  )
}

interface TextProps {
  readonly name: Text
  readonly prefix: string
  readonly text: string
  readonly fault: JSX.Element | null
  readonly onType: (text: string) => void
}

function TextField({ name, prefix, text, fault, onType }: TextProps): JSX.Element {
  const w = approvalWords()
  const labels = { body_zh: w.bodyZh, body_en: w.bodyEn, correction_zh: w.corrZh, correction_en: w.corrEn }
  const { units, encoding, pieces } = partsOf(asSent(text, prefix))
  return (
    <label class="field">
      <span>{labels[name]}</span>
      <textarea rows={name.startsWith('body') ? 5 : 3} maxLength={900} lang={name.endsWith('zh') ? 'zh-CN' : 'en'} value={text} aria-invalid={Boolean(fault)} onInput={(event) => onType(event.currentTarget.value)} />
      {fault ?? <span class="hint num">{w.units(exact(units), encoding, exact(pieces.length))}</span>}
    </label>
  )
}
