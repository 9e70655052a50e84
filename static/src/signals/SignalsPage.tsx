/** What outside sources say: proposals to decide, what could not be placed, what was decided, and the sources. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../components/Button'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { useTurns } from '../desk/useEvery'
import { useLoad, type Loaded } from '../desk/useLoad'
import { get } from '../lib/api'
import { exact } from '../lib/format'
import { can } from '../lib/session'
import { refreshCounts, signalCounts } from './counts'
import { AddFootprint, DeclareFromSignal, DismissSignal } from './Dialogs'
import { FeedsPanel, type FeedList } from './FeedsPanel'
import { SignalCard, type Act } from './SignalCard'
import { SignalDrawer } from './SignalDrawer'
import type { SignalRow, View } from './types'
import { signalWords } from './words'
import './signals.css'

const VIEWS: readonly View[] = ['proposed', 'quarantined', 'information', 'decided']
const EVERY_MS = 10_000

interface Page {
  readonly items: readonly SignalRow[]
  readonly next: string | null
}

export function SignalsPage(): JSX.Element {
  const [turn, again] = useTurns(EVERY_MS)
  const feeds = useLoad<FeedList>('/feeds', turn)
  const reads = can('signal.read')
  useEffect(() => {
    if (reads) void refreshCounts()
  }, [turn, reads])
  return (
    <div class="page">
      {reads ? <Heads /> : null}
      <div class={reads ? 'signals-columns' : 'page-body'}>
        {reads ? <Lists turn={turn} again={again} /> : null}
        <div class="signals-feeds"><FeedsPanel list={feeds} /></div>
      </div>
    </div>
  )
}

function Heads(): JSX.Element {
  const w = signalWords()
  const counts = signalCounts.value
  const heads = [[w.proposed, counts?.proposed, 'late'], [w.quarantined, counts?.quarantined, 'bad'], [w.failing, counts?.feeds_failing, 'bad']] as const
  return (
    <dl class="page-head signals-heads">
      {heads.map(([title, value, tone]) => <div class="figure-block" key={title}><dt>{title}</dt><dd class={`figure ${value ? tone : ''}`}>{value === undefined ? '·' : exact(value)}</dd></div>)}
    </dl>
  )
}

function Lists({ turn, again }: { readonly turn: number; readonly again: () => void }): JSX.Element {
  const w = signalWords()
  const view = useSignal<View>(initialView())
  const chosen = useSignal<string | null>(null)
  const doing = useSignal<{ readonly act: Act; readonly row: SignalRow } | null>(null)
  const list = useLoad<Page>(`/signals?view=${view.value}`, turn)
  const reread = useAction(again)
  const act = (name: Act, row: SignalRow): void => {
    if (name === 'open') chosen.value = row.id
    else if (name === 'again') void reread.run('again', { path: `/signals/${row.id}/read-again` })
    else doing.value = { act: name, row }
  }
  const counted: Partial<Record<View, number>> = { proposed: signalCounts.value?.proposed ?? 0, quarantined: signalCounts.value?.quarantined ?? 0 }
  return (
    <section class="signals-lists">
      <div class="segmented signals-views" role="tablist">
        {VIEWS.map((one) => (
          <button key={one} type="button" role="tab" aria-selected={view.value === one} aria-pressed={view.value === one} onClick={() => (view.value = one)}>
            {w[one]}{counted[one] ? <span class="num"> {exact(counted[one] ?? 0)}</span> : null}
          </button>
        ))}
      </div>
      {reread.error ? <Failure error={reread.error} /> : null}
      <List key={view.value} view={view.value} list={list} onAct={act} />
      {chosen.value ? <SignalDrawer id={chosen.value} again={turn} onAct={act} onOpen={(id) => (chosen.value = id)} onClose={() => (chosen.value = null)} /> : null}
      <Doing doing={doing.value} onDone={again} onClose={() => (doing.value = null)} />
    </section>
  )
}

function Doing({ doing, onDone, onClose }: { readonly doing: { readonly act: Act; readonly row: SignalRow } | null; readonly onDone: () => void; readonly onClose: () => void }): JSX.Element | null {
  if (doing?.act === 'declare') return <DeclareFromSignal row={doing.row} onDone={onDone} onClose={onClose} />
  if (doing?.act === 'add') return <AddFootprint row={doing.row} onDone={onDone} onClose={onClose} />
  return doing?.act === 'dismiss' ? <DismissSignal row={doing.row} onDone={onDone} onClose={onClose} /> : null
}

function List({ view, list, onAct }: { readonly view: View; readonly list: Loaded<Page>; readonly onAct: (act: Act, row: SignalRow) => void }): JSX.Element {
  const w = signalWords()
  const older = useSignal<readonly SignalRow[]>([])
  const next = useSignal<string | null | undefined>(undefined)
  if (!list.value) return list.error ? <Failure error={list.error} onRetry={list.reload} /> : <Skeleton rows={6} />
  const empty = { proposed: w.emptyProposed, quarantined: w.emptyQuarantined, information: w.emptyInformation, decided: w.emptyDecided }[view]
  const first = list.value.items
  const rows = [...first, ...older.value.filter((row) => !first.some((one) => one.id === row.id))]
  if (rows.length === 0) return <Empty>{empty}</Empty>
  const cursor = next.value === undefined ? list.value.next : next.value
  const more = (): void => void get<Page>(`/signals?view=${view}&cursor=${encodeURIComponent(cursor ?? '')}`).then((page) => {
    older.value = [...older.value, ...page.items]
    next.value = page.next
  })
  return (
    <>
      <ul class="signals">{rows.map((row) => <SignalCard key={row.id} row={row} onAct={(name) => onAct(name, row)} />)}</ul>
      {cursor ? <p><Button onPress={more}>{w.loadMore}</Button></p> : null}
    </>
  )
}

/** `/signals#quarantined` opens that list. */
function initialView(): View {
  return VIEWS.find((one) => one === location.hash.slice(1)) ?? 'proposed'
}
