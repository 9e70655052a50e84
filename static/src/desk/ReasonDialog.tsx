/** Ask why, then do it; what was typed stays while the server is asked. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Failure } from '../components/Panel'
import { commonWords } from '../locales/common'
import type { Action } from './useAction'
import { deskWords } from './words'

interface ReasonProps {
  readonly title: string
  readonly go: string
  readonly hint?: string
  readonly action: Action
  readonly onSend: (reason: string) => Promise<boolean>
  readonly onClose: () => void
  readonly required?: boolean
}

export function ReasonDialog({ title, go, hint, action, onSend, onClose, required = true }: ReasonProps): JSX.Element {
  const w = deskWords()
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const empty = required && reason.trim() === ''
  async function send(): Promise<void> {
    setAsked(true)
    if (!empty && (await onSend(reason.trim()))) onClose()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        {hint ? <p>{hint}</p> : null}
        <label class="field">
          <span>{commonWords().reason}</span>
          <textarea rows={4} maxLength={2000} autofocus value={reason} aria-invalid={asked && empty} onInput={(event) => setReason(event.currentTarget.value)} />
          {asked && empty ? <span class="field-error" role="alert">{w.reasonNeeded}</span> : <span class="hint">{w.reasonWhy}</span>}
        </label>
        {action.error ? <Failure error={action.error} /> : null}
        <Button type="submit" kind="primary" busy={action.busy !== null && commonWords().working}>{go}</Button>
      </form>
    </Dialog>
  )
}
