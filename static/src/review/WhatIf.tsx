/** The incident's footprints replayed through a playbook of today: what would have been different. Asked for by hand. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { MomentLink } from '../findings/parts'
import { countText, exact, levelText, money, moneyText } from '../lib/format'
import { half, named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import type { ResponseLevel } from '../lib/types'
import { planWords } from '../live/plan/words'
import { Figure } from './Trace'
import { whatIfWords } from './whatIfWords'
import { reviewWords } from './words'

interface Total {
  readonly measures: number
  readonly tasks: number
  readonly messages: number
  readonly customers: number
  readonly cost_fen: number
  readonly cap_fen: number
}
interface Book {
  readonly slug: string
  readonly version: number
  readonly digest: string
  readonly title_zh: string
  readonly title_en: string
}
interface Different {
  readonly change: 'add' | 'change' | 'wind_down'
  readonly item: string
  readonly type: string
  readonly title_zh: string
  readonly title_en: string
  readonly province: string | null
  readonly fields: readonly string[]
  readonly customers: readonly [number | null, number | null]
  readonly cost_fen: readonly [number | null, number | null]
}
interface Replayed {
  readonly used: Book | null
  readonly today: Book
  readonly same: boolean
  readonly steps: readonly { readonly position: number; readonly version: number; readonly title: string; readonly level: ResponseLevel | null; readonly then: Total | null; readonly now: Total; readonly differences: number | null }[]
  readonly actual: Total
  readonly would: Total
  readonly differences: readonly Different[]
}
interface Books {
  readonly items: readonly (Book & { readonly state?: string; readonly hazards: readonly string[] })[]
}

export function WhatIf({ incident, hazard }: { readonly incident: string; readonly hazard: string }): JSX.Element {
  const w = whatIfWords()
  const asked = useSignal<string | null>(null)
  const books = useLoad<Books>('/playbooks')
  const replayed = useLoad<Replayed>(asked.value === null ? null : `/incidents/${incident}/counterfactual${asked.value ? `?playbook=${encodeURIComponent(asked.value)}` : ''}`)
  return (
    <section class="block what-if">
      <div class="block-head"><h2>{w.title}</h2><span>{w.hint}</span></div>
      <div class="toolbar">
        <select aria-label={w.book} value={asked.value ?? ''} onChange={(event) => (asked.value = event.currentTarget.value)}>
          <option value="">{w.sameBook}</option>
          {(books.value?.items ?? []).filter((one) => one.state !== 'retired' && one.hazards.includes(hazard)).map((one) => <option key={one.slug} value={one.slug}>{named(one, 'title')}</option>)}
        </select>
        {asked.value === null ? <Button onPress={() => (asked.value = '')}>{w.replay}</Button> : null}
      </div>
      {asked.value !== null && !replayed.value ? (replayed.error ? <Failure error={replayed.error} onRetry={replayed.reload} /> : <Skeleton rows={4} />) : null}
      {replayed.value ? <Told incident={incident} told={replayed.value} /> : null}
    </section>
  )
}

type Behind = Readonly<Record<keyof Total, string>>
const PLANNED: Behind = { measures: 'grounds', tasks: 'grounds', messages: 'grounds', customers: 'grounds', cost_fen: 'grounds', cap_fen: 'grounds' }
const ADOPTED: Behind = { measures: 'measures', tasks: 'tasks', messages: 'measures', customers: 'measures', cost_fen: 'measures', cap_fen: 'committed' }

function Told({ incident, told }: { readonly incident: string; readonly told: Replayed }): JSX.Element {
  const w = whatIfWords()
  // what was adopted is in the log; what would be is planned from what is: footprints, levels and the plan that was begun
  const row = (key: string, label: JSX.Element | string, total: Total, behind: Behind = PLANNED): JSX.Element => {
    const cell = (name: keyof Total, text: string, title: string): JSX.Element => <td key={name} class="num" title={title}><Figure ask={{ of: behind[name], title: reviewWords().eventsOf(w.grounds(w.column(name))) }}>{text}</Figure></td>
    return (
      <tr key={key}>
        <th scope="row">{label}</th>
        {cell('measures', exact(total.measures), '')}{cell('tasks', exact(total.tasks), '')}{cell('messages', exact(total.messages), '')}
        {cell('customers', countText(total.customers), exact(total.customers))}
        {cell('cost_fen', moneyText(total.cost_fen), money(total.cost_fen).exact)}{cell('cap_fen', moneyText(total.cap_fen), money(total.cap_fen).exact)}
      </tr>
    )
  }
  return (
    <>
      <p>{told.used ? w.books(named(told.used, 'title'), told.used.version, named(told.today, 'title'), told.today.version) : w.neverUsed(named(told.today, 'title'), told.today.version)}{told.same ? ` ${w.sameAsThen}` : ''}</p>
      <div class="table-wrap">
        <table class="table">
          <thead><tr><th scope="col" /><th scope="col" class="num">{w.measures}</th><th scope="col" class="num">{w.tasks}</th><th scope="col" class="num">{w.messages}</th><th scope="col" class="num">{w.customers}</th><th scope="col" class="num">{w.cost}</th><th scope="col" class="num">{w.cap}</th></tr></thead>
          <tbody>
            {told.steps.flatMap((step) => [
              ...(step.then && !told.same ? [row(`then${step.position}`, <>{w.step(step.version, half(step.title))} <MomentLink incident={incident} position={step.position} /> {step.level ? levelText(step.level) : ''} · {w.then}</>, step.then)] : []),
              row(`now${step.position}`, <>{w.step(step.version, half(step.title))} {told.same ? <><MomentLink incident={incident} position={step.position} /> {step.level ? levelText(step.level) : ''}</> : null} · {w.now}</>, step.now),
            ])}
          </tbody>
          <tfoot>{row('actual', w.actual, told.actual, ADOPTED)}{row('would', w.would, told.would)}</tfoot>
        </table>
      </div>
      <h3>{w.differences(exact(told.differences.length))}</h3>
      {told.differences.length === 0 ? <p class="hint">{w.nothing}</p> : null}
      <ul class="checks what-if-list">{grouped(told.differences).map(([key, same]) => <Line key={key} same={same} />)}</ul>
    </>
  )
}

/** One line an item of the playbook, however many places it would have other tasks in. */
function grouped(all: readonly Different[]): readonly (readonly [string, readonly Different[]])[] {
  const groups = new Map<string, Different[]>()
  for (const one of all) {
    const key = `${one.change}/${one.item.split('/')[0]}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.entries()]
}

function Line({ same }: { readonly same: readonly Different[] }): JSX.Element | null {
  const w = whatIfWords()
  const first = same[0]
  if (!first) return null
  const [customersBefore, customersAfter] = first.customers
  const [costBefore, costAfter] = first.cost_fen
  const facts = [
    same.length > 1 ? w.places(exact(same.length)) : first.province ? provinceName(first.province) : '',
    first.fields.length > 0 ? `${w.fields} ${first.fields.map(w.field).join(' · ')}` : '',
    customersBefore !== customersAfter ? `${w.customers} ${customersBefore === null ? '-' : exact(customersBefore)} → ${customersAfter === null ? '-' : exact(customersAfter)}` : '',
    costBefore !== costAfter ? `${w.cost} ${costBefore === null ? '-' : moneyText(costBefore)} → ${costAfter === null ? '-' : moneyText(costAfter)}` : '',
  ].filter(Boolean)
  return <li><span class="tag">{w.change(first.change)}</span><span>{planWords().type(first.type)} <b>{named(first, 'title')}</b></span><small class="tx-2 num">{facts.join(' · ')}</small></li>
}
