import type { JSX } from 'preact'
import { Glyph } from '../lib/glyphs'
import { taskGlyph } from '../lib/glyph-kinds'
import { exact } from '../lib/format'
import { language, named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { countdown, now, span } from '../lib/worldclock'
import { useLoad } from '../desk/useLoad'
import type { TaskPage } from '../lib/tasking-types'
import type { TaskRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { nextDue } from '../live/figures'
import { ClockText } from '../live/MatrixCells'
import type { MatrixRow } from '../live/matrix'
import type { LiveModel } from '../live/model'
import { liveWords } from '../live/words'
import type { Turn } from './rotation'
import { wallWords } from './words'

export function WallSide({ model, turn }: { readonly model: LiveModel; readonly turn: Turn }): JSX.Element {
  const w = wallWords()
  const sums = model.tasks.value
  const next = nextDue(sums, now.value)
  const rows = model.matrix.value.filter((row) => row.needsPerson || row.clock.kind === 'left').slice(0, 5)
  const name = (province: string | null): string => (province ? provinceName(province) : w.national)
  const waiting = sums.open - sums.overdue - sums.silent
  return (
    <aside class="wall-side">
      <div class="wall-row wall-labels"><span>{w.unacknowledged}</span><span>{w.nextDeadline}</span></div>
      <div class="wall-row">
        <strong class={`wall-xl num ${sums.total >= 10_000 ? 'wall-xl-long' : ''}`}>{exact(sums.open)}<small> / {exact(sums.total)}</small></strong>
        {next ? <strong class={`wall-xl num ${sums.total >= 10_000 ? 'wall-xl-long' : ''}`}>{span(Date.parse(next.ack_due_at) - now.value)}</strong> : <span class="wall-none">{liveWords().noDeadline}</span>}
      </div>
      <div class="wall-row wall-marks">
        <span>
          {sums.overdue ? <span class="tone-warn"><Glyph kind="overdue" label="" size={24} /> {w.overdue} {sums.overdue}</span> : null}
          {sums.silent ? <span class="tone-bad"><Glyph kind="failed" label="" size={24} /> {w.silent} {sums.silent}</span> : null}
          {waiting > 0 ? <span><Glyph kind="open" label="" size={24} /> {w.waiting} {waiting}</span> : null}
        </span>
        <span class="tx-2">{next ? `${provinceName(next.province)} · ${liveWords().groupShort(next.task_group, named(next, 'title'))}` : ''}</span>
      </div>
      <h2>{turn.slide.province ? w.tasksOf(name(turn.slide.province)) : w.worstFive}</h2>
      {turn.slide.province ? <ProvinceTasks model={model} province={turn.slide.province} /> : (
        <ul>{rows.map((row) => <ProvinceRow key={row.province} row={row} />)}{rows.length === 0 ? <li class="tx-2">{w.fine}</li> : null}</ul>
      )}
      <div class="wall-row wall-foot">
        <span>{turn.slide.province ? '' : <>{w.others(Math.max(0, model.matrix.value.length - rows.length))} <Glyph kind="done" label="" size={24} /> {w.noLate}</>}</span>
        <span>{w.next(turn.seconds, name(turn.next.province))}</span>
      </div>
    </aside>
  )
}

function ProvinceRow({ row }: { readonly row: MatrixRow }): JSX.Element {
  const w = wallWords()
  const words = row.clock.kind === 'silent' ? w.rowSilent(row.open)
    : row.late > 0 ? `${w.rowLate(row.late, row.escalation)}${row.escalation ? '' : ` · ${w.rowDone(row.done, row.total)}`}`
      : row.declined > 0 ? w.rowDeclined(row.declined) : row.open > 0 ? w.rowWaiting(row.open) : w.rowDone(row.done, row.total)
  return (
    <li>
      <Glyph kind={row.worst} size={26} label="" />
      <strong>{provinceName(row.province)}</strong>
      <span class="tx-2">{words}</span>
      <span class="num wall-clock">{row.clock.kind === 'took' ? '' : <ClockText clock={row.clock} />}</span>
    </li>
  )
}

type WallTask = Pick<TaskRow, 'id' | 'state' | 'title_zh' | 'title_en' | 'ack_due_at' | 'work_due_at' | 'ack_overdue' | 'work_overdue'>

function ProvinceTasks({ model, province }: { readonly model: LiveModel; readonly province: string }): JSX.Element {
  const w = commonWords()
  const silent = model.silent.value.has(province)
  const paged = useLoad<TaskPage>(model.store.large.value ? `/incidents/${model.store.incidentId}/tasking/tasks?province=${province}&show=unfinished` : null, model.store.sums.value)
  const rows: readonly WallTask[] = model.store.large.value ? (paged.value?.items ?? []) : model.store.tasks.value.filter((task) => task.province === province && !['closed', 'cancelled', 'resolved'].includes(task.state))
  const open = [...rows].sort((a, b) => Number(b.ack_overdue || b.work_overdue) - Number(a.ack_overdue || a.work_overdue) || a.ack_due_at.localeCompare(b.ack_due_at))
  return (
    <ul>
      {open.slice(0, 5).map((task) => {
        const due = task.state === 'dispatched' ? task.ack_due_at : task.work_due_at
        const shown = due ? countdown(Date.parse(due), now.value, language.value) : null
        return (
          <li key={task.id}>
            <Glyph kind={taskGlyph(task, silent)} size={26} label="" />
            <strong class="wall-task">{named(task, 'title')}</strong>
            <span class="tx-2">{w.taskState(task.state)}</span>
            <span class={`num wall-clock ${shown?.late ? 'tone-warn' : ''}`}>{shown?.text ?? ''}</span>
          </li>
        )
      })}
    </ul>
  )
}
