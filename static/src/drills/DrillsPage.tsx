/** All drills, preparing one, and tests of who can be reached. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { newId, post } from '../lib/api'
import { moment } from '../lib/format'
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { can } from '../lib/session'
import { Reach } from './Reach'
import { silenceWords, usePlayingSilent } from './silence'
import type { DrillList, DrillRow, Shown } from './types'
import { drillWords } from './words'
import './drills.css'

const VIEWS = ['drills', 'reach'] as const
type View = (typeof VIEWS)[number]

export function DrillsPage(): JSX.Element {
  const w = drillWords()
  const list = useLoad<DrillList>('/drills')
  const value = list.value
  const silent = usePlayingSilent()
  const view = useSignal<View>(VIEWS.find((one) => one === location.hash.slice(1)) ?? 'drills')
  const open = (next: View): void => {
    view.value = next
    history.replaceState(null, '', `#${next}`)
  }
  return (
    <div class="page drills">
      <header class="page-head"><div class="segmented" role="tablist">{VIEWS.map((one) => <button key={one} type="button" role="tab" aria-selected={view.value === one} aria-pressed={view.value === one} onClick={() => open(one)}>{w[one]}</button>)}</div><span class="tx-2">{view.value === 'drills' ? w.hint : w.reachHint}</span></header>
      {view.value === 'reach' ? <div class="page-body"><Reach /></div> : <div class="page-body">
        {silent.map((one) => <p key={one.province} class="drill-silent" role="alert">{silenceWords().silent(provinceName(one.province), moment(one.until))}</p>)}
        {value?.world === 'live' ? <p class="banner">{w.live}</p> : null}
        {value && value.world !== 'live' && can('drill.conduct') ? <Prepare /> : null}
        <section class="block">
          <div class="block-head"><h3>{w.drills}</h3></div>
          {value ? null : list.error ? <Failure error={list.error} onRetry={list.reload} /> : <Skeleton rows={4} />}
          {value?.items.length === 0 ? <Empty>{w.none}</Empty> : null}
          <ul class="drill-list">{value?.items.map((row) => <li key={row.id}><Card row={row} /></li>)}</ul>
        </section>
      </div>}
    </div>
  )
}

function Card({ row }: { readonly row: DrillRow }): JSX.Element {
  const w = drillWords()
  const total = Object.values(row.injects).reduce((sum, one) => sum + one, 0)
  return (
    <a class="drill-card" href={`/drills/${row.id}`}>
      <strong>{named(row, 'title')}</strong>
      <span><span class={`tag drill-${row.state}`}>{w.state(row.state)}</span> <span class="num tx-2">{moment(row.started_at ?? row.prepared_at)}</span></span>
      <span class="tx-2">{w.playbook} {row.playbook} {total ? <> · {w.injects} <span class="num">{row.injects['released'] ?? 0} / {total}</span></> : null}{row.prepared_by_name ? ` · ${named(row.prepared_by_name, 'name')}` : ''}</span>
    </a>
  )
}

function Prepare(): JSX.Element {
  const w = drillWords()
  const shipped = useLoad<{ items: readonly Shown[] }>('/drills/scenarios')
  const chosen = useSignal('')
  const text = useSignal('')
  const fits = useSignal<Shown | null>(null)
  const failure = useSignal<unknown>(null)
  const busy = useSignal(false)
  const name = chosen.value || shipped.value?.items[0]?.name || ''
  const isOwn = chosen.value === '·'
  async function act(work: () => Promise<void>): Promise<void> {
    busy.value = true
    failure.value = null
    try {
      await work()
    } catch (error) {
      failure.value = error
    } finally {
      busy.value = false
    }
  }
  const check = (): Promise<void> => act(async () => void (fits.value = await post<Shown>('/drills/checks', { text: text.value })))
  const send = (): Promise<void> => act(async () => {
    const row = await post<DrillRow>('/drills', { id: newId(), ...(isOwn ? { text: text.value } : { shipped: name }) }, { key: newId() })
    location.assign(`/drills/${row.id}`)
  })
  const shown = isOwn ? fits.value : shipped.value?.items.find((one) => one.name === name)
  return (
    <section class="block drill-prepare">
      <div class="block-head"><h3>{w.prepare}</h3></div>
      <div class="toolbar">
        <label>{w.scenario} <select value={isOwn ? '·' : name} onChange={(event) => (chosen.value = event.currentTarget.value)}>
          {shipped.value?.items.map((one) => <option key={one.name} value={one.name}>{named(one, 'title')}</option>)}
          <option value="·">{w.own}</option>
        </select></label>
        {shown ? <span class="tx-2">{w.fits(shown.injects.length, shown.targets.length)}</span> : null}
        <span class="gap" />
        {isOwn ? <Button onPress={() => void check()} busy={busy.value && w.check}>{w.check}</Button> : null}
        <Button kind="primary" onPress={() => void send()} busy={busy.value && w.prepare}>{w.prepare}</Button>
      </div>
      {isOwn ? <textarea class="drill-text" rows={16} spellcheck={false} aria-label={w.own} value={text.value} onInput={(event) => {
        text.value = event.currentTarget.value
        fits.value = null
      }} /> : null}
      {failure.value ? <Failure error={failure.value} /> : null}
    </section>
  )
}
