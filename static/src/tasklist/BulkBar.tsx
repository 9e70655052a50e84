/** What may be done to the selection; lies at the foot of the list while something is selected. */
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { exact } from '../lib/format'
import { can } from '../lib/session'
import type { TaskRow } from '../lib/types'
import { fitting, type BulkName } from './bulk'
import { listWords } from './words'

const OFFERED: readonly (readonly [BulkName, string])[] = [
  ['acknowledge', 'task.acknowledge'], ['verify', 'task.verify'], ['remind', 'task.remind'], ['reassign', 'task.reassign'], ['hold', 'task.hold'], ['recall', 'task.recall'],
]

interface BulkProps {
  readonly tasks: readonly TaskRow[]
  readonly onClear: () => void
  readonly onAsk: (name: BulkName) => void
}

export function BulkBar({ tasks, onClear, onAsk }: BulkProps): JSX.Element {
  const w = listWords()
  const offered = OFFERED.filter(([name, permission]) => can(permission) && fitting(tasks, name).length > 0)
  return (
    <div class="action-bar bulk-bar" role="region" aria-label={w.picked(exact(tasks.length))}>
      <strong class="num">{w.picked(exact(tasks.length))}</strong>
      <Button kind="quiet" onPress={onClear}>{w.clear}</Button>
      <span class="gap" />
      {offered.length === 0 ? <span class="hint">{w.noneFits}</span> : null}
      {offered.map(([name]) => {
        const fit = fitting(tasks, name).length
        return (
          <Button key={name} title={w.fits(exact(fit), exact(tasks.length))} onPress={() => onAsk(name)}>
            {w[name]}{fit === tasks.length ? '' : ` ${exact(fit)}`}
          </Button>
        )
      })}
    </div>
  )
}
