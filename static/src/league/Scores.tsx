import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../components/Button'
import { exact } from '../lib/format'
import { named, said } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { can } from '../lib/session'
import { Figure, type Asked } from '../review/Trace'
import { reviewWords } from '../review/words'
import { drift, measured, pointsText, ranked } from './points'
import type { Criterion, Part, Score } from './types'
import { leagueWords } from './words'

interface ScoresProps {
  readonly scores: readonly Score[]
  /** What would be published now, beside what was; null where nothing is compared. */
  readonly draft: readonly Score[] | null
  readonly criteria: readonly Criterion[]
  /** They stand in the log: a total leads there. */
  readonly published: boolean
  /** Whose findings a province leads to. */
  readonly incident: string
}

/** One line a province, the best first: total, and points by criterion with what was measured. */
export function Scores({ scores, draft, criteria, published, incident }: ScoresProps): JSX.Element {
  const w = leagueWords()
  const asked = location.hash.replace('#league-', '')
  // who comes from a finding sees the row that it counts in, ranked or not
  const whole = useSignal(scores.some((score) => score.province === asked && score.rank === null))
  useEffect(() => document.getElementById(`league-${asked}`)?.scrollIntoView({ block: 'center' }), [])
  const without = scores.filter((score) => score.rank === null)
  const shown = ranked(whole.value || without.length === scores.length ? scores : scores.filter((score) => score.rank !== null))
  const now = new Map(draft?.map((one) => [one.province, one]))
  return (
    <div class="table-wrap">
      <table class="table table-folds league-table">
        <thead>
          <tr>
            <th scope="col">{w.province}</th><th scope="col" class="num">{w.rank}</th><th scope="col" class="num">{w.total}</th><th scope="col" class="wide" />
            {criteria.map((rule) => <th key={rule.name} scope="col" class="num" title={named(rule, 'how')}>{said(rule)}<br /><span class="tx-3">{rule.weight}</span></th>)}
          </tr>
        </thead>
        <tbody>
          {shown.map((score) => {
            const moved = drift(score, now.get(score.province))
            return (
              <tr key={score.province} id={`league-${score.province}`}>
                <td class="nowrap">{incident && can('finding.read') ? <a href={`/findings?incident=${incident}&scope=${score.province}`} title={w.findingsOf}>{provinceName(score.province)}</a> : provinceName(score.province)}</td>
                <td class="num nowrap" data-label={w.rank}>{score.rank === null ? <span class="tx-3">{w.noRank}</span> : <Assessed published={published} province={score.province}>{w.of(score.rank, score.of)}</Assessed>}</td>
                <td class="num nowrap" data-label={w.total}><strong><Assessed published={published} province={score.province}>{pointsText(score.total)}</Assessed></strong>{moved === null ? null : <small class={moved > 0 ? 'ok' : 'late'}>{w.draftNow} {moved > 0 ? '+' : ''}{pointsText(moved)}</small>}</td>
                <td class="wide"><svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="bar-rest" width="100" height="8" /><rect class={score.rank === null ? 'bar-off' : 'bar-run'} width={score.total / 100} height="8" /></svg></td>
                {criteria.map((rule) => <Points key={rule.name} rule={rule} province={score.province} part={score.parts.find((part) => part.criterion === rule.name)} />)}
              </tr>
            )
          })}
        </tbody>
      </table>
      {without.length > 0 && without.length < scores.length ? <p class="toolbar"><span class="hint num">{w.unranked(without.length)}</span><Button size="small" onPress={() => (whole.value = !whole.value)}>{whole.value ? w.hide : w.show}</Button></p> : null}
    </div>
  )
}

/** A total or rank that was published leads to the events that published and ruled on it. */
function Assessed({ published, province, children }: { readonly published: boolean; readonly province: string; readonly children: string }): JSX.Element {
  if (!published || !can('review.read')) return <>{children}</>
  return <Figure ask={{ of: 'assessed', province, title: reviewWords().eventsOf(`${provinceName(province)} ${leagueWords().total}`) }}>{children}</Figure>
}

/** The figure of the review that a criterion is measured by: its events are shown there. */
const BEHIND: Readonly<Record<string, Omit<Asked, 'title' | 'province'>>> = {
  acknowledged: { of: 'acknowledged' }, done: { of: 'done' }, covered: { of: 'applied' }, complaints: { of: 'result', name: 'complaints' },
  served: { of: 'result', name: 'people_served' }, targets: { of: 'stated' }, reported: { of: 'stated' },
}

function Points({ rule, part, province }: { readonly rule: Criterion; readonly part: Part | undefined; readonly province: string }): JSX.Element {
  const w = leagueWords()
  const value = part ? measured(rule, part) : null
  const unit = named(rule, 'unit')
  const behind = BEHIND[rule.name]
  const title = part ? `${exact(part.numerator)} / ${exact(part.denominator)}` : ''
  const below = part?.ruling === 'leave_out' ? w.ruledOut : value === null ? w.notAssessed : `${value}${unit === '%' ? '%' : ''}`
  return (
    <td class="num" data-label={said(rule)} title={title}>
      {behind && value !== null && can('review.read') ? <Figure ask={{ ...behind, province, title: reviewWords().eventsOf(`${provinceName(province)} ${said(rule)}`) }}>{pointsText(part?.points ?? null)}</Figure> : pointsText(part?.points ?? null)}
      <small class={part?.ruling ? 'late' : ''}>{below}{part?.ruling === 'value' ? ` · ${w.ruledValue}` : ''}</small>
    </td>
  )
}
