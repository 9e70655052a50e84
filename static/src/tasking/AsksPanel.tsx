/** What provinces ask of headquarters, each with the clock of its answer; raised incidents are decided here too. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { language, named } from '../lib/i18n'
import { clock, day, moment } from '../lib/format'
import { provinceName } from '../lib/regions'
import { can } from '../lib/session'
import type { Store } from '../lib/store'
import { countdown, now } from '../lib/worldclock'
import { AnswerDialog } from './AnswerDialog'
import { sortedAsks, type AskRow } from './asks'
import { taskingWords } from './words'
import './tasking.css'

export function AsksPanel({ store }: { readonly store: Store }): JSX.Element {
  const w = taskingWords()
  const answering = useSignal<AskRow | null>(null)
  const rows = sortedAsks(store.asks.value)
  return (
    <section class="block">
      {rows.length === 0 ? <p class="hint">{w.noAsks}</p> : (
        <ul class="asks">
          {rows.map((ask) => (
            <li key={ask.id}>
              <AskLine ask={ask} text={store.text(ask.ask_text) ?? ''} answer={store.text(ask.answer_text) ?? ''} person={named(store.people.value[ask.person_id], 'name')} />
              {ask.state === 'open' && can('ask.answer') ? <Button size="small" kind="primary" onPress={() => (answering.value = ask)}>{w.answer}</Button> : null}
            </li>
          ))}
        </ul>
      )}
      {answering.value ? <AnswerDialog store={store} ask={answering.value} onClose={() => (answering.value = null)} /> : null}
    </section>
  )
}

interface AskLineProps {
  readonly ask: Pick<AskRow, 'kind' | 'province' | 'quantity' | 'needed_by' | 'asked_at' | 'answer_due_at' | 'state'>
  readonly text: string
  readonly answer: string
  readonly person: string
}

export function AskLine({ ask, text, answer, person }: AskLineProps): JSX.Element {
  const w = taskingWords()
  const due = countdown(Date.parse(ask.answer_due_at), now.value, language.value)
  return (
    <div class="ask">
      <p>
        <strong>{provinceName(ask.province)} · {w.ask(ask.kind)}{ask.quantity === null ? '' : ` ${w.quantity(ask.quantity)}`}</strong>
        <span class="tag">{w.askState(ask.state)}</span>
        {ask.state === 'open' ? <span class={`num ${due.late ? 'late' : 'tx-2'}`} title={moment(ask.answer_due_at)}>{due.late ? w.answerLate : w.answerDue} {due.text}</span> : null}
      </p>
      <p>{text}</p>
      <p class="tx-2">{[person, `${day(ask.asked_at)} ${clock(ask.asked_at)}`, ask.needed_by ? w.neededBy(`${day(ask.needed_by)} ${clock(ask.needed_by)}`) : ''].filter(Boolean).join(' · ')}</p>
      {answer ? <p class="ask-answer">{answer}</p> : null}
    </div>
  )
}
