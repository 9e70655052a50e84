/** One page for whoever takes over (ICS 201): printed on A4 in either language, or read on a phone on the way in. */
import type { JSX } from 'preact'
import { BasisChip } from '../components/Basis'
import { Button } from '../components/Button'
import { LevelChip, WarningChip } from '../components/Level'
import { Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { clockMinutes, countText, day, exact, moment, took } from '../lib/format'
import { half, language, named, said } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import type { Store } from '../lib/store'
import type { NamedTask } from '../lib/tasking-types'
import type { PersonName } from '../lib/types'
import { commonWords } from '../locales/common'
import { bandName, gradedByHand } from '../live/map/bandNames'
import { taskingWords } from '../tasking/words'
import { BriefMap } from './BriefMap'
import type { Action, Brief } from './types'
import { briefWords } from './words'
import '../desk/pages.css'
import './brief.css'

function when(at: string): string {
  return `${day(at)} ${clockMinutes(at)}`
}

export function BriefPage({ store }: { readonly store: Store }): JSX.Element {
  const w = briefWords()
  const { value: brief, error, reload } = useLoad<Brief>(`/incidents/${store.incidentId}/brief`)
  if (error && !brief) return <Failure error={error} onRetry={reload} />
  if (!brief) return <Skeleton rows={14} />
  const { incident } = brief
  return (
    <div class="page brief">
      <header class="page-head brief-head">
        <h2>{w.title}</h2>
        <strong>{named(incident, 'title')}</strong>
        <LevelChip level={incident.response_level} /><WarningChip colour={incident.warning_colour} />
        <span class="tag">{commonWords().incidentState(incident.state)}</span>
        <span class="num tx-2" title={moment(brief.at)}>{w.asOf(when(brief.at))} · {w.upTo(exact(brief.position))}</span>
        <span class="gap" />
        <span class="no-print"><Button onPress={() => print()}>{w.print}</Button></span>
      </header>
      <div class="brief-grid">
        <Situation brief={brief} />
        <section class="block brief-map-block"><h3>{w.map}</h3><BriefMap brief={brief} /></section>
        <section class="block"><h3>{w.decisions}</h3>
          {brief.decisions.length === 0 ? <p class="hint">{w.noDecisions}</p> : (
            <ul class="brief-list">{brief.decisions.map((note) => <li key={note.at}><span class="num tx-2">{when(note.at)}</span> {note.text} <span class="tx-2">{named(note.person, 'name')}</span></li>)}</ul>
          )}
        </section>
        <Actions brief={brief} />
        <Duty brief={brief} />
        <Resources brief={brief} />
        <Issues brief={brief} />
        <section class="block"><h3>{w.deadlines}</h3><Tasks tasks={brief.tasking.due.slice(0, 8)} /></section>
        <section class="block brief-log"><h3>{w.log}</h3>
          <ol class="brief-list">{brief.log.slice(-24).map((event) => <li key={event.position}><span class="num tx-2">{when(event.at)}</span> {said(event.say)}</li>)}</ol>
        </section>
        <footer class="brief-sign"><span>{w.page}</span><span>{w.taker}</span></footer>
      </div>
    </div>
  )
}

function Situation({ brief }: { readonly brief: Brief }): JSX.Element {
  const w = briefWords()
  const { footprint, bands, provinces, counties } = brief.situation
  gradedByHand.value = Boolean(footprint?.basis)
  const sum = (pick: (band: Brief['situation']['bands'][number]) => number): number => bands.reduce((total, band) => total + pick(band), 0)
  return (
    <section class="block"><h3>{w.situation}</h3>
      {footprint ? (
        <>
          <p>{w.footprint(half(footprint.title), footprint.version)} · {w.extent(provinces, counties)}{footprint.not_assessed ? ` · ${w.notAssessed(footprint.not_assessed)}` : ''} <BasisChip basis={footprint.basis} /></p>
          <table class="table"><thead><tr><th scope="col">{w.band}</th><th scope="col" class="num">{w.customers}</th><th scope="col" class="num">{w.sites}</th></tr></thead>
            <tbody>{bands.map((band) => <tr key={band.band}><td>{bandName(band.unit, band.value_milli / 1000)}</td><td class="num" title={exact(band.customers)}>{countText(band.customers)}</td><td class="num">{exact(band.sites)}</td></tr>)}</tbody>
            <tfoot><tr><th scope="row">{w.total}</th><td class="num">{countText(sum((band) => band.customers))}</td><td class="num">{exact(sum((band) => band.sites))}</td></tr></tfoot>
          </table>
        </>
      ) : <p class="hint">{w.noFootprint}</p>}
      {brief.links.length ? <p>{w.links}: {brief.links.map((link) => taskingWords().linkOf(link.kind, link.direction, named(link, 'other_title'))).join(' · ')}</p> : null}
    </section>
  )
}

function Actions({ brief }: { readonly brief: Brief }): JSX.Element {
  const w = briefWords()
  const { counts, total, acknowledge } = brief.tasking
  const n = (...keys: string[]): number => keys.reduce((sum, key) => sum + (counts[key] ?? 0), 0)
  const line = [
    w.tasks(exact(n('done')), exact(total)), w.waiting(exact(n('open', 'late'))), w.working(exact(n('acknowledged', 'working', 'held', 'work_late'))),
    n('late', 'work_late') ? w.overdue(exact(n('late', 'work_late'))) : '', n('declined') ? w.rejected(exact(n('declined'))) : '',
  ].filter(Boolean).join(' · ')
  const list = (head: string, rows: readonly Action[]): JSX.Element => (
    <p><strong>{head}</strong> {rows.length === 0 ? w.none : rows.map((row) => `${named(row, 'title')} (${commonWords().measureState(row.state)}, ${countText(row.customers)})`).join(language.value === 'zh' ? '；' : '; ')}</p>
  )
  return (
    <section class="block"><h3>{w.actions}</h3>
      <p>{line}</p>
      {acknowledge.p50_s === null || acknowledge.p90_s === null ? null : <p>{w.median(took(acknowledge.p50_s * 1000), took(acknowledge.p90_s * 1000))}</p>}
      {list(w.measures, brief.measures)}
      {list(w.broadcasts, brief.broadcasts)}
    </section>
  )
}

function Duty({ brief }: { readonly brief: Brief }): JSX.Element {
  const w = briefWords()
  const people = (rows: readonly PersonName[]): string => rows.map((one) => named(one, 'name')).join(language.value === 'zh' ? '、' : ', ') || w.none
  return (
    <section class="block"><h3>{w.duty}</h3>
      <dl class="brief-facts">
        <dt>{w.onDuty}</dt><dd>{people(brief.duty.on_duty)} {brief.duty.until ? <span class="tx-2">{w.until(when(brief.duty.until))}</span> : brief.duty.rostered ? null : <span class="tx-2">{w.notRostered}</span>}</dd>
        {brief.duty.deputies.length ? <><dt>{w.deputies}</dt><dd>{people(brief.duty.deputies)}</dd></> : null}
        <dt>{w.commanders}</dt><dd>{people(brief.duty.commanders)}</dd>
        <dt>{w.approvers}</dt><dd>{people(brief.duty.approvers)}</dd>
      </dl>
    </section>
  )
}

function Resources({ brief }: { readonly brief: Brief }): JSX.Element {
  const w = briefWords()
  return (
    <section class="block"><h3>{w.resources}</h3>
      {brief.aid.length + brief.asks.length === 0 ? <p class="hint">{w.noAid}</p> : null}
      <ul class="brief-list">
        {brief.aid.map((one, index) => (
          <li key={index}>{one.province ? `${provinceName(one.province)} · ` : ''}{w.aid(taskingWords().ask(one.kind), one.quantity)} · {w.neededBy(when(one.needed_by))} · {w.state(one.state)}{Object.keys(one.commitments).length ? ` (${Object.entries(one.commitments).map(([province, n]) => `${provinceName(province)} ${n}`).join(', ')})` : ''}</li>
        ))}
        {brief.asks.map((ask) => <li key={ask.id}><strong>{w.ask}</strong> {provinceName(ask.province)} · {taskingWords().ask(ask.kind)}{ask.quantity === null ? '' : ` ${taskingWords().quantity(ask.quantity)}`}: {ask.text} <span class={ask.overdue ? 'late' : 'tx-2'}>{taskingWords().answerDue} {when(ask.answer_due_at)}</span></li>)}
      </ul>
    </section>
  )
}

function Issues({ brief }: { readonly brief: Brief }): JSX.Element {
  const w = briefWords()
  const found = brief.provinces.flatMap((row) => {
    const place = provinceName(row.province)
    return [
      row.silent_since ? w.silent(place, when(row.silent_since)) : '', row.late ? w.late(place, row.late) : '', row.declined ? w.declined(place, row.declined) : '',
    ].filter(Boolean)
  })
  return (
    <section class="block"><h3>{w.issues}</h3>
      {found.length === 0 ? <p class="hint">{w.noIssues}</p> : <p>{found.slice(0, 24).join(' · ')}{found.length > 24 ? ' …' : ''}</p>}
      <Tasks tasks={brief.tasking.overdue.slice(0, 6)} />
    </section>
  )
}

function Tasks({ tasks }: { readonly tasks: readonly NamedTask[] }): JSX.Element {
  return (
    <ul class="brief-list">
      {tasks.map((task) => <li key={task.id}><span class="num tx-2">{when(task.state === 'dispatched' ? task.ack_due_at : (task.work_due_at ?? task.ack_due_at))}</span> {provinceName(task.province)} · {named(task, 'title')} <span class="tx-2">{commonWords().taskState(task.state)}</span></li>)}
    </ul>
  )
}
