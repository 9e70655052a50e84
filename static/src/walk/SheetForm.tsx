/** One sheet, question by question; each tap is kept before it is shown. */
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { named, said } from '../lib/i18n'
import { companies, provinceName, regionBook } from '../lib/regions'
import { seesNation, session } from '../lib/session'
import type { Sheet } from './types'
import type { Filled, Given } from './unsent'
import { walkWords } from './words'

interface FormProps {
  readonly sheet: Sheet
  readonly filled: Filled
  readonly incidents: readonly { readonly id: string; readonly title_zh: string; readonly title_en: string }[]
  readonly onChange: (filled: Filled) => void
  readonly onHandIn: () => void
  readonly onLeave: () => void
  readonly onDiscard: () => void
}

export function SheetForm({ sheet, filled, incidents, onChange, onHandIn, onLeave, onDiscard }: FormProps): JSX.Element {
  const w = walkWords()
  const done = Object.keys(filled.answers).length
  const places = seesNation() ? ['nation', ...companies.value.map((one) => one.adcode)] : (session.value?.rooms ?? [])
  const within = (regionBook.value?.regions ?? []).filter((one) => filled.scope !== 'nation' && one.adcode !== filled.scope && one.adcode.startsWith(filled.scope.slice(0, 2)))
  const answer = (question: string, change: Partial<Given>): void => {
    const before = filled.answers[question] ?? { answer: 'skipped', note: '', finding: true }
    onChange({ ...filled, answers: { ...filled.answers, [question]: { ...before, ...change } } })
  }
  return (
    <section class="block walk-form">
      <div class="block-head"><h2>{said(sheet.title)}</h2><span class="num" role="status">{w.progress(done, sheet.questions.length)}</span></div>
      <div class="walk-head">
        <label class="field"><span>{w.incident}</span>
          <select value={filled.incident ?? ''} onChange={(event) => onChange({ ...filled, incident: event.currentTarget.value || null })}>
            <option value="">{w.ordinary}</option>
            {incidents.map((one) => <option key={one.id} value={one.id}>{named(one, 'title')}</option>)}
          </select>
        </label>
        <label class="field"><span>{w.place}</span>
          <select value={filled.scope} onChange={(event) => onChange({ ...filled, scope: event.currentTarget.value, region: null })}>
            {places.map((place) => <option key={place} value={place}>{place === 'nation' ? w.headquarters : provinceName(place)}</option>)}
          </select>
        </label>
        {within.length > 0 ? (
          <label class="field"><span>{w.region}</span>
            <select value={filled.region ?? ''} onChange={(event) => onChange({ ...filled, region: event.currentTarget.value || null })}>
              <option value="">{w.nowhere}</option>
              {within.map((one) => <option key={one.adcode} value={one.adcode}>{one.level === 'county' ? '　' : ''}{said({ zh: one.name, en: one.name_en })}</option>)}
            </select>
          </label>
        ) : null}
      </div>
      <ol class="walk-questions">
        {sheet.questions.map((question, at) => {
          const given = filled.answers[question.id]
          return (
            <li key={question.id} data-answer={given?.answer}>
              <p><span class="num tx-2">{at + 1}</span> {said(question)}</p>
              <span class="segmented segmented-wide" role="group" aria-label={said(question)}>
                {(['yes', 'no', 'skipped'] as const).map((one) => <button key={one} type="button" aria-pressed={given?.answer === one} onClick={() => answer(question.id, { answer: one })}>{w[one === 'skipped' ? 'skip' : one]}</button>)}
              </span>
              {given?.answer === 'no' ? (
                <div class="walk-no">
                  <label class="field"><span>{w.note}</span><textarea rows={2} maxLength={1500} value={given.note} onInput={(event) => answer(question.id, { note: event.currentTarget.value })} /></label>
                  <label class="check"><input type="checkbox" checked={given.finding} onChange={(event) => answer(question.id, { finding: event.currentTarget.checked })} /> {w.makeFinding}</label>
                </div>
              ) : null}
            </li>
          )
        })}
      </ol>
      <p class="hint">{w.keptHere}</p>
      <div class="walk-foot">
        <Button size="touch" kind="quiet" onPress={onDiscard}>{w.discard}</Button>
        <Button size="touch" onPress={onLeave}>{w.leave}</Button>
        <Button size="touch" kind="primary" whyNot={done === 0 && w.nothingAnswered} onPress={onHandIn}>{w.handIn}</Button>
      </div>
    </section>
  )
}
