/** The league of an incident: rules that stand written, scores with their parts, objections, practices, history. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { useBells } from '../desk/useBells'
import { useLoad } from '../desk/useLoad'
import { exact, percent } from '../lib/format'
import { named, said } from '../lib/i18n'
import { can, seesNation } from '../lib/session'
import type { Store } from '../lib/store'
import { Figure, Trace } from '../review/Trace'
import { reviewWords } from '../review/words'
import { AnswerForm, AwardForm, NominateForm, ObjectForm } from './Forms'
import { History } from './History'
import { Objections, Practices } from './Told'
import { Scores } from './Scores'
import type { Criterion, League, Nomination, Objection } from './types'
import { leagueWords } from './words'
import './league.css'

type Open = { readonly what: 'object' | 'nominate' } | { readonly what: 'answer'; readonly objection: Objection } | { readonly what: 'award'; readonly nomination: Nomination } | null

const TOLD = /^(ProvinceAssessed|Objection|PracticeNominated|PrizeAwarded)/

export function LeaguePage({ store }: { readonly store: Store }): JSX.Element {
  const w = leagueWords()
  const turn = useSignal(0)
  const open = useSignal<Open>(null)
  const path = `/incidents/${store.incidentId}`
  const { value, error, reload } = useLoad<League>(`${path}/league`, turn.value)
  const again = (): void => {
    turn.value += 1
  }
  const action = useAction(again)
  useBells({ rosters: false, types: TOLD }, again)
  if (!value) return error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={12} />
  const close = (): void => {
    open.value = null
  }
  const done = (): void => {
    close()
    again()
  }
  const now = open.value
  const shown = value.scores.length > 0 ? value.scores : (value.draft ?? [])
  return (
    <div class="page league">
      <header class="page-head">
        <span class="tx-2">{w.title} /</span>
        <h2>{seesNation() ? named(store.incident.value, 'title') : named(store.provinces.value[0], 'title')}</h2>
        <span class="gap" />
        <a class="button" href={`/outcomes/${store.incidentId}`}>{w.outcomes}</a>
        {can('league.nominate') ? <Button onPress={() => (open.value = { what: 'nominate' })}>{w.nominate}</Button> : null}
        {can('league.object') && value.scores.length > 0 ? <Button onPress={() => (open.value = { what: 'object' })}>{w.object}</Button> : null}
        {can('league.publish') ? <Button kind="primary" busy={action.busy === 'publish' && w.publish} onPress={() => void action.run('publish', { path: `${path}/league/publish` })}>{value.scores.length > 0 ? w.publishAgain : w.publish}</Button> : null}
      </header>
      <div class="page-body">
        {action.error ? <Failure error={action.error} /> : null}
        {value.scores.length === 0 ? <p class="banner">{value.draft ? w.notPublished : w.waits}</p> : null}
        {shown.length > 0 ? <Scores scores={shown} draft={value.scores.length > 0 ? value.draft : null} criteria={value.rules.criteria} published={value.scores.length > 0} incident={store.incidentId} /> : value.draft ? <Empty>{w.noHistory}</Empty> : null}
        <Rules league={value} />
        <div class="league-pair">
          <Objections objections={value.objections} criteria={value.rules.criteria} {...(can('league.answer') ? { onAnswer: (objection: Objection) => (open.value = { what: 'answer', objection }) } : {})} />
          <Practices nominations={value.nominations} {...(can('league.award') ? { onAward: (nomination: Nomination) => (open.value = { what: 'award', nomination }) } : {})} />
        </div>
        <div class="league-pair">
          <History league={value} />
          {value.teams.length > 0 ? <Teams league={value} /> : null}
        </div>
      </div>
      <Trace incident={store.incidentId ?? ''} />
      {now?.what === 'object' ? <ObjectForm path={path} criteria={value.rules.criteria} onDone={done} onClose={close} /> : null}
      {now?.what === 'nominate' ? <NominateForm path={path} onDone={done} onClose={close} /> : null}
      {now?.what === 'answer' ? <AnswerForm objection={now.objection} criteria={value.rules.criteria} onDone={done} onClose={close} /> : null}
      {now?.what === 'award' ? <AwardForm nomination={now.nomination} onDone={done} onClose={close} /> : null}
    </div>
  )
}

function Rules({ league }: { readonly league: League }): JSX.Element {
  const w = leagueWords()
  return (
    <details class="block" open={!seesNation()}>
      <summary><h2>{w.rules}</h2></summary>
      <p class="hint read">{w.rulesHint(league.rules.version, league.rules.least_weight)}</p>
      <div class="table-wrap">
        <table class="table table-folds">
          <thead><tr><th scope="col">{w.criterion}</th><th scope="col" class="num">{w.weight}</th><th scope="col">{w.how}</th><th scope="col" class="num">{w.lineOf}</th></tr></thead>
          <tbody>{league.rules.criteria.map((rule) => <Rule key={rule.name} rule={rule} />)}</tbody>
        </table>
      </div>
    </details>
  )
}

function Rule({ rule }: { readonly rule: Criterion }): JSX.Element {
  const w = leagueWords()
  return <tr><td class="nowrap">{said(rule)}</td><td class="num" data-label={w.weight}>{rule.weight}</td><td class="league-how" data-label={w.how}>{named(rule, 'how')}</td><td class="num nowrap" data-label={w.lineOf}>{rule.none} → {rule.full} {named(rule, 'unit')}</td></tr>
}

function Teams({ league }: { readonly league: League }): JSX.Element {
  const w = leagueWords()
  const told = (team: League['teams'][number], of: string, text: string): JSX.Element | string => (can('review.read') ? <Figure ask={{ of, name: team.team, title: reviewWords().eventsOf(named(team, 'title')) }}>{text}</Figure> : text)
  return (
    <section class="block">
      <div class="block-head"><h2>{w.teams}</h2><span class="num">{league.teams.length}</span></div>
      <div class="table-wrap">
        <table class="table">
          <thead><tr><th scope="col">{w.team}</th><th scope="col" class="num">{w.provincesN}</th><th scope="col" class="num">{w.tasks}</th><th scope="col" class="num">{w.inTime}</th><th scope="col" class="num">{w.done}</th></tr></thead>
          <tbody>
            {league.teams.map((team) => (
              <tr key={team.team}>
                <td>{named(team, 'title')}</td><td class="num">{told(team, 'team_tasks', exact(team.provinces))}</td><td class="num">{told(team, 'team_tasks', exact(team.tasks))}</td>
                <td class="num">{told(team, 'team_in_time', percent(team.in_time, team.tasks))}%</td><td class="num">{told(team, 'team_done', percent(team.done, team.tasks))}%</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

