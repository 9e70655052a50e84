import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { Failure } from '../../components/Panel'
import type { Action } from '../../desk/useAction'
import { deskWords } from '../../desk/words'
import { named } from '../../lib/i18n'
import { provinceName } from '../../lib/regions'
import { commonWords } from '../../locales/common'
import type { QueuePerson } from './types'
import { queueWords } from './words'

interface HandOverProps {
  readonly people: readonly QueuePerson[]
  readonly action: Action
  readonly onSend: (owner: string, note: string) => Promise<boolean>
  readonly onClose: () => void
}

/** To whom, and what is to be done; what was typed stays while the server is asked. */
export function HandOver({ people, action, onSend, onClose }: HandOverProps): JSX.Element {
  const w = queueWords()
  const [owner, setOwner] = useState('')
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  async function send(): Promise<void> {
    setAsked(true)
    if (owner && note.trim() && (await onSend(owner, note.trim()))) onClose()
  }
  return (
    <Dialog title={w.handOverTitle} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <p>{w.handHint}</p>
        <label class="field">
          <span>{w.person}</span>
          <select value={owner} aria-invalid={asked && !owner} onChange={(event) => setOwner(event.currentTarget.value)}>
            <option value="">{w.choosePerson}</option>
            {people.map((person) => <option key={person.id} value={person.id}>{named(person, 'name')} · {person.scope === 'nation' ? w.hq : provinceName(person.scope)}</option>)}
          </select>
          {asked && !owner ? <span class="field-error" role="alert">{w.choosePerson}</span> : null}
        </label>
        <label class="field">
          <span>{w.whatToDo}</span>
          <textarea rows={4} maxLength={2000} value={note} aria-invalid={asked && !note.trim()} onInput={(event) => setNote(event.currentTarget.value)} />
          {asked && !note.trim() ? <span class="field-error" role="alert">{deskWords().reasonNeeded}</span> : <span class="hint">{deskWords().reasonWhy}</span>}
        </label>
        {action.error ? <Failure error={action.error} /> : null}
        <Button type="submit" kind="primary" busy={action.busy !== null && commonWords().working}>{w.handOverTitle}</Button>
      </form>
    </Dialog>
  )
}
