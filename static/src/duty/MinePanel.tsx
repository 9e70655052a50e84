/** What is mine at the change of shifts: shifts, swaps that wait, handovers to give and to take. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { ReasonDialog } from '../desk/ReasonDialog'
import { useAction } from '../desk/useAction'
import { useLoad } from '../desk/useLoad'
import { can, session } from '../lib/session'
import { now } from '../lib/worldclock'
import { commonWords } from '../locales/common'
import { HandOverDialog, HandoverTasks } from './HandOver'
import { personName, placeName, spanText, when } from './parts'
import type { Handover, Mine, People, Shift } from './types'
import { dutyWords } from './words'

export function MinePanel({ turn, again }: { readonly turn: number; readonly again: () => void }): JSX.Element {
  const w = dutyWords()
  const list = useLoad<Mine>('/duty/mine', turn)
  const giving = useSignal<Shift | null>(null)
  if (!list.value) return list.error ? <Failure error={list.error} onRetry={list.reload} /> : <Skeleton rows={6} />
  const mine = list.value
  const asked = mine.swaps.length + mine.handovers.length
  return (
    <div class="duty-mine">
      <section class="block">
        <div class="block-head"><h2>{w.requests}</h2></div>
        {asked === 0 ? <p class="tx-2">{commonWords().nothing}</p> : null}
        <ul class="duty-cards">
          {mine.handovers.map((one) => <HandoverCard key={one.id} handover={one} people={mine.people} again={again} onGive={() => (giving.value = mine.shifts.find((shift) => shift.id === one.shift_id) ?? null)} />)}
          {mine.swaps.map((swap) => <SwapCard key={swap.id} mine={mine} swap={swap} again={again} />)}
        </ul>
      </section>
      <section class="block">
        <div class="block-head"><h2>{w.myShifts}</h2></div>
        {mine.shifts.length === 0 ? <Empty>{w.emptyMine}</Empty> : null}
        <ul class="duty-cards">{mine.shifts.map((shift) => <ShiftCard key={shift.id} shift={shift} people={mine.people} onGive={() => (giving.value = shift)} />)}</ul>
      </section>
      <Recent turn={turn} />
      {giving.value ? <HandOverDialog shift={giving.value} again={again} onClose={() => (giving.value = null)} /> : null}
    </div>
  )
}

function ShiftCard({ shift, people, onGive }: { readonly shift: Shift; readonly people: People; readonly onGive: () => void }): JSX.Element {
  const w = dutyWords()
  const running = Date.parse(shift.starts_at) <= now.value && Date.parse(shift.ends_at) > now.value
  const begun = Date.parse(shift.starts_at) <= now.value
  return (
    <li class={`duty-card ${running ? 'duty-running' : ''}`}>
      <strong class="num">{spanText(shift.starts_at, shift.ends_at)}</strong>
      <span class="tx-2">{placeName(shift.scope)}{shift.deputy_id ? ` · ${w.deputy} ${personName(people, shift.deputy_id)}` : ''}</span>
      {begun && can('duty.hand_over') ? <Button kind={running ? 'plain' : 'primary'} onPress={onGive}>{w.handOver}</Button> : null}
    </li>
  )
}

function HandoverCard({ handover, people, again, onGive }: { readonly handover: Handover; readonly people: People; readonly again: () => void; readonly onGive: () => void }): JSX.Element {
  const w = dutyWords()
  const action = useAction(again)
  const declining = useSignal(false)
  const mine = handover.from_person === session.value?.person.id
  return (
    <li class="duty-card duty-asked">
      <strong>{mine ? w.handMine : w.handIncoming(personName(people, handover.from_person))}</strong>
      <span class={Date.parse(handover.due_at) < now.value ? 'bad' : 'late'}>{w.due(when(handover.due_at))}</span>
      {mine ? <span class="tx-2">{handover.to_person ? `${personName(people, handover.to_person)} · ` : ''}{w.state(handover.state)}</span> : <HandoverTasks id={handover.id} />}
      {action.error ? <Failure error={action.error} /> : null}
      <span class="duty-acts">
        {mine ? <Button kind="primary" onPress={onGive}>{w.handOver}</Button> : (
          <>
            <Button kind="primary" busy={action.busy === 'accept' && commonWords().working} onPress={() => void action.run('accept', { path: `/duty/handovers/${handover.id}/accept` })}>{w.acceptHand}</Button>
            <Button onPress={() => (declining.value = true)}>{w.decline}</Button>
          </>
        )}
      </span>
      {declining.value ? <ReasonDialog title={w.decline} go={w.decline} action={action} onClose={() => (declining.value = false)} onSend={(reason) => action.run('decline', { path: `/duty/handovers/${handover.id}/decline`, body: { reason } })} /> : null}
    </li>
  )
}

function SwapCard({ mine, swap, again }: { readonly mine: Mine; readonly swap: Mine['swaps'][number]; readonly again: () => void }): JSX.Element {
  const w = dutyWords()
  const action = useAction(again)
  const incoming = swap.to_person === session.value?.person.id
  const span = swap.shift ? spanText(swap.shift.starts_at, swap.shift.ends_at) : ''
  const act = (name: string): void => void action.run(name, { path: `/duty/swaps/${swap.id}/${name}` })
  return (
    <li class="duty-card duty-asked">
      <strong>{incoming ? w.swapIncoming(personName(mine.people, swap.from_person), span) : w.swapOutgoing(personName(mine.people, swap.to_person), span)}{incoming && swap.other ? w.swapFor(spanText(swap.other.starts_at, swap.other.ends_at)) : ''}</strong>
      {swap.reason ? <span class="tx-2">{swap.reason}</span> : null}
      {action.error ? <Failure error={action.error} /> : null}
      <span class="duty-acts">{incoming ? <><Button kind="primary" onPress={() => act('accept')}>{w.accept}</Button><Button onPress={() => act('decline')}>{w.declineSwap}</Button></> : <Button onPress={() => act('withdraw')}>{w.withdraw}</Button>}</span>
    </li>
  )
}

function Recent({ turn }: { readonly turn: number }): JSX.Element {
  const w = dutyWords()
  const list = useLoad<{ items: readonly Handover[]; people: People }>('/duty/handovers', turn)
  const value = list.value
  return (
    <section class="block">
      <div class="block-head"><h2>{w.recent}</h2></div>
      {!value ? <Skeleton rows={3} /> : value.items.length === 0 ? <Empty>{w.emptyRecent}</Empty> : (
        <div class="table-wrap"><table class="table duty-recent">
          <thead><tr><th>{w.place}</th><th>{w.from}</th><th>{w.to}</th><th>{w.handovers}</th><th class="num">{w.updated}</th></tr></thead>
          <tbody>{value.items.map((one) => (
            <tr key={one.id}>
              <td><strong>{placeName(one.scope)}</strong></td><td data-label={w.from}>{personName(value.people, one.from_person)}</td>
              <td data-label={w.to}>{personName(value.people, one.settled_to ?? one.to_person) || '·'}</td>
              <td data-label={w.handovers}><span class={one.state === 'flagged' ? 'bad' : one.state === 'accepted' ? 'ok' : 'late'}>{w.state(one.state)}</span>{one.note ? <span class="tx-2"> · {one.note}</span> : null}</td>
              <td class="num" data-label={w.updated}>{when(one.settled_at ?? one.opened_at)}</td>
            </tr>
          ))}</tbody>
        </table></div>
      )}
    </section>
  )
}
