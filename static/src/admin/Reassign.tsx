import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Failure, Skeleton } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { useLoad } from '../desk/useLoad'
import { deskWords } from '../desk/words'
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import type { TaskRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { adminWords } from './words'

interface Teams {
  readonly teams: readonly { readonly team: string; readonly title_zh: string; readonly title_en: string }[]
  readonly people: readonly { readonly id: string; readonly name_zh: string; readonly name_en: string; readonly role: string }[]
}

interface ReassignProps {
  readonly task: TaskRow
  /** Why it was declined, where the page knows. */
  readonly declined?: string
  readonly onClose: () => void
}

/** A declined task goes to another team of its province, or to somebody there in person. */
export function ReassignDialog({ task, declined, onClose }: ReassignProps): JSX.Element {
  const w = adminWords()
  const known = useLoad<Teams>(`/tasks/${task.id}/teams`)
  const [team, setTeam] = useState(task.team)
  const [person, setPerson] = useState('')
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const action = useAction()
  const empty = reason.trim() === ''
  async function send(): Promise<void> {
    setAsked(true)
    if (empty) return
    const body = { team, reason: reason.trim(), ...(person ? { person } : {}) }
    if (await action.run('reassign', { path: `/tasks/${task.id}/reassign`, body, revision: task.revision })) onClose()
  }
  return (
    <Dialog title={`${w.reassign} · ${named(task, 'title')}`} onClose={onClose}>
      {known.error && !known.value ? <Failure error={known.error} onRetry={known.reload} /> : null}
      {!known.value && !known.error ? <Skeleton rows={3} /> : null}
      {known.value ? (
        <form class="form" onSubmit={(event) => { event.preventDefault(); void send() }}>
          {declined ? <p class="note note-warn">{declined}</p> : null}
          <label class="field">
            <span>{w.reassignTeam(provinceName(task.province))}</span>
            <select value={team} onChange={(event) => setTeam(event.currentTarget.value)}>
              {known.value.teams.map((one) => <option key={one.team} value={one.team}>{named(one, 'title')}{one.team === task.team ? w.reassignSame : ''}</option>)}
            </select>
          </label>
          <label class="field">
            <span>{w.reassignPerson}</span>
            <select value={person} onChange={(event) => setPerson(event.currentTarget.value)}>
              <option value="">{w.reassignAnybody}</option>
              {known.value.people.map((one) => <option key={`${one.id}:${one.role}`} value={one.id}>{named(one, 'name')} · {commonWords().role(one.role)}</option>)}
            </select>
          </label>
          <label class="field">
            <span>{commonWords().reason}</span>
            <textarea rows={3} maxLength={2000} value={reason} aria-invalid={asked && empty} onInput={(event) => setReason(event.currentTarget.value)} />
            {asked && empty ? <span class="field-error" role="alert">{deskWords().reasonNeeded}</span> : <span class="hint">{w.reassignHint}</span>}
          </label>
          {action.error ? <Failure error={action.error} /> : null}
          <Button type="submit" kind="primary" busy={action.busy !== null && commonWords().working}>{w.reassignGo}</Button>
        </form>
      ) : null}
    </Dialog>
  )
}
