import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Failure } from '../components/Panel'
import type { Action } from '../desk/useAction'
import { can } from '../lib/session'
import type { BroadcastRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { blockOf } from './Texts'
import { approvalWords } from './words'

interface PreparedProps {
  readonly row: BroadcastRow
  /** Messages of the incident, to know what has been sent already. */
  readonly all: readonly BroadcastRow[]
  readonly action: Action
  readonly onSend: (what: 'correct' | 'cancel') => void
  /** Somebody writes new words for the same people. */
  readonly onUpdate: () => void
}

/** Correction and cancel, approved with the message: one person, one click, each once; and an update, to be written. */
export function Prepared({ row, all, action, onSend, onUpdate }: PreparedProps): JSX.Element | null {
  const w = approvalWords()
  if (blockOf(row) !== 'body' || !(can('broadcast.correct') || can('broadcast.edit'))) return null
  const sent = (begins: string): BroadcastRow | undefined => all.find((one) => one.refers_to === row.id && one.item_key.startsWith(begins))
  const correction = sent('correction/')
  const cancel = sent('cancellation/')
  return (
    <div class="block">
      {!can('broadcast.correct') ? null : correction ? <a class="link" href={correction.id}>{w.correctionSent}: {commonWords().measureState(correction.state)}</a> : cancel ? null : (
        <>
          <Button busy={action.busy === 'correct' && commonWords().working} onPress={() => onSend('correct')}>{w.correct}</Button>
          <p class="hint">{w.correctHint}</p>
        </>
      )}
      {!can('broadcast.correct') ? null : cancel ? <a class="link" href={cancel.id}>{w.cancelSent}: {commonWords().measureState(cancel.state)}</a> : row.cancel_zh ? (
        <>
          <Button busy={action.busy === 'cancel' && commonWords().working} onPress={() => onSend('cancel')}>{w.cancelSend}</Button>
          <p class="hint">{w.cancelSendHint}</p>
        </>
      ) : null}
      {can('broadcast.edit') && !cancel && !row.survey ? (
        <>
          <Button busy={action.busy === 'update' && commonWords().working} onPress={onUpdate}>{w.update}</Button>
          <p class="hint">{w.updateHint}</p>
        </>
      ) : null}
      {all.filter((one) => one.refers_to === row.id && blockOf(one) === 'body').map((one) => <a key={one.id} class="link" href={one.id}>{w.updateOf}: {commonWords().measureState(one.state)}</a>)}
      {action.error ? <Failure error={action.error} /> : null}
    </div>
  )
}
