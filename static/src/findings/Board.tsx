/** The board of one incident's findings: found → assigned → mended → verified, beside what rules found (picture 06). */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Failure, Skeleton } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { useLoad } from '../desk/useLoad'
import { exact } from '../lib/format'
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { can } from '../lib/session'
import { commonWords } from '../locales/common'
import { FindingDrawer } from './FindingDrawer'
import { NoteDialog, type NoteAbout } from './NoteDialog'
import { Card, MomentLink } from './parts'
import type { Figures, Finding, FindingList, FindingState, Fired } from './types'
import { findingWords } from './words'
import './findings.css'

const COLUMNS: readonly FindingState[] = ['found', 'assigned', 'mended', 'verified']

interface BoardProps {
  readonly incident: string
  /** Where an observation is to be noted: set from the timeline, null while nobody notes one. */
  readonly noting: NoteAbout | null
  readonly onNote: (about: NoteAbout | null) => void
}

export function Board({ incident, noting, onNote }: BoardProps): JSX.Element {
  const w = findingWords()
  const list = useLoad<FindingList>(`/findings?incident=${incident}`)
  const fired = useLoad<{ readonly items: readonly Fired[] }>(`/incidents/${incident}/fired`, list.value)
  const figures = useLoad<Figures>('/findings/figures')
  const open = useSignal<string | null>(null)
  if (!list.value) return list.error ? <Failure error={list.error} onRetry={list.reload} /> : <Skeleton rows={6} />
  const items = list.value.items
  const of = (state: FindingState): readonly Finding[] => items.filter((one) => one.state === state)
  const counted = COLUMNS.map((state) => of(state).length)
  return (
    <section class="block findings">
      <div class="block-head">
        <h2>{w.title} <span class="tx-2 num">{w.sum(exact(counted.reduce((a, b) => a + b, 0)), counted.join(' + '))}</span></h2>
        <span class="toolbar">
          <a class="button button-small" href={`/findings?incident=${incident}`}>{w.allFindings}</a>
          <a class="button button-small" href={`/meetings?incident=${incident}`}>{w.meetings}</a>
          <a class="button button-small" href="/walk">{w.walk}</a>
          {can('finding.note') ? <Button size="small" onPress={() => onNote({})}>＋ {w.note}</Button> : null}
        </span>
      </div>
      <div class="findings-columns">
        {COLUMNS.map((state) => (
          <Column key={state} state={state} items={of(state)} onOpen={(id) => (open.value = id)} />
        ))}
      </div>
      <Hints incident={incident} fired={fired.value?.items ?? null} onTaken={list.reload} />
      {open.value ? <FindingDrawer id={open.value} figures={figures.value} onChanged={list.reload} onClose={() => (open.value = null)} /> : null}
      {noting ? <NoteDialog incident={incident} about={noting} figures={figures.value} onDone={() => { onNote(null); list.reload() }} onClose={() => onNote(null)} /> : null}
    </section>
  )
}

/** Cards that a column shows before it is asked for all of them. */
const FIRST = 6

function Column({ state, items, onOpen }: { readonly state: FindingState; readonly items: readonly Finding[]; readonly onOpen: (id: string) => void }): JSX.Element {
  const w = findingWords()
  const whole = useSignal(false)
  const shown = whole.value ? items : items.slice(0, FIRST)
  return (
    <section>
      <h3>{w.state(state)} <span class="num tx-2">{items.length}</span></h3>
      <ul>{shown.map((one) => <Card key={one.id} finding={one} onOpen={onOpen} />)}</ul>
      {items.length === 0 ? <p class="hint">{w.none}</p> : null}
      {items.length > shown.length ? <Button size="small" onPress={() => (whole.value = true)}>{w.others(exact(items.length - shown.length))}</Button> : null}
    </section>
  )
}

function Hints({ incident, fired, onTaken }: { readonly incident: string; readonly fired: readonly Fired[] | null; readonly onTaken: () => void }): JSX.Element {
  const w = findingWords()
  const action = useAction(onTaken)
  const waiting = (fired ?? []).filter((one) => one.finding === null)
  const whole = useSignal(false)
  const shown = whole.value ? waiting : waiting.slice(0, FIRST)
  const take = (keys: readonly string[], name: string): void => void action.run(name, { path: `/incidents/${incident}/fired/take-up`, body: { keys } })
  return (
    <section class="block findings-hints">
      <div class="block-head">
        <h3>{w.hints} <span class="num tx-2">{fired === null ? '' : waiting.length}</span></h3>
        {waiting.length > 0 && can('finding.take_up') ? <Button size="small" busy={action.busy === 'all' && commonWords().working} onPress={() => take(waiting.map((one) => one.key), 'all')}>{w.takeAll(exact(waiting.length))}</Button> : null}
      </div>
      <p class="hint">{fired !== null && waiting.length === 0 ? w.noHints : w.hintsHint}</p>
      {action.error ? <Failure error={action.error} /> : null}
      <ul>
        {shown.map((one) => (
          <li key={one.key}>
            <span>{one.province ? `${provinceName(one.province)} · ` : ''}<b>{named(one, 'rule')}</b> {named(one, 'say')}</span>
            <span class="findings-evidence">{one.evidence.slice(0, 3).map((position) => <MomentLink key={position} incident={incident} position={position} />)}{one.evidence.length > 3 ? <span class="tx-3">+{one.evidence.length - 3}</span> : null}</span>
            {can('finding.take_up') ? <Button size="small" busy={action.busy === one.key && commonWords().working} onPress={() => take([one.key], one.key)}>{w.takeUp}</Button> : null}
          </li>
        ))}
      </ul>
      {waiting.length > shown.length ? <Button size="small" onPress={() => (whole.value = true)}>{w.others(exact(waiting.length - shown.length))}</Button> : null}
    </section>
  )
}
