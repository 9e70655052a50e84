/** The forms of the league: objecting, answering, nominating, awarding. */
import { useSignal, type Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { newId, post } from '../lib/api'
import { said } from '../lib/i18n'
import { companies, provinceName } from '../lib/regions'
import { seesNation } from '../lib/session'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import type { Criterion, Nomination, Objection } from './types'
import { leagueWords } from './words'

interface Form {
  readonly onDone: () => void
  readonly onClose: () => void
}

export function ObjectForm({ path, criteria, onDone, onClose }: Form & { readonly path: string; readonly criteria: readonly Criterion[] }): JSX.Element {
  const w = leagueWords()
  const [criterion, text, id] = [useSignal(criteria[0]?.name ?? ''), useSignal(''), useSignal(newId())]
  const submit = useSubmit()
  const send = (): void => submit.run((options) => post(`${path}/league/objections`, { id: id.value, criterion: criterion.value, text: text.value.trim() }, options), onDone)
  return (
    <FormDialog title={w.objectTitle} submit={submit} onClose={onClose} onSubmit={send} action={w.send} missing={!text.value.trim() && w.textNeeded}>
      <label class="field"><span>{w.criterion}</span>
        <select value={criterion.value} onChange={(event) => (criterion.value = event.currentTarget.value)}>{criteria.map((rule) => <option key={rule.name} value={rule.name}>{said(rule)}</option>)}</select>
      </label>
      <Words label={w.text} text={text} />
    </FormDialog>
  )
}

export function AnswerForm({ objection, criteria, onDone, onClose }: Form & { readonly objection: Objection; readonly criteria: readonly Criterion[] }): JSX.Element {
  const w = leagueWords()
  const [ruling, text, numerator, denominator] = [useSignal<'leave_out' | 'value' | ''>('leave_out'), useSignal(''), useSignal(''), useSignal('')]
  const submit = useSubmit()
  const numbers = ruling.value === 'value' ? { numerator: Number(numerator.value), denominator: Number(denominator.value) } : {}
  const send = (): void => submit.run((options) => post(`/league-objections/${objection.id}/answer`, { ruling: ruling.value || null, text: text.value.trim(), ...numbers }, options), onDone)
  return (
    <FormDialog title={w.answerTitle} submit={submit} onClose={onClose} onSubmit={send} action={w.answer} missing={!text.value.trim() && w.textNeeded}>
      <p><strong>{provinceName(objection.province)} · {said(criteria.find((rule) => rule.name === objection.criterion))}</strong><br />{objection.text}</p>
      <label class="field"><span>{w.ruling}</span>
        <select value={ruling.value} onChange={(event) => (ruling.value = event.currentTarget.value as 'leave_out' | 'value' | '')}>
          <option value="leave_out">{w.leaveOut}</option><option value="value">{w.newValue}</option><option value="">{w.dismiss}</option>
        </select>
      </label>
      {ruling.value === 'value' ? (
        <div class="form-row">
          <label class="field"><span>{w.numerator}</span><input type="number" min="0" value={numerator.value} onInput={(event) => (numerator.value = event.currentTarget.value)} /></label>
          <label class="field"><span>{w.denominator}</span><input type="number" min="1" value={denominator.value} onInput={(event) => (denominator.value = event.currentTarget.value)} /></label>
        </div>
      ) : null}
      <Words label={w.text} text={text} />
    </FormDialog>
  )
}

export function NominateForm({ path, onDone, onClose }: Form & { readonly path: string }): JSX.Element {
  const w = leagueWords()
  const [title, text, province, id] = [useSignal(''), useSignal(''), useSignal(companies.value[0]?.adcode ?? ''), useSignal(newId())]
  const submit = useSubmit()
  const whose = seesNation() ? { province: province.value } : {}
  const send = (): void => submit.run((options) => post(`${path}/nominations`, { id: id.value, title: title.value.trim(), text: text.value.trim(), ...whose }, options), onDone)
  return (
    <FormDialog title={w.nominate} submit={submit} onClose={onClose} onSubmit={send} action={w.send} missing={!(title.value.trim() && text.value.trim()) && w.textNeeded}>
      {seesNation() ? (
        <label class="field"><span>{w.province}</span>
          <select value={province.value} onChange={(event) => (province.value = event.currentTarget.value)}>{companies.value.map((one) => <option key={one.adcode} value={one.adcode}>{provinceName(one.adcode)}</option>)}</select>
        </label>
      ) : null}
      <label class="field"><span>{w.practiceTitle}</span><input type="text" maxLength={100} value={title.value} onInput={(event) => (title.value = event.currentTarget.value)} /></label>
      <Words label={w.practiceText} text={text} />
    </FormDialog>
  )
}

export function AwardForm({ nomination, onDone, onClose }: Form & { readonly nomination: Nomination }): JSX.Element {
  const w = leagueWords()
  const [prize, text] = [useSignal('third'), useSignal('')]
  const submit = useSubmit()
  const send = (): void => submit.run((options) => post(`/nominations/${nomination.id}/award`, { prize: prize.value, text: text.value.trim() }, options), onDone)
  return (
    <FormDialog title={w.award} submit={submit} onClose={onClose} onSubmit={send} action={w.award} missing={!text.value.trim() && w.textNeeded}>
      <p><strong>{provinceName(nomination.province)} · {nomination.title}</strong></p>
      <label class="field"><span>{w.prize}</span>
        <select value={prize.value} onChange={(event) => (prize.value = event.currentTarget.value)}>{(['first', 'second', 'third', 'special'] as const).map((one) => <option key={one} value={one}>{w[one]}</option>)}</select>
      </label>
      <Words label={w.whatFor} text={text} />
    </FormDialog>
  )
}

function Words({ label, text }: { readonly label: string; readonly text: Signal<string> }): JSX.Element {
  return <label class="field"><span>{label}</span><textarea rows={4} maxLength={2000} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} /></label>
}
