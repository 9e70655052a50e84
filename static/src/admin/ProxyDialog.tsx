import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Failure } from '../components/Panel'
import type { Action } from '../desk/useAction'
import { commonWords } from '../locales/common'
import { adminWords } from './words'

interface ProxyProps {
  readonly action: Action
  readonly onSend: (body: { readonly called: string; readonly note?: string }) => Promise<boolean>
  readonly onClose: () => void
}

/** The team said yes on the telephone; who said it is recorded with the acknowledgement. */
export function ProxyDialog({ action, onSend, onClose }: ProxyProps): JSX.Element {
  const w = adminWords()
  const called = useSignal('')
  const note = useSignal('')
  async function send(): Promise<void> {
    const body = { called: called.value.trim(), ...(note.value.trim() ? { note: note.value.trim() } : {}) }
    if (body.called && (await onSend(body))) onClose()
  }
  return (
    <Dialog title={w.proxyTitle} onClose={onClose}>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void send() }}>
        <p class="hint">{w.proxyHint}</p>
        <label class="field"><span>{w.called}</span><input type="text" required autofocus maxLength={100} value={called.value} onInput={(event) => (called.value = event.currentTarget.value)} /></label>
        <label class="field"><span>{w.note}</span><textarea rows={3} maxLength={2000} value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} /></label>
        {action.error ? <Failure error={action.error} /> : null}
        <Button type="submit" kind="primary" busy={action.busy !== null && commonWords().working}>{w.proxyGo}</Button>
      </form>
    </Dialog>
  )
}
