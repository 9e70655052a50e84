/** One shift: who, when, deputy; who plans covers or cancels it, whose it is asks for a swap. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { ReasonDialog } from '../desk/ReasonDialog'
import { useAction } from '../desk/useAction'
import { newId, post } from '../lib/api'
import { can, session } from '../lib/session'
import { now } from '../lib/worldclock'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import { commonWords } from '../locales/common'
import { Field, personName, Pick, placeName, spanText } from './parts'
import { candidates } from './PlanDialogs'
import type { Roster, Shift } from './types'
import { whose } from './whose'
import { dutyWords } from './words'

interface ShiftProps {
  readonly shift: Shift
  readonly roster: Roster
  readonly manages: boolean
  readonly again: () => void
  readonly onClose: () => void
}

export function ShiftDrawer(props: ShiftProps): JSX.Element {
  const w = dutyWords()
  const { shift, roster, manages, onClose } = props
  const doing = useSignal<'cover' | 'cancel' | 'swap' | null>(null)
  const open = Date.parse(shift.ends_at) > now.value
  const mine = shift.person_id !== null && shift.person_id === session.value?.person.id
  const close = (): void => {
    doing.value = null
  }
  if (doing.value === 'cover') return <Cover {...props} onClose={close} />
  if (doing.value === 'swap') return <AskSwap {...props} onClose={close} />
  if (doing.value === 'cancel') return <Cancel {...props} onClose={close} />
  return (
    <Dialog title={`${placeName(shift.scope)} · ${spanText(shift.starts_at, shift.ends_at)}`} onClose={onClose}>
      <dl class="facts">
        <div><dt>{w.onDuty}</dt><dd>{whose(shift, roster)}</dd></div>
        {shift.stands_in_for ? <div><dt /><dd>{w.standsIn(personName(roster.people, shift.stands_in_for))}</dd></div> : null}
        <div><dt>{w.deputy}</dt><dd>{personName(roster.people, shift.deputy_id) || '·'}</dd></div>
        <div><dt>{w.starts}</dt><dd class="num">{spanText(shift.starts_at, shift.ends_at)}</dd></div>
      </dl>
      {open && (manages || mine) ? (
        <p class="duty-acts">
          {mine && can('duty.swap') ? <Button kind="primary" onPress={() => (doing.value = 'swap')}>{w.swap}</Button> : null}
          {manages && shift.person_id ? <Button onPress={() => (doing.value = 'cover')}>{w.cover}</Button> : null}
          {manages ? <Button onPress={() => (doing.value = 'cancel')}>{w.cancelShift}</Button> : null}
        </p>
      ) : null}
    </Dialog>
  )
}

function Cover({ shift, roster, again, onClose }: ShiftProps): JSX.Element {
  const w = dutyWords()
  const form = useSignal({ person: '', reason: '' })
  const submit = useSubmit()
  // The roster is read anew while this is open; what is sent was decided on the shift as it was shown.
  const [revision] = useState(shift.revision)
  const { person, reason } = form.value
  const send = (): void => submit.run((options) => post(`/duty/shifts/${shift.id}/cover`, { person, reason: reason.trim() }, { ...options, revision }), () => {
    again()
    onClose()
  })
  const missing = !person ? `${w.person}: ${commonWords().required}` : !reason.trim() ? `${commonWords().reason}: ${commonWords().required}` : false
  return (
    <FormDialog title={w.cover} submit={submit} onClose={onClose} onSubmit={send} action={w.go} missing={missing}>
      <p class="hint">{w.coverHint}</p>
      <Pick label={w.person} value={person} onPick={(to) => (form.value = { ...form.value, person: to })} options={candidates(roster).filter(([one]) => one !== shift.person_id)} />
      <Field label={commonWords().reason} max={500} value={reason} onInput={(text) => (form.value = { ...form.value, reason: text })} />
    </FormDialog>
  )
}

function Cancel({ shift, again, onClose }: ShiftProps): JSX.Element {
  const w = dutyWords()
  const action = useAction(again)
  const [revision] = useState(shift.revision)
  return <ReasonDialog title={w.cancelShift} go={w.cancelShift} action={action} onClose={onClose} onSend={(reason) => action.run('cancel', { path: `/duty/shifts/${shift.id}/cancel`, body: { reason }, revision })} />
}

export function AskSwap({ shift, roster, again, onClose }: ShiftProps): JSX.Element {
  const w = dutyWords()
  const id = useSignal(newId())
  const form = useSignal({ person: '', other: '', reason: '' })
  const submit = useSubmit()
  const { person, other, reason } = form.value
  const theirs = roster.shifts.filter((one) => one.person_id === person && one.id !== shift.id && Date.parse(one.ends_at) > now.value)
  const send = (): void => submit.run((options) => post('/duty/swaps', { id: id.value, shift: shift.id, person, ...(other ? { other } : {}), ...(reason.trim() ? { reason: reason.trim() } : {}) }, options), () => {
    again()
    onClose()
  })
  return (
    <FormDialog title={`${w.swapTitle} · ${spanText(shift.starts_at, shift.ends_at)}`} submit={submit} onClose={onClose} onSubmit={send} action={w.swapAsk} missing={person ? false : `${w.swapTo}: ${commonWords().required}`}>
      <Pick label={w.swapTo} value={person} onPick={(to) => (form.value = { ...form.value, person: to, other: '' })} options={candidates(roster).filter(([one]) => one !== shift.person_id)} />
      <Pick label={w.swapOther} value={other} none={w.swapNone} onPick={(to) => (form.value = { ...form.value, other: to })} options={theirs.map((one) => [one.id, spanText(one.starts_at, one.ends_at)] as const)} />
      <Field label={w.swapReason} max={500} value={reason} onInput={(text) => (form.value = { ...form.value, reason: text })} />
    </FormDialog>
  )
}
