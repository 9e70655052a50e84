import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { Failure } from '../../components/Panel'
import { useAction } from '../../desk/useAction'
import { deskWords } from '../../desk/words'
import type { MeasureRow } from '../../lib/types'
import { fromField, toField } from '../../live/actions/DeclareDialog'
import { commonWords } from '../../locales/common'
import { landingWords } from './words'

const WEEK_MS = 7 * 86_400_000

/** A later end, with the cap that the days added may need; whoever approves is somebody else. */
export function Extend({ row, onClose }: { readonly row: MeasureRow; readonly onClose: () => void }): JSX.Element {
  const w = landingWords()
  const end = Date.parse(row.window_to)
  const until = useSignal(toField(end + WEEK_MS))
  const cap = useSignal(String(row.cap_fen / 100))
  const reason = useSignal('')
  const asked = useSignal(false)
  const action = useAction()
  const fen = Math.round(Number(cap.value.replaceAll(',', '')) * 100)
  const capWrong = !Number.isSafeInteger(fen) || fen < 0
  const tooEarly = until.value === '' || Date.parse(fromField(until.value)) <= end
  const noReason = reason.value.trim() === ''
  async function propose(): Promise<void> {
    asked.value = true
    if (capWrong || tooEarly || noReason) return
    const body = { window_to: fromField(until.value), reason: reason.value.trim(), ...(fen === row.cap_fen ? {} : { cap_fen: fen }) }
    if (await action.run('extend', { path: `/measures/${row.id}/extend`, body, revision: row.revision })) onClose()
  }
  return (
    <Dialog title={w.extendTitle} onClose={onClose}>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void propose() }}>
        <p class="hint">{w.extendHint}</p>
        <label class="field">
          <span>{w.until}</span>
          <input type="datetime-local" required value={until.value} aria-invalid={asked.value && tooEarly} onInput={(event) => (until.value = event.currentTarget.value)} />
          {asked.value && tooEarly ? <span class="field-error" role="alert">{w.laterThan}</span> : null}
        </label>
        <label class="field"><span>{w.cap}</span><input type="text" inputMode="decimal" value={cap.value} aria-invalid={capWrong} onInput={(event) => (cap.value = event.currentTarget.value)} /></label>
        <label class="field">
          <span>{w.why}</span>
          <textarea rows={3} maxLength={2000} value={reason.value} aria-invalid={asked.value && noReason} onInput={(event) => (reason.value = event.currentTarget.value)} />
          {asked.value && noReason ? <span class="field-error" role="alert">{deskWords().reasonNeeded}</span> : null}
        </label>
        {action.error ? <Failure error={action.error} /> : null}
        <Button type="submit" kind="primary" busy={action.busy !== null && commonWords().working}>{w.propose}</Button>
      </form>
    </Dialog>
  )
}
