/** Headquarters answers a province: accepts with what it has set going or in words, or declines with a reason. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useLoad } from '../desk/useLoad'
import { post } from '../lib/api'
import { named } from '../lib/i18n'
import type { Store } from '../lib/store'
import { AlikeHint, useAlikeTo } from '../live/actions/Alike'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import type { AskRow } from './asks'
import { taskingWords } from './words'

interface Seen {
  readonly items: readonly { readonly id: string; readonly title_zh: string; readonly title_en: string; readonly state: string }[]
}

export function AnswerDialog({ store, ask, onClose }: { readonly store: Store; readonly ask: AskRow; readonly onClose: () => void }): JSX.Element {
  const w = taskingWords()
  const isRaised = ask.kind === 'incident'
  const choices = isRaised ? (['declare', 'merge', 'decline'] as const) : (['accept', 'decline'] as const)
  const choice = useSignal<'accept' | 'declare' | 'merge' | 'decline'>(isRaised ? 'declare' : 'accept')
  const [text, thing, into] = [useSignal(''), useSignal(''), useSignal('')]
  const incidents = useLoad<Seen>(isRaised ? '/incidents' : null)
  const offered = useAlikeTo(isRaised ? ask.incident_id : null)
  const submit = useSubmit()
  const words = text.value.trim() || null
  const things = [
    ...store.measures.value.filter((row) => row.state !== 'cancelled').map((row) => ({ id: `measure:${row.id}`, title: `${w.kindMeasure} · ${named(row, 'title')}` })),
    ...store.tasks.value.filter((row) => row.province === ask.province && row.state !== 'cancelled').slice(0, 200).map((row) => ({ id: `task:${row.id}`, title: `${w.kindTask} · ${named(row, 'title')}` })),
  ]
  const target = into.value || (offered.find((one) => one.kind === 'duplicate_of')?.id ?? '')
  const send = (): void => submit.run((options) => {
    if (isRaised) return post(`/asks/${ask.id}/decide`, { decision: choice.value, into: choice.value === 'merge' ? target : null, text: words }, options)
    const [kind, id] = thing.value.split(':')
    const points = choice.value === 'accept' && id ? { answer_kind: kind, answer_id: id } : {}
    return post(`/asks/${ask.id}/answer`, { accepted: choice.value === 'accept', text: words, ...points }, { ...options, revision: ask.revision })
  }, onClose)
  const missing = choice.value === 'decline' && !words ? w.whyDecline : choice.value === 'merge' && !target ? w.chooseIncident : false
  const others = (incidents.value?.items ?? []).filter((row) => row.id !== ask.incident_id && !['closed', 'reviewed', 'cancelled'].includes(row.state))
  return (
    <FormDialog title={`${w.answer} · ${w.ask(ask.kind)}`} submit={submit} onClose={onClose} onSubmit={send} action={w[choice.value]} missing={missing}>
      <p>{store.text(ask.ask_text)}</p>
      <AlikeHint offered={offered} />
      <span class="segmented" role="group">
        {choices.map((one) => <button key={one} type="button" aria-pressed={choice.value === one} onClick={() => (choice.value = one)}>{w[one]}</button>)}
      </span>
      {choice.value === 'merge' ? (
        <label class="field"><span>{w.into}</span>
          <select value={target} onChange={(event) => (into.value = event.currentTarget.value)}>
            <option value="">{w.chooseIncident}</option>
            {others.map((row) => <option key={row.id} value={row.id}>{named(row, 'title')}</option>)}
          </select>
        </label>
      ) : null}
      {choice.value === 'accept' ? (
        <label class="field"><span>{w.pointsTo}</span>
          <select value={thing.value} onChange={(event) => (thing.value = event.currentTarget.value)}>
            <option value="">{w.kindNone}</option>
            {things.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}
          </select>
        </label>
      ) : null}
      <label class="field"><span>{w.answerText}</span><textarea rows={3} maxLength={4000} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} /></label>
    </FormDialog>
  )
}
