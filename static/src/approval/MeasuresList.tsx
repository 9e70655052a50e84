/** All measures and broadcasts of an incident: state, whom, money, how far, and which wait for whom. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Empty } from '../components/Panel'
import { SortTable, type Column } from '../desk/SortTable'
import { useLoad } from '../desk/useLoad'
import { count, exact, moneyText, percent } from '../lib/format'
import { broadcastGlyph, measureGlyph, severity, type GlyphKind } from '../lib/glyph-kinds'
import { Glyph } from '../lib/glyphs'
import { named } from '../lib/i18n'
import { can, session } from '../lib/session'
import type { Store } from '../lib/store'
import type { ApprovalRow, BroadcastRow, MeasureRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { NewMeasure } from './byhand/NewMeasure'
import { byHandWords } from './byhand/words'
import { Time } from './Hands'
import { useSettled } from './settled'
import { addUp, gone, partsOfBroadcast } from './six'
import { StackBar } from './StackBar'
import { byProvince, totalOf, type BatchSum } from './sums'
import { approvalWords } from './words'

interface Listed {
  readonly id: string
  readonly href: string
  readonly title: string
  readonly state: string
  readonly glyph: GlyphKind
  readonly customers: number
  readonly done: number
  readonly failed: number
  readonly all: number
  readonly cost: number | null
  readonly cap: number | null
  readonly from: string | null
  readonly to: string
  readonly approvalClass: string
  readonly approved: number
  readonly waitsForMe: boolean
  readonly pending: boolean
  readonly provinces: number
}

export function MeasuresList({ store }: { readonly store: Store }): JSX.Element {
  const w = approvalWords()
  const making = useSignal(false)
  const settled = useSettled(store, null)
  const sums = useLoad<{ items: readonly BatchSum[] }>(`/incidents/${store.incidentId}/batch-sums`, settled)
  const approvals = store.approvals.value
  const measures = store.measures.value.map((row) => ofMeasure(row, store.incidentId, approvals, sums.value?.items ?? []))
  const broadcasts = store.broadcasts.value.map((row) => ofBroadcast(row, store, approvals))
  return (
    <div class="page">
      <div class="page-body">
        <section class="block">
          <Head title={w.measuresTitle} count={measures.length} go={can('measure.draft') ? byHandWords().newMeasure : ''} onGo={() => (making.value = true)} />
          {measures.length === 0 ? (
            <Empty action={<a class="button" href={`/live/${store.incidentId}`}>{w.goPlan}</a>}>{w.emptyMeasures}</Empty>
          ) : (
            <SortTable rows={measures} columns={columns(true)} keyOf={(row) => row.id} initial="state" name="measures" folds="title" />
          )}
        </section>
        <section class="block">
          <Head title={w.broadcastsTitle} count={broadcasts.length} go={can('broadcast.edit') ? byHandWords().newBroadcast : ''} onGo={() => location.assign(`/broadcasts/${store.incidentId}/new`)} />
          {broadcasts.length === 0 ? <Empty>{w.emptyBroadcasts}</Empty> : <SortTable rows={broadcasts} columns={columns(false)} keyOf={(row) => row.id} initial="state" name="broadcasts" folds="title" />}
        </section>
      </div>
      {making.value ? <NewMeasure store={store} onClose={() => (making.value = false)} /> : null}
    </div>
  )
}

interface HeadProps {
  readonly title: string
  readonly count: number
  /** What the button says; '' for whoever may not. */
  readonly go: string
  readonly onGo: () => void
}

function Head({ title, count: many, go, onGo }: HeadProps): JSX.Element {
  return (
    <div class="block-head">
      <h2>{title} <small class="tx-2 num">{exact(many)}</small></h2>
      {go ? <Button onPress={onGo}>{go}</Button> : null}
    </div>
  )
}

function decided(id: string, revision: number, approvals: readonly ApprovalRow[]): readonly ApprovalRow[] {
  return approvals.filter((row) => row.subject_id === id && row.revision === revision && row.decision === 'approve')
}

/** Whether I could be the next to approve, as far as this page knows; the server decides. */
function waitsForMe(row: MeasureRow | BroadcastRow, given: readonly ApprovalRow[], permission: string): boolean {
  const me = session.value?.person.id
  return row.state === 'pending_approval' && can(permission) && row.author_id !== me && row.last_editor_id !== me && !given.some((approval) => approval.person_id === me)
}

function ofMeasure(row: MeasureRow, incident: string, approvals: readonly ApprovalRow[], sums: readonly BatchSum[]): Listed {
  const total = totalOf(byProvince(sums, row.id))
  const given = decided(row.id, row.revision, approvals)
  return {
    id: row.id, href: `/measures/${incident}/${row.id}`, title: named(row, 'title'), state: row.state, glyph: measureGlyph(row.state),
    customers: row.customers, done: total.applied, failed: total.failed, all: total.intended, cost: row.cost_fen, cap: row.cap_fen,
    from: row.window_from, to: row.window_to, approvalClass: row.approval_class, approved: given.length,
    waitsForMe: waitsForMe(row, given, 'measure.approve'), pending: row.state === 'pending_approval', provinces: Object.keys(row.area).length,
  }
}

function ofBroadcast(row: BroadcastRow, store: Store, approvals: readonly ApprovalRow[]): Listed {
  const six = addUp(partsOfBroadcast(store.broadcastParts.value, row.id))
  const given = decided(row.id, row.revision, approvals)
  return {
    id: row.id, href: `/broadcasts/${store.incidentId}/${row.id}`, title: named(row, 'title'), state: row.state, glyph: broadcastGlyph(row),
    customers: row.customers, done: gone(six) - six.failed, failed: six.failed, all: six.customers, cost: null, cap: null,
    from: row.started_at, to: row.valid_until, approvalClass: 'A', approved: given.length,
    waitsForMe: waitsForMe(row, given, 'broadcast.approve'), pending: row.state === 'pending_approval', provinces: Object.keys(row.audience).length,
  }
}

function columns(money: boolean): readonly Column<Listed>[] {
  const w = approvalWords()
  const customers = (value: number): string => {
    const { figure, unit } = count(value)
    return `${figure}${unit ? ` ${unit}` : ''}`
  }
  return [
    { name: 'title', title: money ? w.measuresTitle : w.broadcastsTitle, text: (row) => row.title, cell: (row) => <a href={row.href}>{row.title}</a> },
    {
      name: 'state', title: w.state, sort: (row) => severity(row.glyph), text: (row) => commonWords().measureState(row.state),
      cell: (row) => <span class="nowrap"><Glyph kind={row.glyph} label="" /> {commonWords().measureState(row.state)}</span>,
    },
    {
      name: 'class', title: w.approvalClass, sort: (row) => (row.waitsForMe ? 0 : row.pending ? 1 : 2), text: (row) => row.approvalClass,
      cell: (row) => (
        <span class="nowrap">
          {row.approvalClass === 'A' ? w.classA : w.classB}
          {row.waitsForMe ? <strong class="late"> · {w.needsYou}</strong> : row.pending ? <span class="tx-2"> · {w.waitingFor(row.approved, row.approvalClass === 'A' ? 2 : 1)}</span> : null}
        </span>
      ),
    },
    { name: 'customers', title: w.customers, numeric: true, sort: (row) => row.customers, text: (row) => exact(row.customers), cell: (row) => <span title={exact(row.customers)}>{customers(row.customers)}</span> },
    {
      name: 'done', title: money ? w.applied : w.sent, sort: (row) => (row.all ? row.done / row.all : -1), text: (row) => percent(row.done, row.all),
      cell: (row) => (row.all ? <StackBar all={row.all} slices={[{ tone: 'ok', value: row.done }, { tone: 'warn', value: row.failed }]} /> : <span class="tx-3">-</span>),
    },
    { name: 'share', title: '%', numeric: true, sort: (row) => row.done, text: (row) => percent(row.done, row.all), cell: (row) => (row.all ? percent(row.done, row.all) : '-') },
    { name: 'failed', title: w.failedN, numeric: true, sort: (row) => row.failed, text: (row) => exact(row.failed), cell: (row) => <span class={row.failed ? 'late' : ''}>{row.failed ? exact(row.failed) : '·'}</span> },
    ...(money
      ? ([
          { name: 'cost', title: w.cost, numeric: true, sort: (row: Listed) => row.cost ?? 0, text: (row: Listed) => String((row.cost ?? 0) / 100), cell: (row: Listed) => (row.cost ? moneyText(row.cost) : '·') },
          { name: 'cap', title: w.cap, numeric: true, sort: (row: Listed) => row.cap ?? 0, text: (row: Listed) => String((row.cap ?? 0) / 100), cell: (row: Listed) => moneyText(row.cap ?? 0) },
        ] satisfies Column<Listed>[])
      : []),
    { name: 'provinces', title: w.provinces, numeric: true, sort: (row) => row.provinces, text: (row) => String(row.provinces), cell: (row) => exact(row.provinces) },
    { name: 'to', title: w.window, sort: (row) => row.to, text: (row) => row.to, cell: (row) => <span class="tx-2"><Time at={row.to} /></span> },
  ]
}
