/** Provinces by task group, worst first; every cell opens its tasks. Of 50,000 tasks it draws some hundred cells. */
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { exact } from '../lib/format'
import { toneOf } from '../lib/glyph-kinds'
import { Glyph } from '../lib/glyphs'
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { can } from '../lib/session'
import { ClockText } from '../live/MatrixCells'
import type { LiveModel } from '../live/model'
import { EMPTY, glyphOf, NOTHING, size, type Counts } from '../live/tally'
import { liveWords } from '../live/words'
import type { Chosen } from './drill'
import { taskingWords } from './words'

interface TaskMatrixProps {
  readonly model: LiveModel
  readonly chosen: Chosen | null
  readonly onChoose: (chosen: Chosen) => void
  readonly onCall: (province: string) => void
}

export function TaskMatrix({ model, chosen, onChoose, onCall }: TaskMatrixProps): JSX.Element {
  const w = taskingWords()
  const tally = model.tally.value
  const rows = model.matrix.value.filter((row) => row.total > 0)
  const groups = tally.groups
  return (
    <section class="block tasking-matrix">
      <div class="block-head"><h2>{w.matrix}</h2><span>{w.matrixHint}</span></div>
      <div class="table-wrap">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{w.province}</th><th scope="col" class="num">{liveWords().ackClock}</th>
              <th scope="col" class="num">{w.unacknowledged}</th><th scope="col" class="num">{w.late}</th>
              {groups.map((one) => <th key={one.group} scope="col" title={named(one, 'title')}>{liveWords().groupShort(one.group, named(one, 'title'))}</th>)}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const own = tally.provinces.get(row.province) ?? EMPTY
              const silent = row.clock.kind === 'silent'
              // A phone leaves out what says nothing.
              const still = row.open === 0 && row.late === 0 && !silent ? '' : undefined
              const open = (group: string | null, show: string): void => onChoose({ province: row.province, group, show })
              return (
                <tr key={row.province} aria-selected={chosen?.province === row.province}>
                  <th scope="row">
                    <button type="button" class="cell-link" onClick={() => open(null, 'unfinished')}>{provinceName(row.province)}</button>
                    {silent && can('task.proxy') ? <> <Button size="small" kind="primary" onPress={() => onCall(row.province)}>{w.call}</Button></> : null}
                  </th>
                  <td class="num" data-none={still} data-label={liveWords().ackClock}><ClockText clock={row.clock} /></td>
                  <td class="num" data-none={still} data-label={w.unacknowledged}><button type="button" class="cell-link num" onClick={() => open(null, 'untouched')}>{row.open ? exact(row.open) : '·'}</button></td>
                  <td class="num" data-none={still} data-label={w.late}><button type="button" class={`cell-link num ${row.late ? 'late' : ''}`} onClick={() => open(null, 'overdue')}>{row.late ? exact(row.late) : '·'}</button></td>
                  {groups.map((one) => (
                    <td key={one.group} class="tasking-group" data-label={liveWords().groupShort(one.group, named(one, 'title'))} data-none={own.groups.has(one.group) ? undefined : ''}><Cell counts={own.groups.get(one.group) ?? NOTHING} silent={silent} onPress={() => open(one.group, 'unfinished')} /></td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Cell({ counts, silent, onPress }: { readonly counts: Counts; readonly silent: boolean; readonly onPress: () => void }): JSX.Element {
  const all = size(counts)
  if (all === 0) return <span class="tx-3">-</span>
  const glyph = glyphOf(counts, silent)
  return (
    <button type="button" class={`cell-link tasking-cell tint-${toneOf[glyph]}`} onClick={onPress}>
      <Glyph kind={glyph} size={13} /> <span class="num">{exact(counts.done)}/{exact(all)}</span>
    </button>
  )
}
