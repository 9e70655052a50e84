/** The registers of exports and erasures, and the list of approvals; each as CSV as well. */
import type { JSX } from 'preact'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { exact, moment } from '../lib/format'
import { named, said } from '../lib/i18n'
import type { ApprovalRow, Erasure, ExportRow } from './types'
import { recordWords } from './words'

interface Listed<T> {
  readonly items: readonly T[]
  readonly most: number
}

function List<T>({ name, head, row }: { readonly name: string; readonly head: readonly string[]; readonly row: (item: T) => JSX.Element }): JSX.Element {
  const w = recordWords()
  const { value, error, reload } = useLoad<Listed<T>>(`/record/${name}`)
  if (!value) return error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={10} />
  return (
    <section class="block">
      <div class="record-bar">
        <span class="tx-2">{value.items.length >= value.most ? w.newest(value.most) : ''}</span>
        <a class="button button-plain button-normal" href={`/api/v1/record/${name}.csv`} download>{w.csv}</a>
      </div>
      {value.items.length === 0 ? <Empty>{w.none}</Empty> : (
        <div class="table-wrap"><table class="table table-folds">
          <thead><tr>{head.map((title) => <th key={title}>{title}</th>)}</tr></thead>
          <tbody>{value.items.map(row)}</tbody>
        </table></div>
      )}
    </section>
  )
}

function When({ at }: { readonly at: string }): JSX.Element {
  return <td class="nowrap" data-label={recordWords().when}><time dateTime={at}>{moment(at)}</time></td>
}

function Digest({ value }: { readonly value: string | null }): JSX.Element {
  return <td data-label={recordWords().digest}>{value ? <code title={value}>{value.slice(0, 12)}…</code> : <span class="tx-3">–</span>}</td>
}

function Position({ incident, position, label }: { readonly incident: string | null; readonly position: number | null; readonly label: string }): JSX.Element {
  if (position === null) return <td class="tx-3" data-label={label}>–</td>
  const text = `#${exact(position)}`
  return <td data-label={label}>{incident ? <a href={`/live/${incident}?at=${position}`}>{text}</a> : text}</td>
}

export function ExportsPart(): JSX.Element {
  const w = recordWords()
  const who = (row: ExportRow): string => (row.via === 'cli' ? w.machine : row.via === 'schedule' ? w.schedule : named(row.by, 'name'))
  return (
    <List<ExportRow>
      name="exports"
      head={[w.when, w.who, w.what, w.only, w.purpose, w.upto, w.digest]}
      row={(row) => (
        <tr key={row.id}>
          <When at={row.at} />
          <td data-label={w.who}>{who(row)}</td>
          <td><span>{said(row)} <span class="tag">{row.format.toUpperCase()}</span>{row.state === 'made' ? null : <> <span class="tx-3">{w.notMade}</span></>}</span></td>
          <td class="record-only" data-label={w.only}>{Object.entries(row.only).map(([name, value]) => `${name} ${String(value)}`).join(', ') || <span class="tx-3">–</span>}</td>
          <td class="record-only" data-label={w.purpose}>{row.purpose ?? <span class="tx-3">–</span>}</td>
          <Position incident={row.incident} position={row.position} label={w.upto} />
          <Digest value={row.sha256} />
        </tr>
      )}
    />
  )
}

export function ErasuresPart(): JSX.Element {
  const w = recordWords()
  return (
    <List<Erasure>
      name="erasures"
      head={[w.when, w.who, w.what, w.why, w.where]}
      row={(row) => (
        <tr key={`${row.stream}:${row.position}`}>
          <When at={row.at} />
          <td data-label={w.who}>{named(row.by, 'name')}</td>
          <td>{w.erased(row.type)}{row.count > 1 ? ` × ${exact(row.count)}` : ''}</td>
          <td class="record-only" data-label={w.why}>{row.reason ?? w.kept}</td>
          <Position incident={row.incident} position={row.position} label={w.where} />
        </tr>
      )}
    />
  )
}

const PAGE: Readonly<Record<string, (row: ApprovalRow) => string>> = {
  measure: (row) => `/measures/${row.incident}/${row.subject_id}`,
  broadcast: (row) => `/broadcasts/${row.incident}/${row.subject_id}`,
  playbook: (row) => `/playbooks/${row.subject_id}`,
}

export function ApprovalsPart(): JSX.Element {
  const w = recordWords()
  const decision: Readonly<Record<string, string>> = { approve: w.approve, reject: w.reject, return: w.return }
  return (
    <List<ApprovalRow>
      name="approvals"
      head={[w.when, w.who, w.decision, w.what, w.class, w.author, w.digest]}
      row={(row) => (
        <tr key={`${row.subject_id}:${row.revision}:${row.at}:${named(row.by, 'name')}`}>
          <When at={row.at} />
          <td data-label={w.who}>{named(row.by, 'name')}</td>
          <td data-label={w.decision} class={row.decision === 'approve' ? 'ok' : 'bad'}>{decision[row.decision] ?? row.decision}</td>
          <td><a href={PAGE[row.subject]?.(row) ?? '/'}>{w[row.subject]} · {said(row)}</a> <span class="tx-3">v{row.revision}</span></td>
          <td data-label={w.class}>{row.class}</td>
          <td data-label={w.author}>{named(row.author, 'name')}</td>
          <Digest value={row.digest} />
        </tr>
      )}
    />
  )
}
