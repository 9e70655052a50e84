import type { JSX } from 'preact'
import { language } from '../../lib/i18n'
import { refusedAt } from '../byhand/faults'
import { byHandWords } from '../byhand/words'
import { CAP_CHOICES, EMPTY, type Channel, type Form } from './form'
import { capWord, studioWords } from './words'

export interface StudioDocument {
  readonly templates: readonly { readonly id: string; readonly title_zh: string; readonly title_en: string; readonly body_zh: string; readonly body_en: string; readonly correction_zh: string; readonly correction_en: string; readonly cancel_zh: string; readonly cancel_en: string }[]
  readonly languages: readonly { readonly tag: string; readonly zh: string; readonly en: string }[]
  readonly cap: Readonly<Record<string, string>>
}

interface SettingsProps {
  readonly form: Form
  readonly studio: StudioDocument
  readonly isNew: boolean
  readonly nothingSent: boolean
  readonly error: unknown
  readonly onChange: (part: Partial<Form>) => void
}

/** How it leaves: template, way, languages, until when, and what CAP asks beside the text. */
export function Settings({ form, studio, isNew, nothingSent, error, onChange }: SettingsProps): JSX.Element {
  const w = studioWords()
  const zh = language.value === 'zh'
  const left = studio.languages.filter((one) => !(one.tag in form.blocks))
  const begin = (id: string): void => {
    const template = studio.templates.find((one) => one.id === id)
    if (!template) return
    const own = (tag: 'zh' | 'en'): typeof EMPTY => ({ title: template[`title_${tag}`], body: template[`body_${tag}`], correction: template[`correction_${tag}`], cancel: template[`cancel_${tag}`] })
    onChange({ blocks: { ...form.blocks, zh: own('zh'), en: own('en') } })
  }
  const way = (channel: Channel, name: string, hint: string): JSX.Element => (
    <label class="studio-way">
      <input type="radio" name="channel" checked={form.channel === channel} onChange={() => onChange({ channel })} />
      <strong>{name}</strong>
      <small>{hint}</small>
    </label>
  )
  return (
    <section class="block">
      {isNew && studio.templates.length > 0 ? (
        <label class="field">
          <span>{w.template}</span>
          <select onChange={(event) => begin(event.currentTarget.value)}>
            <option value="">{w.noTemplate}</option>
            {studio.templates.map((one) => <option key={one.id} value={one.id}>{zh ? one.title_zh : one.title_en}</option>)}
          </select>
        </label>
      ) : null}
      <div class="block-head"><h3>{w.way}</h3></div>
      <div class="studio-ways">{way('sms', w.sms, w.smsHint)}{way('cell_broadcast', w.cells, w.cellsHint)}</div>
      <p class="hint">{w.feedNote}</p>
      <div class="form-row">
        <label class="field">
          <span>{w.addLanguage}</span>
          <select
            value="" disabled={left.length === 0}
            onChange={(event) => { if (event.currentTarget.value) onChange({ blocks: { ...form.blocks, [event.currentTarget.value]: EMPTY } }); event.currentTarget.value = '' }}
          >
            <option value="">-</option>
            {left.map((one) => <option key={one.tag} value={one.tag}>{zh ? one.zh : one.en}</option>)}
          </select>
          {nothingSent ? <span class="field-error" role="alert">{w.needSent}</span> : <span class="hint">{refusedAt(error, 'languages', 'more_texts') || w.sentHint}</span>}
        </label>
        <label class="field">
          <span>{byHandWords().validUntil} · {byHandWords().worldTime}</span>
          <input type="datetime-local" required value={form.until} onInput={(event) => onChange({ until: event.currentTarget.value })} />
          {refusedAt(error, 'valid_until') ? <span class="field-error" role="alert">{refusedAt(error, 'valid_until')}</span> : <span class="hint">{byHandWords().validHint}</span>}
        </label>
      </div>
      <div class="block-head"><h3>{w.cap}</h3></div>
      <div class="studio-cap">
        {(['category', 'urgency', 'severity', 'certainty', 'response'] as const).map((name) => (
          <label class="field" key={name}>
            <span>{w[name]}</span>
            <select value={form.cap[name] ?? ''} onChange={(event) => onChange({ cap: { ...form.cap, [name]: event.currentTarget.value } })}>
              {(CAP_CHOICES[name] ?? []).map((word) => <option key={word} value={word}>{capWord(word, zh)}</option>)}
            </select>
          </label>
        ))}
      </div>
    </section>
  )
}
