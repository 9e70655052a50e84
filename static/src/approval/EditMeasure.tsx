import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Failure } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { deskWords } from '../desk/words'
import type { MeasureRow } from '../lib/types'
import { fromField, toField } from '../live/actions/DeclareDialog'
import { commonWords } from '../locales/common'
import { approvalWords } from './words'

/** The two numbers that are changed most before submitting: until when, and at most how much. */
export function EditMeasure({ row, onClose }: { readonly row: MeasureRow; readonly onClose: () => void }): JSX.Element {
  const w = approvalWords()
  const until = useSignal(toField(Date.parse(row.window_to)))
  const cap = useSignal(String(row.cap_fen / 100))
  const reason = useSignal('')
  const asked = useSignal(false)
  const action = useAction()
  const fen = Math.round(Number(cap.value.replaceAll(',', '')) * 100)
  const capWrong = !Number.isSafeInteger(fen) || fen < 0
  async function save(): Promise<void> {
    asked.value = true
    if (capWrong || reason.value.trim() === '') return
    const changed = { ...(until.value === toField(Date.parse(row.window_to)) ? {} : { window_to: fromField(until.value) }), ...(fen === row.cap_fen ? {} : { cap_fen: fen }) }
    const done = await action.run('edit', { method: 'PATCH', path: `/measures/${row.id}`, body: { ...changed, reason: reason.value.trim() }, revision: row.revision })
    if (done) onClose()
  }
  return (
    <Dialog title={w.editTitle} onClose={onClose}>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void save() }}>
        <p class="hint">{w.editHint}</p>
        <label class="field"><span>{w.windowTo}</span><input type="datetime-local" required value={until.value} onInput={(event) => (until.value = event.currentTarget.value)} /></label>
        <label class="field"><span>{w.capYuan}</span><input type="text" inputMode="decimal" value={cap.value} aria-invalid={capWrong} onInput={(event) => (cap.value = event.currentTarget.value)} /></label>
        <label class="field">
          <span>{w.editWhy}</span>
          <textarea rows={3} value={reason.value} onInput={(event) => (reason.value = event.currentTarget.value)} />
          {asked.value && reason.value.trim() === '' ? <span class="field-error" role="alert">{deskWords().reasonNeeded}</span> : null}
        </label>
        {action.error ? <Failure error={action.error} /> : null}
        <Button type="submit" kind="primary" busy={action.busy !== null && commonWords().working}>{w.save}</Button>
      </form>
    </Dialog>
  )
}
