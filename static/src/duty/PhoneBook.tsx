/** The phone book by place, in the order of calling; a page that prints on A4. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { useLoad } from '../desk/useLoad'
import { exact, moment } from '../lib/format'
import { named } from '../lib/i18n'
import { regionName } from '../lib/regions'
import { can, seesNation } from '../lib/session'
import { now } from '../lib/worldclock'
import { NATION, placeName } from './parts'
import { PeopleTold } from './PeopleTold'
import { EntryDialog } from './PhoneEntryDialog'
import type { PhoneEntry } from './types'
import { dutyWords } from './words'
import './duty.css'

const NUMBERS = ['office', 'mobile', 'satellite', 'fax'] as const
const NOBODY = 999

/** The book; and for whoever keeps people's numbers, how each of them is told. */
export function PhoneBookPage(): JSX.Element {
  const w = dutyWords()
  const tab = useSignal<'book' | 'told'>(location.hash === '#told' ? 'told' : 'book')
  if (!can('notices.read')) return <PhoneBook tabs={null} />
  const tabs = (
    <span class="segmented" role="group">
      <button type="button" aria-pressed={tab.value === 'book'} onClick={() => (tab.value = 'book')}>{w.phonebook}</button>
      <button type="button" aria-pressed={tab.value === 'told'} onClick={() => (tab.value = 'told')}>{w.told}</button>
    </span>
  )
  return tab.value === 'book' ? <PhoneBook tabs={tabs} /> : <div class="page"><div class="page-head">{tabs}</div><PeopleTold /></div>
}

function PhoneBook({ tabs }: { readonly tabs: JSX.Element | null }): JSX.Element {
  const w = dutyWords()
  const list = useLoad<{ items: readonly PhoneEntry[] }>('/phonebook')
  const text = useSignal('')
  const editing = useSignal<PhoneEntry | 'new' | null>(null)
  const items = list.value?.items.filter((entry) => matches(entry, text.value)) ?? []
  const scopes = [...new Set(items.map((entry) => entry.scope))]
  const manages = can('phonebook.manage')
  return (
    <div class="page phone-book">
      <div class="page-head">
        {tabs}
        <input type="search" aria-label={w.find} placeholder={w.find} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
        <span class="gap" />
        {manages ? <Button onPress={() => (editing.value = 'new')}>{w.addEntry}</Button> : null}
        <a class="button button-plain button-normal" download href="/api/v1/phonebook/phonebook.csv">{w.csv}</a>
        <Button kind="primary" onPress={() => window.print()}>{w.print}</Button>
      </div>
      <div class="page-body">
        <p class="phone-stamp">{w.asOf(moment(now.value))}</p>
        {list.value ? null : list.error ? <Failure error={list.error} onRetry={list.reload} /> : <Skeleton rows={10} />}
        {list.value && list.value.items.length === 0 ? <Empty>{w.emptyBook}</Empty> : null}
        {scopes.map((scope) => <Book key={scope} scope={scope} entries={items.filter((entry) => entry.scope === scope)} manages={manages && (seesNation() || scope !== NATION)} onEdit={(entry) => (editing.value = entry)} again={list.reload} />)}
      </div>
      {editing.value ? <EntryDialog entry={editing.value === 'new' ? null : editing.value} onDone={list.reload} onClose={() => (editing.value = null)} /> : null}
    </div>
  )
}

interface BookProps {
  readonly scope: string
  readonly entries: readonly PhoneEntry[]
  readonly manages: boolean
  readonly onEdit: (entry: PhoneEntry) => void
  readonly again: () => void
}

function Book({ scope, entries, manages, onEdit, again }: BookProps): JSX.Element {
  const w = dutyWords()
  const action = useAction(again)
  return (
    <section class="block phone-place">
      <div class="block-head"><h2>{w.bookOf(placeName(scope))}</h2><span class="num">{exact(entries.length)}</span></div>
      {action.error ? <Failure error={action.error} /> : null}
      <div class="table-wrap"><table class="table phone-table">
        <thead><tr><th class="phone-order">{w.order}</th><th>{w.name}</th><th>{w.post}</th><th>{w.region}</th>{NUMBERS.map((name) => <th key={name}>{w[name]}</th>)}{manages ? <th class="no-print" /> : null}</tr></thead>
        <tbody>{entries.map((entry) => (
          <tr key={entry.id}>
            <td class="num phone-order">{entry.call_order === NOBODY ? '·' : entry.call_order}</td>
            <td><strong>{named(entry, 'name')}</strong></td>
            <td data-label={w.post}>{named(entry, 'post')}</td>
            <td data-label={w.region}>{entry.region === NATION ? placeName(NATION) : regionName(entry.region)}</td>
            {NUMBERS.map((name) => <td key={name} class="phone-number" data-label={w[name]}>{entry[name] ? (name === 'fax' ? entry[name] : <a href={`tel:${dialled(entry[name])}`}>{entry[name]}</a>) : entry.unreadable && name === 'office' ? <span class="bad">{w.unreadable}</span> : <span class="tx-3">·</span>}</td>)}
            {manages ? <td class="no-print phone-acts"><Button size="small" kind="quiet" onPress={() => onEdit(entry)}>{w.editEntry}</Button><Button size="small" kind="quiet" title={w.removeAsk} onPress={() => void action.run(entry.id, { path: `/phonebook/${entry.id}/remove` })}>{w.remove}</Button></td> : null}
          </tr>
        ))}</tbody>
      </table></div>
    </section>
  )
}

/** What a telephone dials: digits and a leading plus. */
export function dialled(number: string): string {
  return number.replace(/(x|ext\.?|转).*$/i, '').replace(/(?!^\+)[^0-9]/g, '')
}

function matches(entry: PhoneEntry, text: string): boolean {
  const words = text.trim().toLowerCase()
  return !words || [entry.name_zh, entry.name_en, entry.post_zh, entry.post_en, placeName(entry.scope), regionName(entry.region)].some((cell) => cell.toLowerCase().includes(words))
}
