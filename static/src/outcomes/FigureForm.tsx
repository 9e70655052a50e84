/** Stating one figure: by headquarters for any province or the nation, by a province for itself, on a phone as well. */
import { useSignal, type Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { newId, post } from '../lib/api'
import { named, said } from '../lib/i18n'
import { companies, provinceName, regionBook } from '../lib/regions'
import { seesNation, session } from '../lib/session'
import { now } from '../lib/worldclock'
import { commonWords } from '../locales/common'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import { numberText, typed } from './figures'
import type { Kind, NamedMeasure } from './types'
import { outcomeWords } from './words'

const SEGMENTS = ['gotone', 'easyown', 'mzone', 'other'] as const

interface FigureFormProps {
  readonly incidentId: string
  readonly kinds: readonly Kind[]
  readonly measures: readonly NamedMeasure[]
  readonly first?: string
  readonly onDone: () => void
  readonly onClose: () => void
}

export function FigureForm({ incidentId, kinds, measures, first, onDone, onClose }: FigureFormProps): JSX.Element {
  const w = outcomeWords()
  const stated = kinds.filter((kind) => kind.stated)
  const [name, id] = [useSignal(first ?? stated[0]?.name ?? ''), useSignal(newId())]
  const province = useSignal(seesNation() ? '' : (session.value?.rooms[0] ?? ''))
  const [city, measure, segment] = [useSignal(''), useSignal(''), useSignal('')]
  const [value, base, sent] = [useSignal(''), useSignal(''), useSignal('')]
  const [from, to] = [useSignal(yesterday()), useSignal('')]
  const [source, note, file] = [useSignal(''), useSignal(''), useSignal<File | null>(null)]
  const submit = useSubmit()
  const kind = stated.find((one) => one.name === name.value) ?? (stated[0] as Kind)
  const told = typed(kind, value.value)
  const missing = told === null ? w.valueNeeded : kind.weighed && !Number(base.value) ? w.baseNeeded(named(kind, 'base')) : !from.value && w.dayNeeded
  const figure = (): unknown => ({
    id: id.value, kind: kind.name, value: told, base: kind.weighed ? Number(base.value) : null, sent: kind.survey && sent.value ? Number(sent.value) : null,
    province: province.value || null, city: city.value || null, measure: measure.value || null, segment: segment.value || null,
    from_day: from.value, to_day: to.value || from.value, source: kind.sources.includes(source.value) ? source.value : kind.sources[0], note: note.value.trim(),
  })
  const there = measures.filter((one) => !province.value || one.provinces.includes(province.value))
  return (
    <FormDialog title={w.state} submit={submit} onClose={onClose} onSubmit={() => submit.run((options) => post(`/incidents/${incidentId}/outcomes/figures`, sendable(figure(), file.value), options), onDone)} action={w.save} missing={missing}>
      <label class="field"><span>{w.kind}</span>
        <select value={name.value} onChange={(event) => (name.value = event.currentTarget.value)}>{stated.map((one) => <option key={one.name} value={one.name}>{said(one)}（{named(one, 'unit')}）</option>)}</select>
      </label>
      {seesNation() ? (
        <label class="field"><span>{w.province}</span>
          <select value={province.value} onChange={(event) => { province.value = event.currentTarget.value; city.value = '' }}>
            <option value="">{w.nation}</option>
            {companies.value.map((one) => <option key={one.adcode} value={one.adcode}>{provinceName(one.adcode)}</option>)}
          </select>
        </label>
      ) : null}
      <Numbers kind={kind} value={value} base={base} sent={sent} />
      <div class="form-row">
        <label class="field"><span>{w.fromDay}</span><input type="date" value={from.value} onInput={(event) => (from.value = event.currentTarget.value)} /></label>
        <label class="field"><span>{w.toDay}</span><input type="date" value={to.value || from.value} min={from.value} onInput={(event) => (to.value = event.currentTarget.value)} /></label>
      </div>
      <label class="field"><span>{w.sourceName}</span>
        <select value={kind.sources.includes(source.value) ? source.value : kind.sources[0]} onChange={(event) => (source.value = event.currentTarget.value)}>{kind.sources.map((one) => <option key={one} value={one}>{w.source(one)}</option>)}</select>
      </label>
      <details>
        <summary>{w.more}</summary>
        <div class="form outcome-more">
          {province.value ? (
            <label class="field"><span>{w.city}</span>
              <select value={city.value} onChange={(event) => (city.value = event.currentTarget.value)}>
                <option value="">{w.whole}</option>
                {citiesOf(province.value).map(([code, title]) => <option key={code} value={code}>{title}</option>)}
              </select>
            </label>
          ) : null}
          {there.length > 0 ? (
            <label class="field"><span>{w.measure}</span>
              <select value={measure.value} onChange={(event) => (measure.value = event.currentTarget.value)}>
                <option value="">{w.all}</option>
                {there.map((one) => <option key={one.id} value={one.id}>{named(one, 'title')}</option>)}
              </select>
            </label>
          ) : null}
          <label class="field"><span>{w.segment}</span>
            <select value={segment.value} onChange={(event) => (segment.value = event.currentTarget.value)}>
              <option value="">{w.all}</option>
              {SEGMENTS.map((one) => <option key={one} value={one}>{commonWords().segment(one)}</option>)}
            </select>
          </label>
        </div>
      </details>
      <Proof note={note} file={file} />
    </FormDialog>
  )
}

/** Value, base and number asked, as far as the kind has them. */
export function Numbers({ kind, value, base, sent }: { readonly kind: Kind; readonly value: Signal<string>; readonly base: Signal<string>; readonly sent: Signal<string> }): JSX.Element {
  const w = outcomeWords()
  const [low, high] = kind.plausible
  return (
    <>
      <label class="field"><span>{w.value}（{named(kind, 'unit')}）</span>
        <input type="text" inputMode="decimal" value={value.value} onInput={(event) => (value.value = event.currentTarget.value)} />
        <span class="hint">{w.plausible(numberText(kind, low), numberText(kind, high))}</span>
      </label>
      {kind.weighed ? (
        <div class={kind.survey ? 'form-row' : ''}>
          <label class="field"><span>{named(kind, 'base')}</span><input type="number" inputMode="numeric" min="1" value={base.value} onInput={(event) => (base.value = event.currentTarget.value)} /></label>
          {kind.survey ? <label class="field"><span>{w.asked}</span><input type="number" inputMode="numeric" min="1" value={sent.value} onInput={(event) => (sent.value = event.currentTarget.value)} /></label> : null}
        </div>
      ) : null}
    </>
  )
}

/** A remark and a file. */
export function Proof({ note, file }: { readonly note: Signal<string>; readonly file: Signal<File | null> }): JSX.Element {
  const w = outcomeWords()
  return (
    <>
      <label class="field"><span>{w.note}</span>
        <textarea rows={2} maxLength={500} value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} />
        <span class="hint">{w.noteHint}</span>
      </label>
      <label class="field"><span>{w.evidence}</span>
        <input class="visually-hidden" type="file" onChange={(event) => (file.value = event.currentTarget.files?.[0] ?? null)} />
        <span class="file-choice"><span class="button">{w.choose}</span> {file.value?.name ?? <span class="tx-3">{w.none}</span>}</span>
        <span class="hint">{w.evidenceHint}</span>
      </label>
    </>
  )
}

/** With a file it goes as a form that carries the same JSON. */
export function sendable(figure: unknown, file: File | null): unknown {
  if (!file) return figure
  const form = new FormData()
  form.set('figure', JSON.stringify(figure))
  form.set('file', file)
  return form
}

function citiesOf(province: string): readonly (readonly [string, string])[] {
  return (regionBook.value?.regions ?? []).filter((one) => one.level === 'city' && one.province === province).map((one) => [one.adcode, named({ name_zh: one.name, name_en: one.name_en }, 'name')])
}

/** The world's day before today, in Beijing. */
function yesterday(): string {
  return new Date(now.peek() + 8 * 3_600_000 - 86_400_000).toISOString().slice(0, 10)
}
