import type { JSX } from 'preact'
import { Empty } from '../components/Panel'
import { day } from '../lib/format'
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { can } from '../lib/session'
import { Figure } from '../review/Trace'
import { reviewWords } from '../review/words'
import { pointsText } from './points'
import type { League } from './types'
import { leagueWords } from './words'

/** Published totals of a province over incidents, the oldest first, with the rank of each. */
export function History({ league }: { readonly league: League }): JSX.Element {
  const w = leagueWords()
  const { incidents, provinces } = league.history
  return (
    <section class="block">
      <div class="block-head"><h2>{w.history}</h2></div>
      {incidents.length === 0 ? <Empty>{w.noHistory}</Empty> : (
        <div class="table-wrap">
          <table class="table league-history">
            <thead><tr><th scope="col">{w.province}</th><th scope="col" />{incidents.map((one) => <th key={one.id} scope="col" class="num" title={named(one, 'title')}><a href={`/league/${one.id}`}>{named(one, 'title')}</a><br /><span class="tx-3">{day(one.occurred_at)}</span></th>)}</tr></thead>
            <tbody>
              {Object.entries(provinces).map(([province, told]) => (
                <tr key={province}>
                  <td class="nowrap">{provinceName(province)}</td>
                  <td><Spark totals={incidents.map((one) => told[one.id]?.total ?? null)} /></td>
                  {incidents.map((one) => {
                    const score = told[one.id]
                    return <td key={one.id} class="num">{score ? <Total province={province} incident={one.id} title={named(one, 'title')}>{pointsText(score.total)}</Total> : '·'}{score?.rank ? <small>{w.of(score.rank, score.of)}</small> : null}</td>
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

/** What was published of a province in an incident leads to the events that published and ruled on it. */
function Total({ province, incident, title, children }: { readonly province: string; readonly incident: string; readonly title: string; readonly children: string }): JSX.Element {
  if (!can('review.read')) return <>{children}</>
  return <Figure ask={{ of: 'assessed', province, incident, title: reviewWords().eventsOf(`${title} · ${provinceName(province)}`) }}>{children}</Figure>
}

/** Totals from 0 to 100 as a line of dots; an incident without a score leaves a gap. */
function Spark({ totals }: { readonly totals: readonly (number | null)[] }): JSX.Element {
  const step = 100 / Math.max(1, totals.length)
  return (
    <svg class="league-spark" viewBox="0 0 100 24" aria-hidden="true">
      {totals.map((total, place) => (total === null ? null : <circle key={place} class="bar-run" cx={step * (place + 0.5)} cy={22 - total / 500} r="2.5" />))}
    </svg>
  )
}
