/** Response times from the log: how many answers there are, and what each province is reckoned with and why. */
import type { JSX } from 'preact'
import { Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { day, exact } from '../lib/format'
import { provinceName } from '../lib/regions'
import type { Responses } from './types'
import { simulateWords } from './words'

/** What a simulation would reckon with now. */
export function ResponsesNow(): JSX.Element {
  const { value, error, reload } = useLoad<Responses>('/simulations/response-times')
  if (!value) return error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={2} />
  return <ResponsesTable responses={value} />
}

/** Provinces with answers of their own first; `only` names those of interest. */
export function ResponsesTable({ responses, only }: { readonly responses: Responses; readonly only?: readonly string[] }): JSX.Element {
  const w = simulateWords()
  const { answers, incidents, first, last, least_answers: least, nation } = responses
  const rows = responses.provinces.filter((row) => !only || only.includes(row.province)).sort((a, b) => b.answers - a.answers)
  // All that have no answer are reckoned with the same.
  const without = rows.find((row) => row.answers === 0)
  const own = rows.filter((row) => row.used === 'own').length
  return (
    <div class="sim-responses">
      <p>{answers === 0 ? w.noAnswers : w.answersOf(exact(answers), exact(incidents), first ? day(first) : '', last ? day(last) : '')}</p>
      <p class="hint">{w.answersHint(least, own, rows.length - own, nation !== null)}</p>
      {answers > 0 ? (
        <details>
          <summary>{w.byProvince}</summary>
          <div class="table-wrap"><table class="table">
            <thead><tr><th scope="col">{w.province}</th><th scope="col" class="num">{w.answers}</th><th scope="col">{w.taken}</th><th scope="col" class="num">{w.medianShare}</th><th scope="col" class="num">{w.spreadShare}</th></tr></thead>
            <tbody>{rows.filter((row) => row.answers > 0).map((row) => (
              <tr key={row.province}><td>{provinceName(row.province)}</td><td class="num">{exact(row.answers)}</td><td class={row.used === 'own' ? '' : 'tx-2'}>{w.used(row.used)}</td><td class="num">{exact(row.median_percent)} %</td><td class="num">{exact(row.spread_percent)} %</td></tr>
            ))}{without ? <tr><td class="tx-2">{w.otherProvinces(exact(rows.filter((row) => row.answers === 0).length))}</td><td class="num">0</td><td class="tx-2">{w.used(without.used)}</td><td class="num">{exact(without.median_percent)} %</td><td class="num">{exact(without.spread_percent)} %</td></tr> : null}</tbody>
          </table></div>
        </details>
      ) : null}
    </div>
  )
}
