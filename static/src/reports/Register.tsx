/** What was taken out: who, when, why, how far it is, and the file where it can be had. */
import type { JSX } from 'preact'
import { Empty } from '../components/Panel'
import { exact, moment } from '../lib/format'
import { language, named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { can, session } from '../lib/session'
import { kindName, sizeText } from './telling'
import type { ReportRow } from './types'
import { reportWords } from './words'

export function Register({ rows }: { readonly rows: readonly ReportRow[] }): JSX.Element {
  const w = reportWords()
  return (
    <section class="block">
      <div class="block-head"><h2>{w.register}</h2><span>{w.registerHint}</span></div>
      {rows.length === 0 ? <Empty>{w.none}</Empty> : null}
      <ul class="reports-list">{rows.map((row) => <li key={row.id}><Line row={row} /></li>)}</ul>
    </section>
  )
}

function Line({ row }: { readonly row: ReportRow }): JSX.Element {
  const w = reportWords()
  return (
    <>
      <div class="reports-what">
        <strong>{kindName(row.kind)}</strong>{' '}
        <span class="tag">{row.format.toUpperCase()}</span>{' '}
        {row.format === 'bundle' || row.format === 'parquet' ? null : <span class="tag">{row.language === 'zh' ? '中文' : 'English'}</span>}{' '}
        {row.only_province ? <span class="tag">{w.of(provinceName(row.only_province))}</span> : null}
        <p>{row.number === null ? row.purpose : w.scheduled(row.number)}</p>
      </div>
      <div class="reports-who"><span>{named(row.by, 'name')}</span><time class="num tx-2" dateTime={row.asked_at}>{moment(row.asked_at)}</time></div>
      <div class="reports-state"><State row={row} /></div>
    </>
  )
}

function State({ row }: { readonly row: ReportRow }): JSX.Element {
  const w = reportWords()
  if (row.state === 'failed') return <p class="bad" role="alert">{w.failed}: {language.value === 'zh' ? row.failure_zh : row.failure_en}</p>
  if (row.state === 'asked') {
    return (
      <>
        <progress {...(row.waiting || row.whole === 0 ? {} : { value: row.done, max: row.whole })} aria-label={kindName(row.kind)} />
        <span class="num tx-2">{row.waiting ? w.waiting : w.progress(exact(row.done), exact(row.whole))}</span>
      </>
    )
  }
  const mine = row.number !== null || row.person_id === session.value?.person?.id
  return (
    <>
      {row.there && mine && can('report.fetch') ? <a class="button button-primary button-normal" href={`/api/v1/reports/${row.id}/file`} download>{w.fetch}</a> : <span class="hint">{row.there ? w.again : w.gone}</span>}
      <span class="num tx-2">{w.upto(exact(row.position ?? 0))} · {sizeText(row.size ?? 0)}</span>
      <code class="reports-digest" title={w.digest}>{row.sha256?.slice(0, 16)}…</code>
    </>
  )
}
