/** Tests of who can be reached: begin one, answer one's own, and how each went by channel and person. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useAction, type Action } from '../desk/useAction'
import { useEvery } from '../desk/useEvery'
import { useLoad } from '../desk/useLoad'
import { newId } from '../lib/api'
import { exact, moment, percent, took } from '../lib/format'
import { named } from '../lib/i18n'
import { companies, provinceName } from '../lib/regions'
import { can, seesNation, session } from '../lib/session'
import type { ReachDetail, ReachList, ReachPerson, ReachRow } from './types'
import { reachWords } from './reachWords'

const NATION = 'nation'
const LOOK_MS = 5000
const ORDER: readonly ReachPerson['verdict'][] = ['failed', 'no_address', 'silent', 'not_sent', 'answered']
const TONE = { answered: 'tone-ok', silent: 'tone-warn', not_sent: 'tone-tx-2', failed: 'tone-bad', no_address: 'tone-bad' } as const

function placeName(place: string): string {
  return place === NATION ? reachWords().headquarters : provinceName(place)
}

export function Reach(): JSX.Element {
  const w = reachWords()
  const [turn, setTurn] = useState(0)
  const again = (): void => setTurn((n) => n + 1)
  const list = useLoad<ReachList>('/reach-tests', turn)
  const action = useAction(again)
  const open = useSignal<string | null>(null)
  const goesOn = list.value?.items.some((one) => one.state === 'open') ?? false
  useEvery(LOOK_MS, again, goesOn)
  if (!list.value) return list.error ? <Failure error={list.error} onRetry={list.reload} /> : <Skeleton rows={5} />
  const { items, mine } = list.value
  const shown = open.value ?? items[0]?.id ?? null
  return (
    <>
      {mine.map((test) => <div key={test} class="drill-here" role="alert"><span>{w.asked}</span><Button kind="primary" size="touch" onPress={() => void action.run('here', { path: `/me/reach-tests/${test}/answer` })} busy={action.busy === 'here' && w.here}>{w.here}</Button></div>)}
      {can('reach.test') ? <Begin action={action} /> : null}
      {action.error ? <Failure error={action.error} /> : null}
      {items.length === 0 ? <Empty>{w.none}</Empty> : null}
      <ul class="drill-list">{items.map((row) => <li key={row.id}><button type="button" class="drill-card" aria-pressed={row.id === shown} onClick={() => (open.value = row.id)}><Card row={row} /></button></li>)}</ul>
      {shown ? <Detail id={shown} turn={turn} action={action} /> : null}
    </>
  )
}

function Card({ row }: { readonly row: ReachRow }): JSX.Element {
  const w = reachWords()
  return (
    <>
      <strong>{row.scope === NATION ? w.everywhere : placeName(row.scope)} · {w.whom(row.whom)}</strong>
      <span><span class={`tag ${row.state === 'open' ? 'drill-running' : ''}`}>{w.state(row.state)}</span> <span class="num tx-2">{moment(row.asked_at)}</span></span>
      <span class="tx-2">{w.answered(exact(row.answered), exact(row.asked))}{row.median_s !== null ? ` · ${w.median} ${took(row.median_s * 1000)}` : ''}{row.wakes ? ` · ${w.woke}` : ''}</span>
    </>
  )
}

function Begin({ action }: { readonly action: Action }): JSX.Element {
  const w = reachWords()
  const own = session.value?.roles.map((role) => role.scope).find((scope) => scope !== NATION)
  const scope = useSignal(seesNation() ? NATION : own ?? NATION)
  const whom = useSignal('on_duty')
  const minutes = useSignal(30)
  const wakes = useSignal(false)
  const send = (): void => void action.run('begin', { path: '/reach-tests', body: { id: newId(), scope: scope.value, whom: whom.value, wakes: wakes.value, minutes: minutes.value } })
  return (
    <section class="block drill-prepare">
      <div class="block-head"><h3>{w.begin}</h3><span>{w.hint}</span></div>
      <div class="toolbar">
        {seesNation() ? <label>{w.place} <select value={scope.value} onChange={(event) => (scope.value = event.currentTarget.value)}><option value={NATION}>{w.everywhere}</option>{companies.value.map((one) => <option key={one.adcode} value={one.adcode}>{named(one, 'name') || provinceName(one.adcode)}</option>)}</select></label> : <strong>{placeName(scope.value)}</strong>}
        <select aria-label={w.who} value={whom.value} onChange={(event) => (whom.value = event.currentTarget.value)}>{['on_duty', 'everybody'].map((one) => <option key={one} value={one}>{w.whom(one)}</option>)}</select>
        <label>{w.minutes} <input type="number" min={5} max={1440} value={minutes.value} onInput={(event) => (minutes.value = Number(event.currentTarget.value))} /></label>
        <label class="check"><input type="checkbox" checked={wakes.value} onChange={(event) => (wakes.value = event.currentTarget.checked)} /> {w.wakes}</label>
        <span class="gap" />
        <Button kind="primary" onPress={send} busy={action.busy === 'begin' && w.begin}>{w.begin}</Button>
      </div>
    </section>
  )
}

function Detail({ id, turn, action }: { readonly id: string; readonly turn: number; readonly action: Action }): JSX.Element {
  const w = reachWords()
  const { value, error, reload } = useLoad<ReachDetail>(`/reach-tests/${id}`, turn)
  if (!value) return error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={4} />
  const people = [...value.people].sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict))
  return (
    <section class="block">
      <div class="block-head"><h3>{w.result}</h3>{value.test.state === 'open' && can('reach.test') ? <Button onPress={() => void action.run('close', { path: `/reach-tests/${id}/close` })} busy={action.busy === 'close' && w.close}>{w.close}</Button> : <span>{value.test.closed_at ? w.closedAt(moment(value.test.closed_at)) : ''}</span>}</div>
      {value.channels.length === 0 ? null : <div class="table-wrap"><table class="table">
        <thead><tr><th>{w.channel}</th><th class="num">{w.pages}</th><th class="num">{w.arrived}</th><th class="num">{w.failed}</th><th class="num">{w.answers}</th><th class="num">{w.share}</th><th class="num">{w.median}</th></tr></thead>
        <tbody>{value.channels.map((one) => <tr key={one.channel}><td>{w.by(one.channel)}</td><td class="num">{exact(one.pages)}</td><td class="num">{exact(one.arrived)}</td><td class={`num ${one.failed ? 'tone-bad' : ''}`}>{exact(one.failed)}</td><td class="num">{exact(one.answered)}</td><td class="num">{one.pages ? `${percent(one.answered, one.pages)}%` : '·'}</td><td class="num">{one.median_s !== null ? took(one.median_s * 1000) : '·'}</td></tr>)}</tbody>
      </table></div>}
      <div class="table-wrap"><table class="table">
        <thead><tr><th>{w.person}</th><th>{w.place}</th><th>{w.verdict}</th><th>{w.how}</th></tr></thead>
        <tbody>{people.map((one) => <tr key={one.person_id}><td>{one.name ? named(one.name, 'name') : '·'}</td><td>{placeName(one.place)}</td><td class={TONE[one.verdict]}>{w.verdicts(one.verdict)}</td><td class="tx-2">{one.via && one.seconds !== null ? `${w.by(one.via)} · ${took(one.seconds * 1000)}` : Object.entries(one.pages).map(([channel, state]) => `${w.by(channel)} ${w.page(state)}`).join(' · ')}</td></tr>)}</tbody>
      </table></div>
    </section>
  )
}
