/** Duty: who is on now, the week's roster, what is mine at the change of shifts, and mutual aid. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Failure, Skeleton } from '../components/Panel'
import { useBells } from '../desk/useBells'
import { useTurns } from '../desk/useEvery'
import { useLoad } from '../desk/useLoad'
import { can } from '../lib/session'
import { CalendarDialog } from './CalendarDialog'
import { AidBoard } from './AidBoard'
import { MinePanel } from './MinePanel'
import { NowBoard } from './NowBoard'
import { NATION, ownScopes } from './parts'
import type { Board } from './types'
import { WeekView } from './WeekView'
import { dutyWords } from './words'
import './duty.css'

const LOOK_AGAIN_MS = 20_000
const VIEWS = ['now', 'roster', 'mine', 'aid'] as const
type View = (typeof VIEWS)[number]
const AID = /^Aid/

export function DutyPage(): JSX.Element {
  const w = dutyWords()
  const [turn, again] = useTurns(LOOK_AGAIN_MS)
  const view = useSignal<View>(VIEWS.find((one) => one === location.hash.slice(1)) ?? 'now')
  const scope = useSignal(ownScopes()[0] ?? NATION)
  const calendar = useSignal(false)
  useBells({ rosters: true, types: view.value === 'aid' ? AID : null }, again)
  const open = (next: View): void => {
    view.value = next
    history.replaceState(null, '', `#${next}`)
  }
  return (
    <div class="page">
      <div class="page-head duty-head">
        <div class="segmented" role="tablist">{VIEWS.map((one) => <button key={one} type="button" role="tab" aria-selected={view.value === one} aria-pressed={view.value === one} onClick={() => open(one)}>{w[one]}</button>)}</div>
        <span class="gap" />
        <Button onPress={() => (calendar.value = true)}>{w.calendar}</Button>
        {can('phonebook.read') ? <a class="button button-plain button-normal" href="/phonebook">{w.phonebook}</a> : null}
      </div>
      <div class="page-body">
        {view.value === 'now' ? <Now turn={turn} onOpen={(place) => {
          scope.value = place
          open('roster')
        }} /> : null}
        {view.value === 'roster' ? <WeekView scope={scope.value} turn={turn} again={again} onScope={(to) => (scope.value = to)} /> : null}
        {view.value === 'mine' ? <MinePanel turn={turn} again={again} /> : null}
        {view.value === 'aid' ? <AidBoard turn={turn} again={again} /> : null}
      </div>
      {calendar.value ? <CalendarDialog onClose={() => (calendar.value = false)} /> : null}
    </div>
  )
}

function Now({ turn, onOpen }: { readonly turn: number; readonly onOpen: (scope: string) => void }): JSX.Element {
  const list = useLoad<Board>('/duty', turn)
  if (!list.value) return list.error ? <Failure error={list.error} onRetry={list.reload} /> : <Skeleton rows={10} />
  return <NowBoard board={list.value} onOpen={(scope) => (scope === NATION && !ownScopes().includes(NATION) ? undefined : onOpen(scope))} />
}
