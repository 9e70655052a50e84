/** One task in a list: state, name, place, who has it, its clock. */
import type { JSX } from 'preact'
import { taskGlyph } from '../lib/glyph-kinds'
import { Glyph } from '../lib/glyphs'
import { language, named } from '../lib/i18n'
import { provinceName, regionName } from '../lib/regions'
import type { PagedTask, TaskPage } from '../lib/tasking-types'
import { countdown, now } from '../lib/worldclock'
import { commonWords } from '../locales/common'
import { taskingWords } from './words'

interface TaskLineProps {
  readonly task: PagedTask
  readonly people: TaskPage['people']
  readonly isSilent: boolean
  readonly withProvince: boolean
  readonly onPress: () => void
}

export function TaskLine({ task, people, isSilent, withProvince, onPress }: TaskLineProps): JSX.Element {
  const w = taskingWords()
  const due = task.state === 'dispatched' ? task.ack_due_at : task.work_due_at
  const running = ['dispatched', 'acknowledged', 'in_progress', 'pending'].includes(task.state)
  const shown = due && running ? countdown(Date.parse(due), now.value, language.value, task.acknowledge_minutes * 60_000) : null
  const holder = task.responsible_by ?? task.acknowledged_by
  const who = task.proxy_for ? w.proxy(task.proxy_for) : holder ? named(people[holder], 'name') : ''
  return (
    <li>
      <button type="button" class="tasking-line" onClick={onPress}>
        <Glyph kind={taskGlyph(task, isSilent)} size={14} />
        <span class="tasking-name">{named(task, 'title')}{task.critical ? <span class="tag">{w.critical}</span> : null}</span>
        <span class="tx-2">{[withProvince ? provinceName(task.province) : '', task.region === task.province ? '' : regionName(task.region)].filter(Boolean).join(' ')}</span>
        <span class="tx-2">{who || commonWords().taskState(task.state)}</span>
        <span class={`num ${shown?.late ? 'late' : 'tx-2'}`}>{shown?.text ?? ''}</span>
      </button>
    </li>
  )
}
