/** Asking for a simulation, and those there have been. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../components/Button'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { newId, post } from '../lib/api'
import { exact, moment } from '../lib/format'
import { hazardName } from '../lib/hazards'
import { named } from '../lib/i18n'
import { loadRegions } from '../lib/regions'
import { asked, usualArea, type Wanted } from './asking'
import { DrawArea } from './DrawArea'
import { half } from './OnePage'
import { ResponsesNow } from './Responses'
import type { Choices, SimulationRow } from './types'
import { simulateWords } from './words'
import './simulate.css'

export function AskPage(): JSX.Element {
  const w = simulateWords()
  const choices = useLoad<Choices>('/simulations/choices')
  useEffect(() => {
    void loadRegions()
  }, [])
  const recent = useLoad<{ items: readonly SimulationRow[] }>('/simulations')
  return (
    <div class="page sim">
      <header class="page-head"><h2>{w.title}</h2><span class="tx-2">{w.ask}</span></header>
      <div class="page-body">
        {choices.value ? <Form choices={choices.value} /> : choices.error ? <Failure error={choices.error} onRetry={choices.reload} /> : <Skeleton rows={6} />}
        <section class="block">
          <div class="block-head"><h3>{w.recent}</h3></div>
          {recent.value?.items.length === 0 ? <Empty>{w.none}</Empty> : null}
          <ul class="sim-list">{recent.value?.items.map((row) => <li key={row.id}><Recent row={row} /></li>)}</ul>
        </section>
      </div>
    </div>
  )
}

function Recent({ row }: { readonly row: SimulationRow }): JSX.Element {
  const w = simulateWords()
  return (
    <a class="sim-card" href={`/simulations/${row.id}`}>
      <strong>{row.about.playbooks.map((book) => `${named(book, 'title')} ${book.version}`).join(' ⇄ ')}</strong>
      <span class="tx-2">{half(row.about.footprint)}</span>
      <span><span class="tag">{w.state(row.state)}</span> <span class="num tx-2">{w.progress(exact(row.done), exact(row.runs))} · {moment(row.asked_at)}</span></span>
    </a>
  )
}

const FRESH: Wanted = { first: '', second: '', footprint: '', area: usualArea([]), level: 'I', at: '', runs: 200, seed: 1, shift: 10, grow: 10, magnitude: 2, seats: '', onDuty: 6, approval: 30, response: 50, responseFrom: 'stated' }

function Form({ choices }: { readonly choices: Choices }): JSX.Element {
  const w = simulateWords()
  const search = new URLSearchParams(location.search)
  const named_ = search.get('playbook')
  const draft = choices.drafts.find((one) => one.id === search.get('draft'))
  const beside = choices.playbooks.find((book) => book.slug === search.get('beside'))
  const start = draft ? `draft:${draft.id}` : named_ && choices.playbooks.some((book) => book.slug === named_) ? named_ : choices.playbooks.find((book) => book.slug === 'earthquake')?.slug ?? choices.playbooks[0]?.slug ?? ''
  const wanted = useSignal<Wanted>({ ...FRESH, first: start, second: beside?.slug ?? '', footprint: `shipped:${choices.shipped[0] ?? ''}` })
  const failure = useSignal<unknown>(null)
  const busy = useSignal(false)
  const set = (change: Partial<Wanted>): void => void (wanted.value = { ...wanted.value, ...change })
  const value = wanted.value
  async function send(event: Event): Promise<void> {
    event.preventDefault()
    busy.value = true
    failure.value = null
    try {
      const row = await post<SimulationRow>('/simulations', asked(value), { key: newId() })
      location.assign(`/simulations/${row.id}`)
    } catch (error) {
      failure.value = error
      busy.value = false
    }
  }
  const number = (name: 'runs' | 'seed' | 'shift' | 'grow' | 'magnitude' | 'onDuty' | 'approval' | 'response', label: string, least: number, most: number): JSX.Element => (
    <label>{label}<input type="number" min={least} max={most} required value={value[name]} onInput={(event) => set({ [name]: Number(event.currentTarget.value) })} /></label>
  )
  return (
    <form class="sim-form" onSubmit={(event) => void send(event)}>
      <label>{w.playbook}<select value={value.first} onChange={(event) => set({ first: event.currentTarget.value })}><Playbooks choices={choices} /></select></label>
      <label>{w.second}<select value={value.second} onChange={(event) => set({ second: event.currentTarget.value })}><option value="">{w.noSecond}</option><Playbooks choices={choices} /></select></label>
      <label>{w.footprint}
        <select value={value.footprint} onChange={(event) => set({ footprint: event.currentTarget.value, area: usualArea(hazardsOf(choices, value.first)) })}>
          <optgroup label={w.reconstruction}>{choices.shipped.map((name) => <option key={name} value={`shipped:${name}`}>{name}</option>)}</optgroup>
          {choices.incidents.length ? <optgroup label={w.saved}>{choices.incidents.flatMap((row) => row.versions.map((version) => <option key={`${row.id}@${version}`} value={`saved:${row.id}@${version}`}>{w.incidentVersion(named(row, 'title'), version)}</option>))}</optgroup> : null}
          <optgroup label={choices.random.map(hazardName).join(' · ')}><option value="random">{w.random}</option></optgroup>
          <option value="drawn">{w.drawn}</option>
        </select>
      </label>
      <label>{w.level}<select value={value.level} onChange={(event) => set({ level: event.currentTarget.value })}><option value="">{w.undeclared}</option>{['I', 'II', 'III', 'IV'].map((level) => <option key={level}>{level}</option>)}</select></label>
      <label title={w.whenHint}>{w.when}<input type="datetime-local" value={value.at} onInput={(event) => set({ at: event.currentTarget.value })} /><small class="hint">{w.whenHint}</small></label>
      {number('runs', w.runs, 1, 2000)}
      <label title={w.seedHint}>{w.seed}<input type="number" min={0} max={9_007_199_254_740_991} required value={value.seed} onInput={(event) => set({ seed: Number(event.currentTarget.value) })} /><small class="hint">{w.seedHint}</small></label>
      {value.footprint === 'drawn' ? <DrawArea area={value.area} onChange={(area) => set({ area })} /> : null}
      <fieldset><legend>{w.spread} <small class="hint">{w.spreadHint}</small></legend>{number('shift', w.shift, 0, 500)}{number('grow', w.grow, 0, 100)}{number('magnitude', w.magnitude, 0, 10)}</fieldset>
      <fieldset><legend>{w.assumed}</legend>
        <label>{w.seats}<input type="number" min={1} max={100_000} placeholder="·" value={value.seats} onInput={(event) => set({ seats: event.currentTarget.value })} /></label>
        {number('onDuty', w.onDuty, 0, 10_000)}{number('approval', w.approval, 0, 10_000)}{number('response', w.response, 1, 1000)}
        <label>{w.responseFrom}<select value={value.responseFrom} onChange={(event) => set({ responseFrom: event.currentTarget.value as Wanted['responseFrom'] })}><option value="stated">{w.responseStated}</option><option value="log">{w.responseLog}</option></select></label>
        {value.responseFrom === 'log' ? <ResponsesNow /> : null}
      </fieldset>
      {failure.value ? <Failure error={failure.value} /> : null}
      <div class="toolbar"><Button kind="primary" type="submit" busy={busy.value && w.asking} whyNot={value.footprint === 'drawn' && value.area.ring.length < 3 ? ' ' : false}>{w.run}</Button></div>
    </form>
  )
}

/** Of a playbook that is new nobody knows them before it is read: then a person says the unit. */
function hazardsOf(choices: Choices, chosen: string): readonly string[] {
  const slug = choices.drafts.find((one) => `draft:${one.id}` === chosen)?.slug ?? chosen.split('@')[0]
  return choices.playbooks.find((book) => book.slug === slug)?.hazards ?? []
}

function Playbooks({ choices }: { readonly choices: Choices }): JSX.Element {
  const w = simulateWords()
  return (
    <>
      {choices.playbooks.map((book) => (
        <optgroup key={book.slug} label={named(book, 'title')}>
          <option value={book.slug}>{named(book, 'title')} · {w.inUse} ({book.version})</option>
          {book.numbers.filter((one) => one.version !== book.version).map((one) => <option key={one.number} value={`${book.slug}@${one.number}`}>{named(book, 'title')} · {one.number === 0 ? w.shippedVersion : w.numbered(one.number, one.version)}</option>)}
        </optgroup>
      ))}
      {choices.drafts.map((draft) => <option key={draft.id} value={`draft:${draft.id}`}>{w.draft(named(draft, 'title'), draft.revision)}</option>)}
    </>
  )
}
