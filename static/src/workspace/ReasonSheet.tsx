/** Ask for the reason of a decline or of waiting; what is typed is kept at each keystroke, then in the queue. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Dialog } from '../components/Dialog'
import { named } from '../lib/i18n'
import type { TaskRow } from '../lib/types'
import { useDraft } from './draftState'
import type { Workspace } from './model'
import { workspaceWords } from './words'

interface SheetProps {
  readonly workspace: Workspace
  readonly task: TaskRow
  readonly action: 'decline' | 'pend'
  readonly onClose: () => void
}

export function ReasonSheet({ workspace, task, action, onClose }: SheetProps): JSX.Element {
  const w = workspaceWords()
  const [draft, change] = useDraft(workspace.person, task.id)
  const [asked, setAsked] = useState(false)
  const empty = draft.reason.trim() === ''
  const quick = action === 'decline' ? [w.reasonRoad, w.reasonPeople, w.reasonOther] : [w.reasonPower, w.reasonLink, w.reasonBilling]

  async function send(): Promise<void> {
    setAsked(true)
    if (empty) return
    if (!(await workspace.act(task, action, { reason: draft.reason.trim() }))) return
    change({ reason: '' })
    onClose()
  }

  return (
    <Dialog title={action === 'decline' ? w.declineTitle : w.pendTitle} onClose={onClose}>
      <form
        class="ws-sheet"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <p class="ws-sheet-task">{named(task, 'title')}</p>
        <p class="ws-hint" id="reason-hint">{action === 'decline' ? w.declineHint : w.pendHint}</p>
        <div class="ws-quick">
          {quick.map((reason) => (
            <button key={reason} type="button" class="ws-chip" onClick={() => change({ reason })}>
              {reason}
            </button>
          ))}
        </div>
        <label for="reason">{w.reason}</label>
        <textarea
          id="reason"
          rows={3}
          maxLength={500}
          value={draft.reason}
          aria-describedby="reason-hint"
          aria-invalid={asked && empty}
          onInput={(event) => change({ reason: event.currentTarget.value })}
        />
        {asked && empty ? <span class="ws-fault" role="alert">{w.reasonNeeded}</span> : null}
        <button type="submit" class="ws-button ws-primary">
          {action === 'decline' ? w.declineSend : w.pendSend}
        </button>
      </form>
    </Dialog>
  )
}
