import type { JSX } from 'preact'
import { deskWords } from '../desk/words'
import { exact, orDot, percent } from '../lib/format'
import { measureGlyph } from '../lib/glyph-kinds'
import { Glyph } from '../lib/glyphs'
import { provinceName } from '../lib/regions'
import type { Store } from '../lib/store'
import type { MeasurePartRow, MeasureRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { isByTasks } from './carrying'
import { StackBar } from './StackBar'
import { byProvince, totalOf, type BatchSum, type ProvinceProgress } from './sums'
import { TaskWaits } from './TaskWaits'
import { approvalWords } from './words'

interface ProgressProps {
  readonly store: Store
  readonly measure: MeasureRow
  readonly parts: readonly MeasurePartRow[]
  readonly sums: readonly BatchSum[]
}

export function Progress({ store, measure, parts, sums }: ProgressProps): JSX.Element {
  const w = approvalWords()
  const rows = byProvince(sums, measure.id)
  const states = new Map(parts.map((part) => [part.province, part.state]))
  const provinces = rows.length > 0 ? rows.map((row) => row.province) : [...states.keys()]
  const { extended } = totalOf(rows)
  if (isByTasks(measure) && rows.length === 0) return <TaskWaits store={store} measure={measure} parts={parts} />
  return (
    <section class="block">
      <div class="block-head"><h3>{w.progress}</h3><span>{w.progressHint}</span></div>
      {provinces.length === 0 ? <p class="hint">{w.notStarted}</p> : (
        <div class="table-wrap">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{deskWords().province}</th>
                <th scope="col" class="num">{w.intended}</th>
                <th scope="col" class="wide" />
                <th scope="col" class="num">%</th>
                <th scope="col" class="num">{w.appliedN}</th>
                <th scope="col" class="num">{w.failedN}</th>
                <th scope="col" class="num">{w.waitingN}</th>
                <th scope="col" class="num">{w.unknownN}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => <Line key={row.province} row={row} state={states.get(row.province)} />)}
            </tbody>
            <tfoot><Line row={totalOf(rows)} state={undefined} /></tfoot>
          </table>
        </div>
      )}
      {extended.intended > 0 ? <p class="hint">{w.extendedHint(exact(extended.applied), exact(extended.failed), exact(extended.intended))}</p> : null}
    </section>
  )
}

function Line({ row, state }: { readonly row: ProvinceProgress; readonly state: MeasurePartRow['state'] | undefined }): JSX.Element {
  return (
    <tr>
      <td class="nowrap">
        {state ? <Glyph kind={measureGlyph(state)} label={commonWords().measureState(state)} /> : null} {row.province ? provinceName(row.province) : deskWords().total}
      </td>
      <td class="num">{exact(row.intended)}</td>
      <td class="wide">
        <StackBar
          all={row.intended}
          slices={[{ tone: 'ok', value: row.applied }, { tone: 'run', value: row.waiting }, { tone: 'warn', value: row.failed }, { tone: 'bad', value: row.unknown }]}
        />
      </td>
      <td class="num">{percent(row.applied, row.intended)}</td>
      <td class="num">{orDot(row.applied)}</td>
      <td class={`num ${row.failed > 0 ? 'late' : ''}`}>{orDot(row.failed)}</td>
      <td class="num">{orDot(row.waiting)}</td>
      <td class={`num ${row.unknown > 0 ? 'bad' : ''}`}>{orDot(row.unknown)}</td>
    </tr>
  )
}
