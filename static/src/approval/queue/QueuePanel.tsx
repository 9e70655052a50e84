/** The queue of exceptions across measures: reasons grouped, then tried again, handed to a person, or closed. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../../components/Button'
import { Empty, Failure, Skeleton } from '../../components/Panel'
import { offerUndo } from '../../components/UndoBar'
import { ReasonDialog } from '../../desk/ReasonDialog'
import { SortTable, type Column } from '../../desk/SortTable'
import { useAction } from '../../desk/useAction'
import { useLoad } from '../../desk/useLoad'
import { exact, orDot } from '../../lib/format'
import { language, named } from '../../lib/i18n'
import { provinceName, regionName } from '../../lib/regions'
import { can } from '../../lib/session'
import type { Store } from '../../lib/store'
import { commonWords } from '../../locales/common'
import { useSettled } from '../settled'
import { failureName } from '../words'
import { HandOver } from './HandOver'
import { STATES, type Case, type CaseState, type Queue, type ReasonGroup } from './types'
import './queue.css'
import { queueWords } from './words'

const NOTHING: ReadonlySet<string> = new Set()

export function QueuePanel({ store }: { readonly store: Store }): JSX.Element {
  const w = queueWords()
  const state = useSignal<CaseState | ''>('open')
  const reason = useSignal('')
  const picked = useSignal(NOTHING)
  const asking = useSignal<'hand-over' | 'close' | null>(null)
  const settled = useSettled(store, null)
  const query = new URLSearchParams(Object.entries({ state: state.value, reason: reason.value }).filter(([, value]) => value)).toString()
  const list = useLoad<Queue>(`/incidents/${store.incidentId}/exceptions?${query}`, settled)
  const action = useAction(list.reload)
  const told = list.value
  const chosen = (told?.items ?? []).filter((item) => picked.value.has(item.id))
  const toCases = chosen.map((item) => ({ batch: item.batch, reason: item.reason }))
  async function send(name: string, body: unknown): Promise<boolean> {
    const done = await action.run(name, { path: `/incidents/${store.incidentId}/exceptions/${name}`, body })
    if (done) {
      picked.value = NOTHING
      offerUndo(w.done, null, 4)
    }
    return done
  }
  const show = (next: CaseState | ''): void => {
    state.value = next
    picked.value = NOTHING
  }
  if (!told) return list.error ? <Failure error={list.error} onRetry={list.reload} /> : <Skeleton rows={8} />
  if (told.groups.length === 0) return <Empty>{w.empty}</Empty>
  return (
    <section class="block queue">
      <Groups groups={told.groups} chosen={reason.value} onChoose={(next) => {
        reason.value = reason.value === next ? '' : next
        picked.value = NOTHING
      }} />
      <div class="toolbar"><div class="segmented">{(['open', 'handed_over', 'closed', ''] as const).map((one) => <button key={one} type="button" aria-pressed={state.value === one} onClick={() => show(one)}>{one ? w[one] : w.all}</button>)}</div></div>
      {told.items.length === 0 ? <Empty>{w.nothing}</Empty> : (
        <SortTable rows={told.items} columns={columns(store)} keyOf={(row) => row.id} initial="-customers" name="exceptions" folds="measure" picked={picked.value} onPick={(keys) => (picked.value = keys)} pickWords={{ all: w.pickAll, one: (row) => w.pickOne(`${named(row, 'title')} ${regionName(row.county)}`) }} />
      )}
      {told.cases > told.items.length ? <p class="hint">{w.onlyMost(exact(told.items.length), exact(told.cases))}</p> : null}
      <Actions chosen={chosen} items={told.items} busy={action.busy} onRetry={(batches) => void send('retry', { batches })} onAsk={(one) => (asking.value = one)} />
      {action.error && !asking.value ? <Failure error={action.error} /> : null}
      {asking.value === 'close' ? <ReasonDialog title={w.closeTitle} go={w.closeTitle} hint={w.closeHint} action={action} onSend={(said) => send('close', { cases: toCases, reason: said })} onClose={() => (asking.value = null)} /> : null}
      {asking.value === 'hand-over' ? <HandOver people={told.people} action={action} onSend={(owner, note) => send('hand-over', { cases: toCases, owner, note })} onClose={() => (asking.value = null)} /> : null}
    </section>
  )
}

interface ActionsProps {
  readonly chosen: readonly Case[]
  readonly items: readonly Case[]
  readonly busy: string | null
  readonly onRetry: (batches: readonly string[]) => void
  readonly onAsk: (what: 'hand-over' | 'close') => void
}

function Actions({ chosen, items, busy, onRetry, onAsk }: ActionsProps): JSX.Element | null {
  const w = queueWords()
  const again = (cases: readonly Case[]): readonly string[] => [...new Set(cases.filter((item) => item.may_retry && item.state !== 'closed').map((item) => item.batch))]
  const [some, all] = [again(chosen), again(items)]
  const settled = chosen.some((item) => item.state === 'closed') && w.closed
  if (items.length === 0) return null
  return (
    <div class="action-bar">
      <span class="hint num">{chosen.length === 0 ? w.pick : w.picked(exact(chosen.length), exact(chosen.reduce((sum, item) => sum + item.customers, 0)))}</span>
      <span class="gap" />
      {chosen.length > 0 && can('measure.accept_gaps') ? <Button whyNot={settled} onPress={() => onAsk('close')}>{w.close}</Button> : null}
      {chosen.length > 0 && can('measure.hand_over') ? <Button whyNot={settled} onPress={() => onAsk('hand-over')}>{w.handOver}</Button> : null}
      {can('measure.retry') ? (
        <Button kind="primary" busy={busy === 'retry' && commonWords().working} whyNot={(chosen.length > 0 ? some : all).length === 0 && w.retryNot} onPress={() => onRetry(chosen.length > 0 ? some : all)}>
          {chosen.length > 0 ? w.retry(exact(some.length)) : w.retryAll}
        </Button>
      ) : null}
    </div>
  )
}

function Groups({ groups, chosen, onChoose }: { readonly groups: readonly ReasonGroup[]; readonly chosen: string; readonly onChoose: (reason: string) => void }): JSX.Element {
  const w = queueWords()
  const zh = language.value === 'zh'
  const sum = (pick: (group: ReasonGroup) => number): number => groups.reduce((all, group) => all + pick(group), 0)
  return (
    <div class="table-wrap">
      <table class="table table-folds queue-groups">
        <thead><tr><th scope="col">{w.reason}</th>{STATES.map((one) => <th key={one} scope="col" class="num">{w[one]}</th>)}<th scope="col" class="num">{w.customers}</th><th scope="col" class="num">{w.cases}</th></tr></thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.reason} aria-selected={chosen === group.reason}>
              <td><button type="button" class="cell-link" aria-pressed={chosen === group.reason} onClick={() => onChoose(group.reason)}>{failureName(group.reason, zh)}</button></td>
              {STATES.map((one) => <td key={one} class={`num ${one === 'open' && group.open ? 'late' : ''}`} data-label={w[one]}>{orDot(group[one])}</td>)}
              <td class="num" data-label={w.customers}>{exact(group.customers)}</td><td class="num" data-label={w.cases}>{exact(group.cases)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot><tr><th scope="row">{w.total}</th>{STATES.map((one) => <td key={one} class="num" data-label={w[one]}>{orDot(sum((group) => group[one]))}</td>)}<td class="num" data-label={w.customers}>{exact(sum((group) => group.customers))}</td><td class="num" data-label={w.cases}>{exact(sum((group) => group.cases))}</td></tr></tfoot>
      </table>
    </div>
  )
}

function columns(store: Store): readonly Column<Case>[] {
  const w = queueWords()
  const zh = language.value === 'zh'
  const who = (row: Case): string => (row.owner ? named(store.people.value[row.owner], 'name') || row.owner.slice(0, 8) : '')
  return [
    { name: 'measure', title: w.measure, text: (row) => named(row, 'title'), cell: (row) => <a href={`/measures/${store.incidentId}/${row.measure}`}>{named(row, 'title')}</a> },
    { name: 'reason', title: w.reason, text: (row) => [failureName(row.reason, zh), row.said].filter(Boolean).join(w.colon) },
    { name: 'place', title: w.place, text: (row) => (row.county === row.province ? provinceName(row.province) : `${provinceName(row.province)} ${regionName(row.county)}`) },
    { name: 'segment', title: w.segment, text: (row) => (row.segment ? commonWords().segment(row.segment) : '') },
    { name: 'customers', title: w.customers, numeric: true, sort: (row) => row.customers, text: (row) => exact(row.customers) },
    { name: 'attempt', title: w.attempt, numeric: true, sort: (row) => row.attempt, text: (row) => String(row.attempt) },
    { name: 'state', title: w.state, sort: (row) => STATES.indexOf(row.state), text: (row) => w[row.state] },
    { name: 'who', title: w.who, text: who },
    { name: 'note', title: w.note, text: (row) => row.note },
  ]
}
