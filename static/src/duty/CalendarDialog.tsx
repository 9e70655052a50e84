/** Calendars: a download, and secret addresses that are shown once and can be revoked. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Failure } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { useLoad } from '../desk/useLoad'
import { newId, post } from '../lib/api'
import { useSubmit } from '../live/actions/useSubmit'
import { NATION, ownScopes, placeName, when } from './parts'
import type { CalendarLink } from './types'
import { dutyWords } from './words'

export function CalendarDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const w = dutyWords()
  const links = useLoad<{ items: readonly CalendarLink[] }>('/calendars/links')
  const fresh = useSignal('')
  const copied = useSignal(false)
  const submit = useSubmit()
  const revoke = useAction(links.reload)
  const scope = ownScopes()[0] ?? NATION
  const make = (calendar: CalendarLink['calendar']): void => submit.run(
    (options) => post<{ path: string }>('/calendars/links', { id: newId(), calendar, ...(calendar === 'deadlines' ? { scope } : {}) }, options).then((made) => {
      fresh.value = location.origin + made.path
      copied.value = false
    }),
    links.reload,
  )
  const nameOf = (calendar: string, of: string): string => (calendar === 'shifts' ? w.shiftsCalendar : `${w.deadlinesCalendar} · ${placeName(of)}`)
  return (
    <Dialog title={w.calendarTitle} onClose={onClose}>
      <div class="form">
        <p class="hint">{w.calendarHint}</p>
        {(['shifts', 'deadlines'] as const).map((calendar) => (
          <div class="duty-link" key={calendar}>
            <strong>{nameOf(calendar, scope)}</strong>
            <span class="duty-acts">
              <a class="button button-plain button-normal" download href={`/api/v1/calendars/${calendar}.ics${calendar === 'deadlines' ? `?scope=${scope}` : ''}`}>{w.download}</a>
              <Button onPress={() => make(calendar)}>{w.makeLink}</Button>
            </span>
          </div>
        ))}
        {submit.error.value ? <Failure error={submit.error.value} /> : null}
        {fresh.value ? (
          <div class="note">
            <p>{w.linkOnce}</p>
            <p class="mono duty-secret">{fresh.value}</p>
            <Button onPress={() => void navigator.clipboard.writeText(fresh.value).then(() => (copied.value = true))}>{copied.value ? w.copied : w.copy}</Button>
          </div>
        ) : null}
        {revoke.error ? <Failure error={revoke.error} /> : null}
        <ul class="duty-parts">
          {links.value?.items.map((link) => (
            <li key={link.id}>
              <strong>{nameOf(link.calendar, link.scope)}</strong><span class="tx-2">{w.madeAt(when(link.made_at))}</span>
              <Button size="small" onPress={() => void revoke.run(link.id, { path: `/calendars/links/${link.id}/revoke` })}>{w.revoke}</Button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  )
}
