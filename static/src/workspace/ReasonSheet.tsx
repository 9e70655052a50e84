/** Ask for the reason of a decline, of waiting, or of a start before its turn; kept at each keystroke, then in the queue. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Dialog } from '../components/Dialog'
import { named } from '../lib/i18n'
import type { TaskRow } from '../lib/types'
import { useDraft } from './draftState'
import type { AskedAction, Workspace } from './model'
import { workspaceWords } from './words'

interface SheetProps {
  readonly workspace: Workspace
  readonly task: TaskRow
  readonly action: AskedAction
  readonly onClose: () => void
}

export function ReasonSheet({ workspace, task, action, onClose }: SheetProps): JSX.Element {
  const w = workspaceWords()
  const [draft, change] = useDraft(workspace.person, task.id)
  const [asked, setAsked] = useState(false)
  const empty = draft.reason.trim() === ''
  const told = {
    decline: { title: w.declineTitle, hint: w.declineHint, send: w.declineSend, quick: [w.reasonRoad, w.reasonPeople, w.reasonOther] },
    pend: { title: w.pendTitle, hint: w.pendHint, send: w.pendSend, quick: [w.reasonPower, w.reasonLink, w.reasonBilling] },
    start: { title: w.startTitle, hint: w.startHint, send: w.startSend, quick: [w.reasonUrgent, w.reasonDone, w.reasonPart] },
  }[action]

  async function send(): Promise<void> {
    setAsked(true)
    if (empty) return
    const reason = draft.reason.trim()
    if (!(await workspace.act(task, action, action === 'start' ? { override: reason } : { reason }))) return
    change({ reason: '' })
    onClose()
  }

  return (
    <Dialog title={told.title} onClose={onClose}>
      <form
        class="ws-sheet"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <p class="ws-sheet-task">{named(task, 'title')}</p>
        <p class="ws-hint" id="reason-hint">{told.hint}</p>
        <div class="ws-quick">
          {told.quick.map((reason) => (
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
          {told.send}
        </button>
      </form>
    </Dialog>
  )
}
