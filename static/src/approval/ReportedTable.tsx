import type { JSX } from 'preact'
import { deskWords } from '../desk/words'
import { exact } from '../lib/format'
import { language, said } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import type { Reported } from './detail'
import { approvalWords } from './words'

/** What the tasks of a measure have reported so far: one line an outcome, a column a province; nothing where none is asked. */
export function ReportedTable({ lines }: { readonly lines: readonly Reported[] }): JSX.Element | null {
  const w = approvalWords()
  if (lines.length === 0) return null
  const provinces = [...new Set(lines.flatMap((line) => Object.keys(line.by_province)))].sort()
  const unit = (line: Reported): string => (language.value === 'zh' ? line.unit_zh : line.unit_en)
  return (
    <section class="block">
      <div class="block-head"><h3>{w.reported}</h3><span>{w.reportedHint}</span></div>
      <div class="table-wrap">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{w.outcome}</th>
              <th scope="col" class="num">{deskWords().total}</th>
              {provinces.map((province) => <th key={province} scope="col" class="num">{provinceName(province)}</th>)}
              <th scope="col" class="num">{w.answered}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.name}>
                <td>{said(line)} <span class="tx-3">{unit(line)}</span></td>
                <td class="num">{line.total === null ? '–' : exact(line.total)}</td>
                {provinces.map((province) => <td key={province} class="num">{figures(line, province)}</td>)}
                <td class="num tx-2">{line.reported}/{line.asked}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** A province's figure: the sum of its counties, or from the least to the most where a sum would mean nothing. */
export function figures(line: Pick<Reported, 'by_province' | 'total'>, province: string): string {
  const there = line.by_province[province] ?? []
  if (there.length === 0) return '·'
  if (line.total !== null) return exact(there.reduce((sum, value) => sum + value, 0))
  const [least, most] = [Math.min(...there), Math.max(...there)]
  return least === most ? exact(least) : `${exact(least)}–${exact(most)}`
}
