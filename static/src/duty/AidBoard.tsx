/** Mutual aid: who needs what, who was asked, what each offered, what headquarters committed. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { ReasonDialog } from '../desk/ReasonDialog'
import { useAction } from '../desk/useAction'
import { useLoad } from '../desk/useLoad'
import { exact } from '../lib/format'
import { named, said } from '../lib/i18n'
import { regionName } from '../lib/regions'
import { can, seesNation } from '../lib/session'
import { now } from '../lib/worldclock'
import { commonWords } from '../locales/common'
import { AskDialog, OfferDialog, RequestDialog } from './AidDialogs'
import { AnswerClock, NATION, placeName, when } from './parts'
import type { Aid, AidPart, AidRequest } from './types'
import { dutyWords } from './words'

export function AidBoard({ turn, again }: { readonly turn: number; readonly again: () => void }): JSX.Element {
  const w = dutyWords()
  const list = useLoad<Aid>('/aid', turn)
  const asking = useSignal(false)
  if (!list.value) return list.error ? <Failure error={list.error} onRetry={list.reload} /> : <Skeleton rows={6} />
  const aid = list.value
  const ask = can('aid.request') ? <Button kind="primary" onPress={() => (asking.value = true)}>{w.aidNew}</Button> : null
  return (
    <div class="duty-mine">
      <section class="block">
        <div class="block-head"><h2>{w.aid}</h2>{ask}</div>
        {aid.requests.length === 0 ? <Empty>{w.aidEmpty}</Empty> : null}
        <ul class="duty-cards">{aid.requests.map((request) => <RequestCard key={request.id} request={request} aid={aid} again={again} />)}</ul>
      </section>
      {seesNation() ? null : (
        <section class="block">
          <div class="block-head"><h2>{w.aidAsked}</h2></div>
          {aid.parts.length === 0 ? <p class="tx-2">{w.aidEmptyAsked}</p> : null}
          <ul class="duty-cards">{aid.parts.map((part) => <AskedCard key={part.id} part={part} aid={aid} again={again} />)}</ul>
        </section>
      )}
      {asking.value ? <RequestDialog aid={aid} onDone={again} onClose={() => (asking.value = false)} /> : null}
    </div>
  )
}

function kindName(aid: Aid, kind: string): string {
  return said(aid.kinds[kind]) || kind
}

function RequestCard({ request, aid, again }: { readonly request: AidRequest; readonly aid: Aid; readonly again: () => void }): JSX.Element {
  const w = dutyWords()
  const doing = useSignal<'ask' | 'cancel' | null>(null)
  const action = useAction(again)
  const open = request.state === 'requested' || request.state === 'committed'
  const got = Object.values(request.commitments).reduce((sum, count) => sum + count, 0)
  const parts = aid.parts.filter((part) => part.request_id === request.id)
  return (
    <li class={`duty-card ${open && got < request.quantity ? 'duty-asked' : ''}`}>
      <header><strong>{w.needs(placeName(request.province ?? NATION))}: {kindName(aid, request.kind)} × {exact(request.quantity)}</strong><span class="tag">{w.state(request.state)}</span></header>
      <span class="tx-2">{regionName(request.region)} · {w.byUntil(when(request.needed_by), when(request.until))}{request.incident ? ` · ${named(request.incident, 'title')}` : ''}</span>
      {request.what ? <p>{request.what}</p> : null}
      <span class={got < request.quantity && open ? 'late' : 'ok'}>{w.got(exact(got), exact(request.quantity))}</span>
      {awaitsFirstStep(request, parts) ? <AnswerClock due={request.answer_due_at} /> : null}
      {seesNation() ? (parts.length ? <ul class="duty-parts">{parts.map((part) => <PartLine key={part.id} part={part} action={action} />)}</ul> : open ? <span class="tx-2">{w.noneAsked}</span> : null) : (
        <ul class="duty-parts">{Object.entries(request.commitments).map(([province, count]) => <li key={province}><strong>{placeName(province)}</strong><span>{w.lent(exact(count))}</span></li>)}</ul>
      )}
      {action.error ? <Failure error={action.error} /> : null}
      {open ? (
        <span class="duty-acts">
          {can('aid.direct') ? <Button kind={parts.length ? 'plain' : 'primary'} onPress={() => (doing.value = 'ask')}>{w.askProvinces}</Button> : null}
          {can('aid.request') ? <Button onPress={() => (doing.value = 'cancel')}>{w.cancelAid}</Button> : null}
        </span>
      ) : null}
      {doing.value === 'ask' ? <AskDialog request={request} parts={parts} onDone={again} onClose={() => (doing.value = null)} /> : null}
      {doing.value === 'cancel' ? <ReasonDialog title={w.cancelAid} go={w.cancelAid} action={action} onClose={() => (doing.value = null)} onSend={(reason) => action.run('cancel', { path: `/aid/${request.id}/cancel`, body: { reason }, revision: request.revision })} /> : null}
    </li>
  )
}

/** Headquarters has asked nobody yet. A province is not told whom others asked, so there the clock ends with its time. */
function awaitsFirstStep(request: AidRequest, parts: readonly AidPart[]): boolean {
  if (request.state !== 'requested' || request.answer_due_at === null) return false
  return seesNation() ? parts.length === 0 : Date.parse(request.answer_due_at) > now.value
}

function PartLine({ part, action }: { readonly part: AidPart; readonly action: ReturnType<typeof useAction> }): JSX.Element {
  const w = dutyWords()
  const act = (name: 'commit' | 'release'): void => void action.run(`${name} ${part.id}`, { path: `/aid/parts/${part.id}/${name}`, body: {}, revision: part.revision })
  const tone = part.state === 'declined' ? 'bad' : part.state === 'committed' ? 'ok' : part.state === 'accepted' ? 'late' : 'tx-2'
  return (
    <li>
      <strong>{placeName(part.province)}</strong>
      <span class={tone}>{part.state === 'accepted' ? w.offers(exact(part.offered ?? 0)) : part.state === 'committed' ? w.lent(exact(part.committed ?? 0)) : w.state(part.state)}{part.available_at && part.state !== 'declined' ? ` · ${w.at(when(part.available_at))}` : ''}{part.answer ? ` · ${part.answer}` : ''}</span>
      {part.state === 'asked' ? <AnswerClock due={part.answer_due_at} /> : null}
      {can('aid.direct') && part.state === 'accepted' ? <Button size="small" kind="primary" busy={action.busy === `commit ${part.id}` && commonWords().working} onPress={() => act('commit')}>{w.commit}</Button> : null}
      {can('aid.direct') && part.state === 'committed' ? <Button size="small" busy={action.busy === `release ${part.id}` && commonWords().working} onPress={() => act('release')}>{w.release}</Button> : null}
    </li>
  )
}

function AskedCard({ part, aid, again }: { readonly part: AidPart; readonly aid: Aid; readonly again: () => void }): JSX.Element {
  const w = dutyWords()
  const doing = useSignal<'offer' | 'decline' | null>(null)
  const action = useAction(again)
  const answers = can('aid.answer') && ['asked', 'accepted', 'declined'].includes(part.state)
  return (
    <li class={`duty-card ${part.state === 'asked' ? 'duty-asked' : ''}`}>
      <header><strong>{w.forPlace(placeName(part.for_scope))}: {kindName(aid, part.kind)} × {exact(part.quantity)}</strong><span class="tag">{w.state(part.state)}</span></header>
      <span class="tx-2">{regionName(part.region)} · {w.byUntil(when(part.needed_by), when(part.until))}{part.incident ? ` · ${named(part.incident, 'title')}` : ''}</span>
      {part.state === 'asked' ? <AnswerClock due={part.answer_due_at} /> : null}
      {part.what ? <p>{part.what}</p> : null}
      {part.offered !== null ? <span>{part.committed !== null ? w.lent(exact(part.committed)) : w.offers(exact(part.offered))}{part.available_at ? ` · ${w.at(when(part.available_at))}` : ''}</span> : null}
      {part.answer ? <span class="tx-2">{part.answer}</span> : null}
      {action.error ? <Failure error={action.error} /> : null}
      {answers ? (
        <span class="duty-acts">
          {part.state !== 'accepted' ? <Button kind="primary" onPress={() => (doing.value = 'offer')}>{w.offer}</Button> : null}
          {part.state !== 'declined' ? <Button onPress={() => (doing.value = 'decline')}>{w.cannot}</Button> : null}
        </span>
      ) : null}
      {doing.value === 'offer' ? <OfferDialog part={part} onDone={again} onClose={() => (doing.value = null)} /> : null}
      {doing.value === 'decline' ? <ReasonDialog title={w.cannot} go={w.cannot} action={action} onClose={() => (doing.value = null)} onSend={(reason) => action.run('decline', { path: `/aid/parts/${part.id}/decline`, body: { reason }, revision: part.revision })} /> : null}
    </li>
  )
}
