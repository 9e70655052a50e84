/** Two versions side by side: the difference in words, then in figures. */
import type { JSX } from 'preact'
import { language, named } from '../lib/i18n'
import { figureText, signed } from './figures'
import type { Difference } from './types'
import { simulateWords } from './words'

export function Compare({ difference }: { readonly difference: Difference }): JSX.Element {
  const w = simulateWords()
  const changed = difference.totals.filter((row) => Object.values(row.difference).some((value) => value !== 0))
  return (
    <section class="block sim-compare">
      <div class="block-head"><h3>{w.compare}</h3><span>{w.compareHint}</span></div>
      <ul class="read">{difference.words.map((told) => <li key={told.en}>{language.value === 'zh' ? told.zh : told.en}</li>)}</ul>
      {difference.items.length ? <p class="hint">{difference.items.map((item) => `${named(item, 'title')} (${w[item.change]})`).join(language.value === 'zh' ? '、' : ', ')}</p> : null}
      {changed.length ? (
        <div class="table-wrap"><table class="table">
          <thead><tr><th scope="col">{w.figure}</th><th scope="col" class="num">{w.a} P50</th><th scope="col" class="num">{w.b} P50</th><th scope="col" class="num">{w.difference}</th></tr></thead>
          <tbody>{changed.map((row) => (
            <tr key={row.name}>
              <td>{named(row, 'title')}</td><td class="num nowrap">{figureText(row.before.p50, row.unit)}</td><td class="num nowrap">{figureText(row.after.p50, row.unit)}</td>
              <td class="num nowrap">{signed(row.difference.p50, row.unit)} <span class="tx-2">({signed(row.difference.p5, row.unit)} … {signed(row.difference.p95, row.unit)})</span></td>
            </tr>
          ))}</tbody>
        </table></div>
      ) : null}
    </section>
  )
}
