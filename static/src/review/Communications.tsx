/** How the public and the teams were told; every count leads to its events. */
import type { JSX } from 'preact'
import { SortTable, type Column } from '../desk/SortTable'
import { clockMinutes, count, exact, percent, took } from '../lib/format'
import { named } from '../lib/i18n'
import { commonWords } from '../locales/common'
import { Figure } from './Trace'
import type { Message, Review } from './types'
import { reviewWords } from './words'

export function Communications({ told }: { readonly told: Review['communications'] }): JSX.Element {
  const w = reviewWords()
  const ask = (row: Message): { readonly of: string; readonly name: string; readonly title: string } => ({ of: 'broadcast', name: row.id, title: named(row, 'title') })
  const figure = (name: 'customers' | 'delivered' | 'failed', title: string): Column<Message> => ({
    name, title, numeric: true, sort: (row) => row[name], text: (row) => String(row[name]),
    cell: (row) => <span class={name === 'failed' && row[name] > 0 ? 'late' : ''} title={exact(row[name])}><Figure ask={ask(row)}>{[count(row[name]).figure, count(row[name]).unit].filter(Boolean).join(' ')}</Figure></span>,
  })
  const span = (name: 'wait_s' | 'sending_s', title: string): Column<Message> => ({ name, title, numeric: true, sort: (row) => row[name] ?? -1, text: (row) => spanText(row, name), cell: (row) => (row[name] === null ? '-' : <Figure ask={ask(row)}>{spanText(row, name)}</Figure>) })
  const spanText = (row: Message, name: 'wait_s' | 'sending_s'): string => (row[name] === null ? '-' : took((row[name] ?? 0) * 1000))
  const columns: readonly Column<Message>[] = [
    { name: 'title', title: w.message, text: (row) => named(row, 'title') },
    { name: 'state', title: w.state, text: (row) => commonWords().measureState(row.state) },
    { name: 'sent', title: w.sentAt, sort: (row) => row.started_at ?? '', text: (row) => (row.started_at ? clockMinutes(row.started_at) : '-'), cell: (row) => (row.started_at ? <Figure ask={ask(row)}>{clockMinutes(row.started_at)}</Figure> : '-') },
    span('wait_s', w.waitApproval), span('sending_s', w.sendingTime), figure('customers', w.addressed), figure('delivered', w.delivered),
    { name: 'share', title: '%', numeric: true, sort: (row) => row.delivered / Math.max(1, row.customers), text: (row) => percent(row.delivered, row.customers), cell: (row) => <Figure ask={ask(row)}>{percent(row.delivered, row.customers)}</Figure> },
    figure('failed', w.failed),
  ]
  const { notices } = told
  const channels = Object.entries(notices.channels).map(([name, many]) => `${w.channel(name)} ${exact(many)}`)
  return (
    <section class="block">
      <div class="block-head"><h2>{w.communications}</h2><span class="num"><Figure ask={{ of: 'calls', title: w.eventsOf(w.notices) }}>{w.noticesLine(exact(notices.people), channels.join(' · '), exact(notices.unreached))}</Figure></span></div>
      {told.messages.length === 0 ? <p class="hint">{w.noMessages}</p> : <SortTable rows={told.messages} columns={columns} keyOf={(row) => row.id} initial="sent" name="messages" folds="title" />}
    </section>
  )
}
