/** One drill: its head and controls, what comes next, its score, and how it went. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { Failure, Skeleton } from '../components/Panel'
import { ReasonDialog } from '../desk/ReasonDialog'
import { useAction, type Action } from '../desk/useAction'
import { useEvery } from '../desk/useEvery'
import { useLoad } from '../desk/useLoad'
import { clock, moment, took } from '../lib/format'
import { named, said } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { can } from '../lib/session'
import { now, worldRate } from '../lib/worldclock'
import { ScoreTable } from './ScoreTable'
import type { DrillDetail, DrillRow, InjectRow } from './types'
import { drillWords } from './words'
import './drills.css'

const LOOK_MS = 4000
const SPEEDS = [1, 10, 60, 300] as const

export function OneDrill({ id }: { readonly id: string }): JSX.Element {
  const [turn, setTurn] = useState(0)
  const again = (): void => setTurn((n) => n + 1)
  const { value, error, reload } = useLoad<DrillDetail>(`/drills/${id}`, turn)
  const goesOn = value?.drill.state === 'running' || value?.drill.state === 'paused'
  useEvery(LOOK_MS, again, goesOn)
  if (!value) return error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={8} />
  return <Drill value={value} again={again} />
}

function Drill({ value, again }: { readonly value: DrillDetail; readonly again: () => void }): JSX.Element {
  const w = drillWords()
  const action = useAction(again)
  const { drill, injects, score } = value
  const upcoming = injects.filter((one) => one.state === 'planned')
  const conducts = can('drill.conduct') && (drill.state === 'running' || drill.state === 'paused')
  return (
    <div class="page drills">
      <header class="page-head">
        <h2>{named(drill, 'title')}</h2><span class={`tag drill-${drill.state}`}>{w.state(drill.state)}</span>
        <span class="gap" />
        <a class="button button-plain button-normal" href="/drills">{w.all}</a>
        {drill.started_at ? <a class="button button-plain button-normal" href={`/live/${drill.of_incident}`}>{w.incident}</a> : null}
        {drill.started_at && can('review.read') ? <a class="button button-plain button-normal" href={`/review/${drill.of_incident}`}>{w.review}</a> : null}
      </header>
      <div class="page-body">
        <Head drill={drill} />
        {can('drill.conduct') ? <Controls drill={drill} action={action} /> : null}
        {action.error ? <Failure error={action.error} /> : null}
        {injects.length === 0 ? <p class="tx-2">{drill.started_at ? w.players : w.notBegun}</p> : null}
        {score && drill.started_at ? <section class="block"><div class="block-head"><h3>{w.score}</h3></div><ScoreTable score={score} injects={injects} /></section> : null}
        {injects.length ? (
          <section class="block">
            <div class="block-head"><h3>{w.injects}</h3>{upcoming.length === 0 ? <span>{w.nothingNext}</span> : null}</div>
            <ol class="drill-injects">{injects.map((one) => <Inject key={one.id} one={one} drill={drill} conducts={conducts} action={action} isNext={one === upcoming[0]} />)}</ol>
          </section>
        ) : null}
        {value.story.length ? <section class="block"><div class="block-head"><h3>{w.story}</h3></div><ul class="drill-story">{value.story.map((one) => <li key={`${one.at}${one.type}`}><time class="num tx-2">{moment(one.at)}</time> {said(one.say)}</li>)}</ul></section> : null}
        {value.scenario ? <details><summary>{w.file}</summary><pre class="drill-file">{value.scenario}</pre></details> : null}
      </div>
    </div>
  )
}

function Head({ drill }: { readonly drill: DrillRow }): JSX.Element {
  const w = drillWords()
  const end = drill.ended_at ? Date.parse(drill.ended_at) : now.value
  return (
    <dl class="drill-head">
      <div><dt>{w.playbook}</dt><dd><a href={`/playbooks/${drill.playbook}`}>{drill.playbook}</a> <code class="tx-3">{drill.playbook_digest.slice(0, 12)}</code></dd></div>
      <div><dt>{w.scenario}</dt><dd>{drill.scenario} <code class="tx-3">{drill.scenario_digest.slice(0, 12)}</code></dd></div>
      {drill.prepared_by_name ? <div><dt>{w.by}</dt><dd>{named(drill.prepared_by_name, 'name')}</dd></div> : null}
      {drill.started_at ? <div><dt>{w.began}</dt><dd class="num">{moment(drill.started_at)}</dd></div> : null}
      {drill.started_at ? <div><dt>{w.elapsed}</dt><dd class="num">{took(end - Date.parse(drill.started_at))}</dd></div> : null}
    </dl>
  )
}

function Controls({ drill, action }: { readonly drill: DrillRow; readonly action: Action }): JSX.Element | null {
  const w = drillWords()
  const [cancels, setCancels] = useState(false)
  const step = (name: string): void => void action.run(name, { path: `/drills/${drill.id}/${name}` })
  if (drill.state === 'ended' || drill.state === 'cancelled') return null
  return (
    <div class="toolbar drill-controls">
      {drill.state === 'prepared' ? <><Button kind="primary" onPress={() => step('start')} busy={action.busy === 'start' && w.start} title={w.startHint}>{w.start}</Button><span class="tx-2">{w.startHint}</span><span class="gap" /><Button onPress={() => setCancels(true)}>{w.cancel}</Button></> : null}
      {drill.state === 'running' ? <Button onPress={() => step('pause')} busy={action.busy === 'pause' && w.pause}>{w.pause}</Button> : null}
      {drill.state === 'paused' ? <Button kind="primary" onPress={() => step('resume')} busy={action.busy === 'resume' && w.resume}>{w.resume}</Button> : null}
      {drill.state !== 'prepared' ? (
        <>
          <div class="segmented" role="group" aria-label={w.speed}>{SPEEDS.map((rate) => <button key={rate} type="button" aria-pressed={worldRate.value === rate} onClick={() => void action.run('rate', { path: '/world/rate', body: { rate } }).then((done) => done && location.reload())}>{rate}×</button>)}</div>
          <span class="tx-2">{w.speed}</span><span class="gap" />
          <Button kind="stop" onPress={() => step('end')} busy={action.busy === 'end' && w.end} title={w.endHint}>{w.end}</Button>
        </>
      ) : null}
      {cancels ? <ReasonDialog title={w.cancel} go={w.cancel} action={action} onClose={() => setCancels(false)} onSend={(reason) => action.run('cancel', { path: `/drills/${drill.id}/cancel`, body: { reason } })} /> : null}
    </div>
  )
}

function Inject({ one, drill, conducts, action, isNext }: { readonly one: InjectRow; readonly drill: DrillRow; readonly conducts: boolean; readonly action: Action; readonly isNext: boolean }): JSX.Element {
  const w = drillWords()
  const cutsNow = one.until !== null && Date.parse(one.until) > now.value
  const act = (name: string): void => void action.run(`${name}${one.inject}`, { path: `/drills/${drill.id}/${name}`, body: { inject: one.inject } })
  const what = [one.system ? w.system(one.system) : '', one.place ? provinceName(one.place) : '', one.until ? (cutsNow ? w.until : w.back)(clock(one.until)) : one.minutes ? w.lasts(one.minutes) : ''].filter(Boolean).join(' · ')
  const at = one.done_at ?? one.due_at
  return (
    <li class={`drill-inject is-${one.state}${isNext ? ' is-next' : ''}`}>
      <span class="num tx-2">{at ? clock(at) : w.minute(String(Math.round(one.after_s / 6) / 10))}</span>
      <span class="drill-what"><strong>{named(one, 'title')}</strong>{what ? <small class="tx-2"> {what}</small> : null}{one.text ? <p class="tx-2">{one.text}</p> : null}{one.reason ? <p class="tone-bad">{one.reason}</p> : null}</span>
      <span class={`tag drill-${one.state}`}>{isNext ? w.next : w.inject(one.state)}</span>
      {conducts && one.state === 'planned' ? <span class="drill-acts"><Button size="small" onPress={() => act('release')} busy={action.busy === `release${one.inject}` && w.releaseNow}>{w.releaseNow}</Button><Button size="small" kind="quiet" onPress={() => act('skip')} busy={action.busy === `skip${one.inject}` && w.skip}>{w.skip}</Button></span> : null}
      {conducts && cutsNow ? <span class="drill-acts"><Button size="small" onPress={() => act('bring-back')} busy={action.busy === `bring-back${one.inject}` && w.bringBack}>{w.bringBack}</Button></span> : null}
    </li>
  )
}
