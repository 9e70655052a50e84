import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { ReassignDialog } from '../admin/Reassign'
import { Button } from '../components/Button'
import { measureGlyph, taskGlyph } from '../lib/glyph-kinds'
import { Glyph } from '../lib/glyphs'
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { can } from '../lib/session'
import type { Store } from '../lib/store'
import type { MeasurePartRow, MeasureRow, TaskRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { carryingTasks, waitsFor } from './carrying'
import { approvalWords } from './words'

interface WaitsProps {
  readonly store: Store
  readonly measure: MeasureRow
  readonly parts: readonly MeasurePartRow[]
}

/** A measure that tasks carry out: how it stands by province, and for whom a province waits. */
export function TaskWaits({ store, measure, parts }: WaitsProps): JSX.Element {
  const w = approvalWords()
  const giving = useSignal<string | null>(null)
  const task = store.tasks.value.find((one) => one.id === giving.value)
  return (
    <section class="block">
      <div class="block-head"><h3>{w.progress}</h3><span>{w.carriedBy(measure.delivery)}</span></div>
      {parts.length === 0 ? <p class="hint">{w.notStarted}</p> : null}
      <ul class="checks">
        {parts.map((part) => (
          <li key={part.id}>
            <Glyph kind={measureGlyph(part.state)} />
            <div class="block">
              <span>{provinceName(part.province)}</span>
              {waitsFor(carryingTasks(store.tasks.value, measure, part.province)).map((one) => (
                <Waiting key={one.id} store={store} task={one} onGive={() => (giving.value = one.id)} />
              ))}
            </div>
            <span class="tx-2">{commonWords().measureState(part.state)}</span>
          </li>
        ))}
      </ul>
      {task ? <ReassignDialog task={task} declined={declinedWords(store, task)} onClose={() => (giving.value = null)} /> : null}
    </section>
  )
}

interface WaitingProps {
  readonly store: Store
  readonly task: TaskRow
  readonly onGive: () => void
}

function Waiting({ store, task, onGive }: WaitingProps): JSX.Element {
  const w = approvalWords()
  const isDeclined = task.state === 'rejected'
  return (
    <span class={isDeclined ? 'late task-wait' : 'tx-2 task-wait'}>
      <Glyph kind={taskGlyph(task)} size={12} label="" />
      <span>
        {w.waitsForTask} <a class="link" href={`/tasks/${store.incidentId}?task=${task.id}`}>{named(task, 'title')}</a>
        {isDeclined ? `，${declinedWords(store, task)}` : ` · ${commonWords().taskState(task.state)}`}
      </span>
      {isDeclined && can('task.reassign') ? <Button size="small" onPress={onGive}>{w.reassign}</Button> : null}
    </span>
  )
}

/** 「王建国 拒绝：道路中断」, as far as the log on this page tells. */
export function declinedWords(store: Store, task: TaskRow): string {
  const declined = store.events.value.find((event) => event.type === 'TaskDeclined' && event.data['task_id'] === task.id)
  const by = declined?.data['by']
  const who = typeof by === 'string' ? named(store.people.value[by], 'name') : ''
  return approvalWords().declinedBy(who, store.text(task.reason_text) ?? '')
}
