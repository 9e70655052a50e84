import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Failure } from '../components/Panel'
import type { Action } from '../desk/useAction'
import { named } from '../lib/i18n'
import { can } from '../lib/session'
import type { MeasureRow, MeasureState } from '../lib/types'
import type { Detail } from './detail'
import type { Look } from './preflight/look'
import { preflightWords } from './preflight/words'
import { TypeCount } from './TypeCount'
import { approvalWords } from './words'

export type MeasureAction =
  | 'submit' | 'approve' | 'reject' | 'return' | 'start' | 'hold' | 'resume' | 'retry' | 'accept-gaps' | 'end' | 'revoke' | 'cancel'

/** What may be done in each state (DOMAIN.md §4); the last one is the way forward. */
export const ACTIONS: Readonly<Record<MeasureState, readonly MeasureAction[]>> = {
  draft: ['cancel', 'submit'],
  pending_approval: ['return', 'reject', 'approve'],
  approved: ['cancel', 'start'],
  rejected: [],
  executing: ['hold'],
  held: ['revoke', 'resume'],
  partially_applied: ['hold', 'accept-gaps', 'retry'],
  in_effect: ['revoke', 'end'],
  ending: ['revoke', 'retry'], completed: [], reversing: [], reversed: [], cancelled: [],
}
/** These ask why. */
const WITH_REASON = new Set<MeasureAction>(['reject', 'return', 'hold', 'accept-gaps', 'revoke', 'cancel'])
const FORWARD = new Set<MeasureAction>(['submit', 'approve', 'start', 'resume', 'retry'])

interface ActionsProps {
  readonly row: MeasureRow
  readonly detail: Detail | null
  readonly look: Look
  readonly action: Action
  readonly onAsk: (name: MeasureAction) => void
  /** `typed` is the number of customers, typed by hand for an approval of class A. */
  readonly onSend: (name: MeasureAction, typed?: number) => void
  readonly onEdit: () => void
}

export function MeasureActions({ row, detail, look, action, onAsk, onSend, onEdit }: ActionsProps): JSX.Element | null {
  const w = approvalWords()
  const titles: Readonly<Record<MeasureAction, string>> = {
    submit: w.submit, approve: w.approve, reject: w.reject, return: w.return, start: w.start, hold: w.hold, resume: w.resume, retry: w.retry,
    'accept-gaps': w.acceptGaps, end: w.end, revoke: w.revoke, cancel: w.cancel,
  }
  const offered = ACTIONS[row.state].filter((name) => can(`measure.${name.replace('-', '_')}`))
  const mayEdit = row.state === 'draft' && can('measure.edit')
  const blocked = row.state === 'pending_approval' && detail && !detail.may_approve ? named(detail, 'why_not') : ''
  const notLooked = look.digest !== null ? '' : look.changed.length > 0 ? preflightWords().refresh : preflightWords().loading
  if (offered.length === 0 && !mayEdit && !blocked) return null
  const button = (name: MeasureAction): JSX.Element => (
    <Button
      key={name}
      kind={FORWARD.has(name) ? 'primary' : 'plain'}
      busy={action.busy === name && (name === 'approve' ? w.approving : `${titles[name]}…`)}
      whyNot={name === 'approve' && (blocked || notLooked)}
      onPress={() => (WITH_REASON.has(name) ? onAsk(name) : onSend(name))}
    >
      {titles[name]}
    </Button>
  )
  return (
    <div class="action-bar">
      {offered.filter((name) => !FORWARD.has(name)).map(button)}
      {mayEdit ? <Button onPress={onEdit}>{w.edit}</Button> : null}
      <span class="gap" />
      {blocked && !offered.includes('approve') ? <span class="hint">{blocked}</span> : null}
      {offered.filter((name) => FORWARD.has(name)).map((name) => (name === 'approve' && row.approval_class === 'A' && !blocked ? (
        <TypeCount key={name} customers={row.customers} go={w.approve} busy={action.busy === 'approve' && w.approving} whyNot={notLooked} onGo={(typed) => onSend('approve', typed)} />
      ) : button(name)))}
      {action.error ? <Failure error={action.error} /> : null}
    </div>
  )
}
