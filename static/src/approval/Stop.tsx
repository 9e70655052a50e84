import type { JSX } from 'preact'
import { Failure } from '../components/Panel'
import type { Action } from '../desk/useAction'
import { countText } from '../lib/format'
import { can } from '../lib/session'
import type { BroadcastRow } from '../lib/types'
import { NoPermission } from '../components/Panel'
import { gone, type Six } from './six'
import { approvalWords } from './words'

interface StopProps {
  readonly row: BroadcastRow
  readonly six: Six
  readonly action: Action
  readonly onStop: () => void
}

/** One person, one click, no question: what runs wrong to millions must be stopped before anybody types a reason. */
export function Stop({ row, six, action, onStop }: StopProps): JSX.Element | null {
  const w = approvalWords()
  if (row.state !== 'broadcasting') return six.stopped > 0 ? <p class="note note-warn">{w.stopped(countText(six.stopped))}</p> : null
  if (!can('broadcast.stop')) return <NoPermission />
  return (
    <div class="stop-column">
      <button type="button" class="stop" disabled={row.stopping || action.busy === 'stop'} onClick={onStop}>
        {row.stopping || action.busy === 'stop' ? w.stopping : `■ ${w.stop}`}
      </button>
      <p class="hint">{w.stopHint(countText(six.queued), countText(gone(six)))}</p>
      {action.error ? <Failure error={action.error} /> : null}
    </div>
  )
}
