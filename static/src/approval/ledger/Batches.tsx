/** Batches of one place and segment, each with its reasons and, opened, the accounts by opaque reference. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Failure, Skeleton } from '../../components/Panel'
import { useLoad } from '../../desk/useLoad'
import { exact, money } from '../../lib/format'
import { language, named } from '../../lib/i18n'
import { approvalWords, failureName } from '../words'
import { figure } from './Balance'
import { queryOf, type BatchLine, type Filter, type Unit } from './types'
import { ledgerWords } from './words'

interface BatchesProps {
  readonly incident: string
  readonly filter: Filter
  readonly unit: Unit
  readonly again: unknown
}

export function Batches({ incident, filter, unit, again }: BatchesProps): JSX.Element {
  const w = ledgerWords()
  const open = useSignal<string | null>(null)
  const list = useLoad<{ items: readonly BatchLine[] }>(`/incidents/${incident}/batches?${queryOf(filter)}&limit=1000`, again)
  if (!list.value) return list.error ? <Failure error={list.error} onRetry={list.reload} /> : <Skeleton rows={4} />
  return (
    <ul class="ledger-batches">
      {list.value.items.map((batch) => (
        <li key={batch.id}>
          <header>
            <strong>{named(batch, 'title')}</strong>
            <span class="tag">{w.revision} {batch.revision % 100_000}</span>
            {batch.extends && batch.stage === null ? <span class="tag">{w.extends}</span> : null}
            {batch.stage === null ? null : <span class="tag">{w.stage(batch.stage)}</span>}
            <span class={batch.parked ? 'bad' : 'tx-2'}>{batch.parked ? w.parked : w[`s_${batch.state}`]} · {w.attempt} {batch.attempt}</span>
            <span class="num">{w.intended} {figure(batch[`intended_${unit}`], unit)} · {w.applied} {figure(batch[`applied_${unit}`], unit)} · <span class={batch.failed_customers ? 'late' : ''}>{w.failed} {figure(batch[`failed_${unit}`], unit)}</span></span>
            {batch.failed_customers ? <button type="button" class="cell-link" aria-expanded={open.value === batch.id} onClick={() => (open.value = open.value === batch.id ? null : batch.id)}>{open.value === batch.id ? w.hide : w.showAccounts(exact(batch.failed_customers))}</button> : null}
          </header>
          <p class="hint"><code class="mono">{batch.id}</code>{batch.reference ? ` · ${w.reference} ${batch.reference}` : ''}</p>
          {Object.keys(batch.failures).length > 0 ? <p>{w.reasons}：{Object.entries(batch.failures).map(([reason, count]) => `${failureName(reason, language.value === 'zh')} ${exact(count)}`).join(' · ')}</p> : null}
          {open.value === batch.id ? <Accounts batch={batch.id} again={again} /> : null}
        </li>
      ))}
    </ul>
  )
}

interface Account {
  readonly account_ref: string
  readonly reason: string
  readonly fen: number
  readonly resolved: boolean
}

function Accounts({ batch, again }: { readonly batch: string; readonly again: unknown }): JSX.Element {
  const w = ledgerWords()
  const list = useLoad<{ items: readonly Account[] }>(`/batches/${batch}/accounts`, again)
  if (!list.value) return list.error ? <Failure error={list.error} onRetry={list.reload} /> : <Skeleton rows={3} />
  if (list.value.items.length === 0) return <p class="hint">{w.noAccounts}</p>
  return (
    <div class="table-wrap">
      <table class="table">
        <thead><tr><th scope="col">{approvalWords().account}</th><th scope="col">{approvalWords().reason}</th><th scope="col" class="num">{approvalWords().fen}</th><th scope="col">{w.state}</th></tr></thead>
        <tbody>
          {list.value.items.map((row) => (
            <tr key={row.account_ref}><td class="mono">{row.account_ref}</td><td>{failureName(row.reason, language.value === 'zh')}</td><td class="num">{money(row.fen).exact}</td><td class={row.resolved ? 'ok' : 'late'}>{row.resolved ? w.resolved : w.open}</td></tr>
          ))}
        </tbody>
      </table>
      {list.value.items.length >= 100 ? <p class="hint">{w.listed}</p> : null}
    </div>
  )
}
