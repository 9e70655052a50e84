/** The data that everything is counted with: what each number is, whose, how old, and what it lacks. */
import type { JSX } from 'preact'
import { Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { countText, exact } from '../lib/format'
import { half, language, said } from '../lib/i18n'
import { regionName } from '../lib/regions'
import { age, isOld } from './age'
import { ageText, dataWords, KINDS, lackText } from './words'
import './data.css'

interface Lack {
  readonly code: string
  readonly count: number
  readonly examples: readonly string[]
}

interface DataSet {
  readonly kind: string
  readonly label: string
  readonly label_zh: string
  readonly owner: string
  readonly as_of: string
  readonly imported_at: string
  readonly digest: string
  readonly count: number | null
  readonly synthetic: boolean
  readonly lacks: readonly Lack[]
}

export function DataPage(): JSX.Element {
  const w = dataWords()
  const list = useLoad<{ now: string; items: readonly DataSet[] }>('/data')
  if (!list.value) return list.error ? <Failure error={list.error} onRetry={list.reload} /> : <Skeleton rows={12} />
  const { now, items } = list.value
  return (
    <div class="page">
      <div class="page-body">
        <p class="read tx-2">{w.intro}</p>
        <table class="table data-table">
          <thead>
            <tr>
              <th scope="col">{w.what}</th><th scope="col" class="num">{w.count}</th><th scope="col">{w.asOf}</th>
              <th scope="col">{w.owner}</th><th scope="col">{w.source}</th><th scope="col">{w.lacks}</th>
            </tr>
          </thead>
          <tbody>{items.map((item) => <Row key={item.kind} item={item} now={now} />)}</tbody>
        </table>
        <Commands items={items} />
      </div>
    </div>
  )
}

function Row({ item, now }: { readonly item: DataSet; readonly now: string }): JSX.Element {
  const w = dataWords()
  const kind = KINDS[item.kind]
  return (
    <tr class={item.count === null ? 'data-none' : ''}>
      <th scope="row">
        <span class="data-title">{kind ? said(kind.title) : item.kind}{item.synthetic ? <span class="tag data-tag">{w.synthetic}</span> : null}</span>
        {kind ? <small>{said(kind.means)}</small> : null}
      </th>
      <td class="num" data-head={w.count}>
        {item.count === null ? <span class="tx-2">{w.none}</span> : <span title={exact(item.count)}>{countText(item.count, kind ? said(kind.unit) : '')}</span>}
      </td>
      <td data-head={w.asOf}><Day day={item.as_of} now={now} there={item.count !== null} /></td>
      <td data-head={w.owner}>{half(item.owner) || (item.count === null ? '' : <span class="tx-2">{w.notStated}</span>)}</td>
      <td data-head={w.source}><Source item={item} now={now} /></td>
      <td data-head={w.lacks}><Lacks item={item} /></td>
    </tr>
  )
}

/** The day and, in words, how long ago that was; old figures say so. */
function Day({ day, now, there }: { readonly day: string; readonly now: string; readonly there: boolean }): JSX.Element | null {
  const w = dataWords()
  if (!there) return null
  if (!day) return <span class="tx-2">{w.notStated}</span>
  const found = age(day, now)
  const old = isOld(day, now)
  return (
    <span class="data-day">
      <span class="num">{day}</span>
      {found ? <small class={old ? 'late' : ''}>{said(ageText(found))}{old ? ` · ${w.old}` : ''}</small> : null}
    </span>
  )
}

function Source({ item, now }: { readonly item: DataSet; readonly now: string }): JSX.Element | null {
  const w = dataWords()
  if (item.count === null) return null
  const taken = age(item.imported_at, now)
  return (
    <>
      <span>{language.value === 'zh' ? item.label_zh : item.label}</span>
      <small>
        {taken ? `${w.imported} ${said(ageText(taken))}` : ''}{item.digest ? <> <code title={w.digest}>{item.digest.slice(0, 8)}</code></> : null}
      </small>
    </>
  )
}

function Lacks({ item }: { readonly item: DataSet }): JSX.Element | null {
  const w = dataWords()
  if (item.count === null) return null
  if (item.lacks.length === 0) return <span class="tx-2">{w.noLacks}</span>
  return (
    <ul class="data-lacks">
      {item.lacks.map((lack) => {
        const left = lack.count > lack.examples.length && lack.examples.length > 0 && lack.code !== 'province_differs'
        return (
          <li key={`${lack.code}:${lack.examples[0] ?? ''}`}>
            {said(lackText(lack.code, exact(Math.abs(lack.count))))}
            {lack.examples.length > 0 ? <small>{lack.examples.slice(0, 4).map(regionName).join(language.value === 'zh' ? '、' : ', ')}{left || lack.examples.length > 4 ? ` ${w.more(lack.count)}` : ''}</small> : null}
          </li>
        )
      })}
    </ul>
  )
}

function Commands({ items }: { readonly items: readonly DataSet[] }): JSX.Element {
  const w = dataWords()
  const commands = [...new Set(items.map((item) => KINDS[item.kind]?.command ?? '').filter(Boolean))]
  return (
    <section class="block">
      <div class="block-head"><h2>{w.howToBring}</h2></div>
      <ul class="data-commands">{commands.map((command) => <li key={command}><code>{command}</code></li>)}</ul>
    </section>
  )
}
