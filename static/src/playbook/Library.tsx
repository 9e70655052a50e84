import type { JSX } from 'preact'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { HAZARDS, hazardName, type IncidentKind } from '../lib/hazards'
import { named } from '../lib/i18n'
import { can } from '../lib/session'
import { Drafts } from '../workbench/Drafts'
import { workbenchWords } from '../workbench/words'
import type { PlaybookRow } from './types'
import { Variants } from './Variants'
import { playbookWords } from './words'
import './playbook.css'

const KINDS: readonly IncidentKind[] = ['disaster', 'network', 'planned_event']

/** Playbooks by kind of incident, in the order in which hazards are offered; those for no known hazard stand with the disasters. */
export function byKind(rows: readonly PlaybookRow[]): readonly (readonly [IncidentKind, readonly PlaybookRow[]])[] {
  const place = (row: PlaybookRow, kind: IncidentKind): number => HAZARDS[kind].indexOf(row.hazards[0] ?? '')
  const kindOf = (row: PlaybookRow): IncidentKind => KINDS.find((kind) => place(row, kind) >= 0) ?? 'disaster'
  return KINDS.map((kind) => [kind, rows.filter((row) => kindOf(row) === kind).sort((a, b) => place(a, kind) - place(b, kind))] as const)
    .filter(([, held]) => held.length > 0)
}

export function Library(): JSX.Element {
  const w = playbookWords()
  const { value, error, reload } = useLoad<{ items: readonly PlaybookRow[] }>('/playbooks')
  if (!value) return error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={6} />
  if (value.items.length === 0) return <Empty>{w.empty}</Empty>
  return (
    <div class="page">
      <div class="page-body">
        {can('playbook_draft.read') ? <Drafts /> : null}
        {can('playbook.simulate') ? <p><a class="button" href="/simulations">{w.simulate}</a></p> : null}
        {byKind(value.items).map(([kind, rows]) => (
          <section key={kind} aria-label={w.kind(kind)}>
            <h2 class="library-kind">{w.kind(kind)} <span class="num tx-3">{rows.length}</span></h2>
            <ul class="library">{rows.map((row) => <li key={row.slug}><Card row={row} /></li>)}</ul>
          </section>
        ))}
        <Variants books={value.items} />
      </div>
    </div>
  )
}

function Card({ row }: { readonly row: PlaybookRow }): JSX.Element {
  const w = playbookWords()
  return (
    <a class="library-card" href={`/playbooks/${row.slug}`}>
      <h3>{named(row, 'title')}</h3>
      <p class="tx-2">{row.hazards.map(hazardName).join(' · ')}</p>
      <p class="tx-2">{w.version(row.version)} · {stateWords(row)} · {w.owner} {named(row, 'owner')}</p>
      <p class="tx-3 num"><code>{row.digest.slice(0, 12)}</code>{[row.uses ? workbenchWords().usedIn(row.uses) : '', row.drafts ? workbenchWords().openDraftsN(row.drafts) : ''].filter(Boolean).map((one) => ` · ${one}`).join('')}</p>
    </a>
  )
}

/** Where it comes from, or why it is not used. */
function stateWords(row: PlaybookRow): string {
  const w = workbenchWords()
  if (row.state === 'retired') return w.retired
  if (row.state === 'unreadable') return w.unreadable
  return row.number === 0 ? w.shipped : playbookWords().published
}
