/** Choose a sheet, fill it while walking, hand it in; and what was walked. Made for a phone in one hand. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../components/Button'
import { Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { newId, post, Problem } from '../lib/api'
import { said } from '../lib/i18n'
import { can, seesNation, session } from '../lib/session'
import { now } from '../lib/worldclock'
import { SheetForm } from './SheetForm'
import type { Sheet, Walks } from './types'
import { asBody, drop, keep, kept, meaning, type Filled } from './unsent'
import { Walked } from './Walked'
import { walkWords } from './words'
import '../findings/findings.css'
import './walk.css'

interface Seen {
  readonly items: readonly { readonly id: string; readonly title_zh: string; readonly title_en: string; readonly state: string }[]
}

export function WalkPage(): JSX.Element {
  const w = walkWords()
  const person = session.value?.person.id ?? ''
  const sheets = useLoad<{ readonly items: readonly Sheet[] }>('/walk-sheets')
  const incidents = useLoad<Seen>('/incidents')
  const walks = useLoad<Walks>('/walk-throughs')
  const mine = useSignal<readonly Filled[]>(kept(person))
  // the address names the sheet that is open, so that a page which was closed or read anew opens it again
  const open = useSignal<string | null>(location.hash.slice(1) || null)
  useEffect(() => history.replaceState(null, '', open.value ? `#${open.value}` : location.pathname), [open.value])
  const told = useSignal('')
  const refused = useSignal<unknown>(null)
  const again = (): void => void (mine.value = kept(person))
  const save = (filled: Filled): void => {
    keep(person, filled)
    again()
  }
  const send = async (): Promise<void> => {
    for (const filled of kept(person).filter((one) => one.done)) {
      try {
        await post('/walk-throughs', asBody(filled), { key: filled.id })
        told.value = w.sent
      } catch (failure) {
        const means = failure instanceof Problem ? meaning(failure.status, failure.code) : 'wrong'
        if (means === 'later') return
        if (means === 'wrong') {
          refused.value = failure
          keep(person, { ...filled, done: false })
          continue
        }
      } finally {
        again()
      }
      drop(person, filled.id)
      again()
      walks.reload()
    }
  }
  useEffect(() => {
    const heard = (): void => void send()
    heard()
    addEventListener('online', heard)
    return () => removeEventListener('online', heard)
  }, [])
  if (!sheets.value) return sheets.error ? <Failure error={sheets.error} onRetry={sheets.reload} /> : <Skeleton rows={8} />
  const begin = (sheet: Sheet): void => {
    const running = incidents.value?.items.find((one) => !['closed', 'reviewed', 'cancelled'].includes(one.state)) ?? incidents.value?.items[0]
    const filled: Filled = {
      id: newId(), sheet: sheet.name, incident: running?.id ?? null, scope: seesNation() ? 'nation' : (session.value?.rooms[0] ?? 'nation'), region: null,
      walked_at: new Date(now.peek()).toISOString(), answers: {}, done: false,
    }
    save(filled)
    open.value = filled.id
  }
  const filled = mine.value.find((one) => one.id === open.value && !one.done)
  const sheet = filled && sheets.value.items.find((one) => one.name === filled.sheet)
  const waiting = mine.value.filter((one) => one.done).length
  return (
    <div class="page"><div class="page-body walk">
      {waiting > 0 ? <p class="banner" role="status">{w.unsent(waiting)}</p> : null}
      {told.value ? <p class="note" role="status">{told.value}</p> : null}
      {refused.value ? <Failure error={refused.value} /> : null}
      {filled && sheet ? (
        <SheetForm
          sheet={sheet} filled={filled} incidents={incidents.value?.items ?? []} onChange={save} onLeave={() => (open.value = null)}
          onDiscard={() => { drop(person, filled.id); open.value = null; again() }}
          onHandIn={() => { save({ ...filled, done: true }); open.value = null; refused.value = null; document.getElementById('content')?.scrollTo(0, 0); scrollTo(0, 0); void send() }}
        />
      ) : (
        <Choose sheets={sheets.value.items} mine={mine.value.filter((one) => !one.done)} onBegin={begin} onOpen={(id) => (open.value = id)} />
      )}
      {walks.value && !filled ? <Walked walks={walks.value} sheets={sheets.value.items} /> : null}
    </div></div>
  )
}

function Choose({ sheets, mine, onBegin, onOpen }: { readonly sheets: readonly Sheet[]; readonly mine: readonly Filled[]; readonly onBegin: (sheet: Sheet) => void; readonly onOpen: (id: string) => void }): JSX.Element {
  const w = walkWords()
  return (
    <section class="block">
      <p class="hint">{w.hint}</p>
      <ul class="walk-sheets">
        {sheets.map((sheet) => {
          const begun = mine.filter((one) => one.sheet === sheet.name)
          return (
            <li key={sheet.name}>
              <h2>{said(sheet.title)}</h2>
              <p class="tx-2">{w.as(sheet.walked_as)} · {w.questions(sheet.questions.length)} · {w.minutes(sheet.minutes)}</p>
              <p>{w.when}: {said(sheet.when)}</p>
              <p class="hint">{w.source}: {said(sheet.source)}</p>
              <div class="toolbar">
                {begun.map((one) => <Button key={one.id} size="touch" kind="primary" onPress={() => onOpen(one.id)}>{w.goOn} ({Object.keys(one.answers).length}/{sheet.questions.length})</Button>)}
                {can('finding.note') ? <Button size="touch" kind={begun.length > 0 ? 'plain' : 'primary'} onPress={() => onBegin(sheet)}>{w.begin}</Button> : null}
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
