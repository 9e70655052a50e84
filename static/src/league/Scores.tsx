import type { JSX } from 'preact'
import { exact } from '../lib/format'
import { named, said } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { drift, measured, pointsText, ranked } from './points'
import type { Criterion, Part, Score } from './types'
import { leagueWords } from './words'

interface ScoresProps {
  readonly scores: readonly Score[]
  /** What would be published now, beside what was; null where nothing is compared. */
  readonly draft: readonly Score[] | null
  readonly criteria: readonly Criterion[]
}

/** One line a province, the best first: total, and points by criterion with what was measured. */
export function Scores({ scores, draft, criteria }: ScoresProps): JSX.Element {
  const w = leagueWords()
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
          {ranked(scores).map((score) => {
            const moved = drift(score, now.get(score.province))
            return (
              <tr key={score.province}>
                <td class="nowrap">{provinceName(score.province)}</td>
                <td class="num nowrap" data-label={w.rank}>{score.rank === null ? <span class="tx-3">{w.noRank}</span> : w.of(score.rank, score.of)}</td>
                <td class="num nowrap" data-label={w.total}><strong>{pointsText(score.total)}</strong>{moved === null ? null : <small class={moved > 0 ? 'ok' : 'late'}>{w.draftNow} {moved > 0 ? '+' : ''}{pointsText(moved)}</small>}</td>
                <td class="wide"><svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="bar-rest" width="100" height="8" /><rect class={score.rank === null ? 'bar-off' : 'bar-run'} width={score.total / 100} height="8" /></svg></td>
                {criteria.map((rule) => <Points key={rule.name} rule={rule} part={score.parts.find((part) => part.criterion === rule.name)} />)}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Points({ rule, part }: { readonly rule: Criterion; readonly part: Part | undefined }): JSX.Element {
  const w = leagueWords()
  const value = part ? measured(rule, part) : null
  const unit = named(rule, 'unit')
  const title = part ? `${exact(part.numerator)} / ${exact(part.denominator)}` : ''
  const below = part?.ruling === 'leave_out' ? w.ruledOut : value === null ? w.notAssessed : `${value}${unit === '%' ? '%' : ''}`
  return (
    <td class="num" data-label={said(rule)} title={title}>
      {pointsText(part?.points ?? null)}
      <small class={part?.ruling ? 'late' : ''}>{below}{part?.ruling === 'value' ? ` · ${w.ruledValue}` : ''}</small>
    </td>
  )
}
