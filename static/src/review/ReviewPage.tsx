/** Planned against actual, assembled from the log alone; prints on A4. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Failure, Skeleton } from '../components/Panel'
import { LevelChip } from '../components/Level'
import { useLoad } from '../desk/useLoad'
import { clockMinutes, day, exact, money, moneyText, moment, percent } from '../lib/format'
import { Glyph } from '../lib/glyphs'
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import type { Store } from '../lib/store'
import { now } from '../lib/worldclock'
import { commonWords } from '../locales/common'
import { Board } from '../findings/Board'
import type { NoteAbout } from '../findings/NoteDialog'
import { MomentLink } from '../findings/parts'
import { Acknowledgement } from './Acknowledgement'
import { Communications } from './Communications'
import { DrillScore } from './DrillScore'
import { Outcomes } from './Outcomes'
import { Picture } from './Picture'
import { Provinces } from './Provinces'
import { Results } from './Results'
import { Figure, Trace, type Asked } from './Trace'
import type { Decision, Review } from './types'
import { WhatIf } from './WhatIf'
import { reviewWords } from './words'
import './review.css'

const OVER = new Set(['closed', 'reviewed', 'cancelled'])

export function ReviewPage({ store }: { readonly store: Store }): JSX.Element {
  const { value, error, loading, reload } = useLoad<Review>(`/incidents/${store.incidentId}/review`)
  if (!value) return error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={14} />
  return <Told review={value} loading={loading} onReload={reload} />
}

function Told({ review, loading, onReload }: { readonly review: Review; readonly loading: boolean; readonly onReload: () => void }): JSX.Element {
  const w = reviewWords()
  const { incident, log } = review
  const noting = useSignal<NoteAbout | null>(null)
  const note = (about: NoteAbout | null): void => void (noting.value = about)
  return (
    <div class="page review">
      <header class="page-head">
        <span class="tx-2">{w.title} /</span>
        <h2>{named(incident, 'title')}</h2>
        <span class="chip">{commonWords().incidentState(incident.state)}</span>
        <LevelChip level={incident.response_level} />
        <span class="tx-2 num">{day(review.timeline.from)} {clockMinutes(review.timeline.from)} – {day(review.timeline.to)} {clockMinutes(review.timeline.to)}</span>
        <span class="tx-2 nowrap num">{w.log} <MomentLink incident={incident.id} position={log.first} /> – <MomentLink incident={incident.id} position={log.last} /> <Glyph kind={log.verified ? 'done' : 'failed'} label="" /> {log.verified ? w.chainOk : w.chainBad}</span>
        <span class="gap" />
        <Button busy={loading && commonWords().loading} onPress={onReload}>{w.refresh}</Button>
        <a class="button button-plain button-normal" href={`/reports/${incident.id}`}>{w.reports}</a>
        <Button kind="primary" onPress={() => print()}>{w.print}</Button>
      </header>
      {log.faults.length > 0 ? <p class="note note-bad">{log.faults.join(' ')}</p> : null}
      {OVER.has(incident.state) ? null : <p class="banner">{w.running} {w.at(clockMinutes(now.peek()))}</p>}
      <section class="review-picture">
        <div class="block-head">
          <h2>{w.whole}</h2>
          <span class="legend">
            <i class="key key-wait" />{w.waitApproval} <i class="key key-run" />{w.executing} <i class="key key-effect" />{w.inEffect} · {w.notLinear}
          </span>
        </div>
        <Picture review={review} />
      </section>
      <div class="page-body">
        <Headline review={review} />
        <DrillScore incident={incident.id} />
        <Board incident={incident.id} noting={noting.value} onNote={note} />
        <Provinces lines={review.provinces} limit={review.acknowledgements.limit_minutes} />
        <Results incident={incident.id} />
        <div class="review-pair">
          <Acknowledgement told={review.acknowledgements} />
          <Outcomes lines={review.outcomes} />
        </div>
        <Communications told={review.communications} />
        <WhatIf incident={incident.id} hazard={incident.hazard} />
        <Decisions incident={incident.id} decisions={review.decisions} />
      </div>
      <Trace incident={incident.id} onNote={note} />
    </div>
  )
}

function Headline({ review }: { readonly review: Review }): JSX.Element {
  const w = reviewWords()
  const { measures } = review.timeline
  const tasks = review.timeline.tasks.filter((task) => task.state !== 'cancelled')
  const done = tasks.filter((task) => task.state === 'resolved' || task.state === 'closed').length
  const cap = measures.reduce((all, bar) => all + (bar.approved_at ? (bar.cap_fen ?? 0) : 0), 0)
  const spent = review.provinces.reduce((all, line) => all + line.applied_fen, 0)
  const inTime = tasks.filter((task) => task.answer_s !== null && !task.late).length
  const cells: readonly [string, string, string, string][] = [
    ['provinces', w.provincesN, exact(review.provinces.length), ''],
    ['measures', w.measuresN, exact(measures.length), ''],
    ['done', w.tasksDone, `${exact(done)} / ${exact(tasks.length)}`, `${percent(done, tasks.length)}%`],
    ...(review.recalled > 0 ? [['recalled', w.recalled, exact(review.recalled), ''] as [string, string, string, string]] : []),
    ['acknowledged', w.inTime, `${exact(inTime)} / ${exact(tasks.length)}`, `${percent(inTime, tasks.length)}%`],
    ['committed', w.committed, moneyText(cap), money(cap).exact],
    ['applied', w.spent, moneyText(spent), money(spent).exact],
  ]
  const ask = (of: string, label: string): Asked => ({ of, title: w.eventsOf(label) })
  return (
    <dl class="figures">
      {cells.map(([of, label, figure, small]) => (
        <div class="figure-block" key={label}>
          <dt>{label}</dt>
          <dd class="figure"><Figure ask={ask(of, label)}>{figure}{small.endsWith('%') ? <small> {small}</small> : null}</Figure></dd>
        </div>
      ))}
    </dl>
  )
}

function Decisions({ incident, decisions }: { readonly incident: string; readonly decisions: readonly Decision[] }): JSX.Element {
  const w = reviewWords()
  const kinds: Readonly<Record<string, string>> = { decision: w.decision, order: w.order, call: w.call, request: w.request }
  return (
    <section class="block">
      <div class="block-head"><h2>{w.decisions}</h2><span class="num"><Figure ask={{ of: 'decisions', title: w.eventsOf(w.decisions) }}>{decisions.length}</Figure></span></div>
      {decisions.length === 0 ? <p class="hint">{w.noDecisions}</p> : null}
      <ol class="history">
        {decisions.map((decision) => (
          <li key={decision.id}>
            <time dateTime={decision.at} title={moment(decision.at)}>{day(decision.at)} {clockMinutes(decision.at)}</time>
            <span><span class="tag">{kinds[decision.kind] ?? decision.kind}</span> {decision.province ? `${provinceName(decision.province)} · ` : ''}{decision.text}</span>
            <small>{named(decision, 'person')} <span title={w.decisionMoment}><MomentLink incident={incident} position={decision.position} /></span></small>
          </li>
        ))}
      </ol>
    </section>
  )
}
