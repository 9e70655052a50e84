/** What came of it against targets, kind by kind; each figure leads to who stated it, or to what it is reckoned from. */
import type { JSX } from 'preact'
import { Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { said } from '../lib/i18n'
import { Bar, From, Met, scale, Target, Value } from '../outcomes/Lines'
import type { Line, Outcomes } from '../outcomes/types'
import { outcomeWords } from '../outcomes/words'
import '../outcomes/outcomes.css'
import { reviewWords } from './words'

export function Results({ incident }: { readonly incident: string }): JSX.Element {
  const [w, o] = [reviewWords(), outcomeWords()]
  const { value, error, reload } = useLoad<Outcomes>(`/incidents/${incident}/outcomes`)
  const known = value?.kinds.filter((line) => line.total !== null) ?? []
  const missed = known.filter((line) => line.total?.met === false).length
  const met = known.filter((line) => line.total?.met === true).length
  return (
    <section class="block">
      <div class="block-head"><h2>{w.results}</h2><span class="num">{w.resultsLine(met, missed)}</span><span class="gap" /><a href={`/outcomes/${incident}`}>{w.byProvince}</a></div>
      {error ? <Failure error={error} onRetry={reload} /> : null}
      {!value && !error ? <Skeleton rows={4} /> : null}
      {value && known.length === 0 ? <p class="hint">{w.noResults}</p> : null}
      {known.length > 0 ? (
        <div class="table-wrap">
          <table class="table table-folds outcome-table">
            <thead>
              <tr>
                <th scope="col">{o.kind}</th><th scope="col" class="num">{o.value}</th><th scope="col" class="num">{o.target}</th><th scope="col" class="wide" /><th scope="col" /><th scope="col">{o.places}</th><th scope="col">{o.from}</th>
              </tr>
            </thead>
            <tbody>{known.map((line) => <Result key={line.name} line={line} />)}</tbody>
          </table>
        </div>
      ) : null}
    </section>
  )
}

function Result({ line }: { readonly line: Line }): JSX.Element | null {
  const o = outcomeWords()
  const { total } = line
  if (!total) return null
  return (
    <tr>
      <th scope="row">{said(line)}</th>
      <td class="num outcome-value" data-label={o.value}><Value line={line} cell={total} /></td>
      <td class="num" data-label={o.target}><Target line={line} cell={total} /></td>
      <td class="wide">{total.target !== null || line.unit_en === '%' ? <Bar line={line} cell={total} most={scale(line, [total])} /> : null}</td>
      <td class="nowrap"><Met cell={total} /></td>
      <td class="num" data-label={o.places}>{line.provinces.length}</td>
      <td data-label={o.from}><From line={line} cell={total} /></td>
    </tr>
  )
}
