/** For a province: ask headquarters for help, raise an incident, see the answers. For headquarters: all of it. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { useBells } from '../desk/useBells'
import { useLoad } from '../desk/useLoad'
import { named } from '../lib/i18n'
import { can, seesNation } from '../lib/session'
import type { PersonName } from '../lib/types'
import { AskLine } from './AsksPanel'
import type { AskRow } from './asks'
import { AskForm } from './AskForm'
import { RaiseForm } from './RaiseForm'
import { taskingWords } from './words'
import './tasking.css'

export interface SeenIncident {
  readonly id: string
  readonly title_zh: string
  readonly title_en: string
  readonly state: string
}
interface Seen {
  readonly items: readonly SeenIncident[]
}
interface Asks {
  readonly items: readonly (AskRow & { readonly text: string | null; readonly answer: string | null; readonly person: PersonName | null })[]
}
const OVER = ['closed', 'reviewed', 'cancelled']
const ASKED_OR_ANSWERED = /^(HelpAsked|Ask)/

export function AsksPage(): JSX.Element {
  const w = taskingWords()
  const incidents = useLoad<Seen>('/incidents')
  const turn = useSignal(0)
  const form = useSignal<'ask' | 'raise' | null>(null)
  const again = (): void => {
    turn.value += 1
    incidents.reload()
  }
  useBells({ rosters: false, types: ASKED_OR_ANSWERED }, again)
  if (incidents.error && !incidents.value) return <Failure error={incidents.error} onRetry={incidents.reload} />
  if (!incidents.value) return <Skeleton rows={6} />
  const items = incidents.value.items
  const open = items.filter((row) => !OVER.includes(row.state))
  const done = (): void => {
    form.value = null
    again()
  }
  return (
    <div class="page"><div class="page-body upward">
      <p class="hint">{w.upwardHint}</p>
      <div class="toolbar">
        {can('ask.make') && open.length > 0 ? <Button kind="primary" size="touch" onPress={() => (form.value = 'ask')}>{w.askTitle}</Button> : null}
        {can('incident.raise') ? <Button size="touch" onPress={() => (form.value = 'raise')}>{w.raiseTitle}</Button> : null}
      </div>
      {open.length === 0 && !seesNation() ? <Empty>{w.noOpenIncident}</Empty> : null}
      {items.map((row) => <OneIncident key={row.id} incident={row} again={turn.value} onChanged={done} />)}
      {form.value === 'ask' ? <AskForm incidents={open} onDone={done} onClose={() => (form.value = null)} /> : null}
      {form.value === 'raise' ? <RaiseForm onDone={done} onClose={() => (form.value = null)} /> : null}
    </div></div>
  )
}

function OneIncident({ incident, again, onChanged }: { readonly incident: SeenIncident; readonly again: number; readonly onChanged: () => void }): JSX.Element | null {
  const w = taskingWords()
  const asks = useLoad<Asks>(`/incidents/${incident.id}/asks`, again)
  const action = useAction(onChanged)
  const rows = asks.value?.items ?? []
  if (rows.length === 0) {
    if (!asks.value || !seesNation() || OVER.includes(incident.state)) return null
    return <section class="block"><div class="block-head"><h2>{named(incident, 'title')}</h2></div><Empty>{w.noAsks}</Empty></section>
  }
  return (
    <section class="block">
      <div class="block-head">
        <h2>{named(incident, 'title')}</h2>
        {seesNation() ? <a class="button" href={`/tasking/${incident.id}?tab=asks`}>{w.answer}</a> : null}
      </div>
      <ul class="asks">
        {rows.map((ask) => (
          <li key={ask.id}>
            <AskLine ask={ask} text={ask.text ?? ''} answer={ask.answer ?? ''} person={named(ask.person, 'name')} />
            {ask.state === 'open' && can('ask.make') ? <Button size="small" busy={action.busy === ask.id && w.withdraw} onPress={() => void action.run(ask.id, { path: `/asks/${ask.id}/withdraw`, body: {} })}>{w.withdraw}</Button> : null}
          </li>
        ))}
      </ul>
      {action.error ? <Failure error={action.error} /> : null}
    </section>
  )
}
