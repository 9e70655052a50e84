/** A province that no channel reaches: whom to ring up, what was tried, and what a call that got through settles. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { newId, post } from '../lib/api'
import { clock, day } from '../lib/format'
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import type { PersonName } from '../lib/types'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import { commonWords } from '../locales/common'
import { taskingWords } from './words'

const NUMBERS = ['satellite', 'mobile', 'office', 'fax'] as const

interface CallList {
  readonly unreachable_since: string | null
  readonly heard_at: string | null
  readonly people: readonly (PersonName & { readonly id: string; readonly role: string })[]
  readonly book: readonly (PersonName & { readonly id: string; readonly post_zh: string; readonly post_en: string } & Readonly<Record<(typeof NUMBERS)[number], string | null>>)[]
  readonly tasks: readonly { readonly id: string; readonly title_zh: string; readonly title_en: string; readonly ack_due_at: string; readonly ack_overdue: boolean }[]
  readonly more_tasks: number
  readonly calls: readonly { readonly at: string; readonly person: PersonName | null; readonly text: string | null; readonly reached: boolean | null }[]
}

export function CallDialog({ incident, province, onClose }: { readonly incident: string; readonly province: string; readonly onClose: () => void }): JSX.Element {
  const w = taskingWords()
  const list = useLoad<CallList>(`/incidents/${incident}/provinces/${province}/call-list`)
  const [called, text, reached, id] = [useSignal(''), useSignal(''), useSignal(true), useSignal(newId())]
  const taken = useSignal<readonly string[]>([])
  const submit = useSubmit()
  const send = (): void => submit.run((options) => post(`/incidents/${incident}/provinces/${province}/called`, {
    id: id.value, called: called.value.trim(), reached: reached.value, text: text.value.trim() || null, acknowledge: reached.value ? taken.value : [],
  }, options), onClose)
  const found = list.value
  const toggle = (task: string): void => {
    taken.value = taken.value.includes(task) ? taken.value.filter((one) => one !== task) : [...taken.value, task]
  }
  return (
    <FormDialog title={w.callTitle(provinceName(province))} submit={submit} onClose={onClose} onSubmit={send} action={w.callSave} missing={called.value.trim() ? false : w.callMissing}>
      <p class="hint">{w.callWhy} {found ? (found.heard_at ? w.lastHeard(`${day(found.heard_at)} ${clock(found.heard_at)}`) : w.never) : ''}</p>
      {found ? (
        <ul class="call-people" aria-label={w.callPeople}>
          {found.book.map((entry) => (
            <li key={entry.id}>
              <button type="button" class="cell-link" onClick={() => (called.value = `${named(entry, 'name')} (${named(entry, 'post')})`)}>{named(entry, 'name')}</button>
              <span class="tx-2">{named(entry, 'post')}</span>
              <span class="num">
                {NUMBERS.filter((kind) => kind !== 'fax' && entry[kind]).map((kind) => (
                  <a key={kind} class={kind === 'satellite' ? 'call-satellite' : ''} href={`tel:${entry[kind] ?? ''}`}>{w.numberOf(kind)} {entry[kind]}</a>
                ))}
              </span>
            </li>
          ))}
          {found.people.filter((person) => !found.book.some((entry) => entry.name_zh === person.name_zh)).map((person) => (
            <li key={person.id}>
              <button type="button" class="cell-link" onClick={() => (called.value = `${named(person, 'name')} (${commonWords().role(person.role)})`)}>{named(person, 'name')}</button>
              <span class="tx-2">{commonWords().role(person.role)}</span>
              <span class="tx-3">{w.noNumber}</span>
            </li>
          ))}
        </ul>
      ) : <Skeleton rows={3} />}
      <label class="field"><span>{w.called}</span><input value={called.value} maxLength={100} placeholder={w.calledHint} onInput={(event) => (called.value = event.currentTarget.value)} /></label>
      <span class="segmented" role="group">
        <button type="button" aria-pressed={reached.value} onClick={() => (reached.value = true)}>{w.reached}</button>
        <button type="button" aria-pressed={!reached.value} onClick={() => (reached.value = false)}>{w.notReached}</button>
      </span>
      <label class="field"><span>{w.callText}</span><textarea rows={2} maxLength={3800} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} /></label>
      {reached.value && found && found.tasks.length > 0 ? (
        <fieldset class="choice call-tasks">
          <legend class="field-label">{w.takeOn} <button type="button" class="cell-link" onClick={() => (taken.value = found.tasks.map((task) => task.id))}>{w.takeAll}</button></legend>
          {found.tasks.map((task) => (
            <label key={task.id} class="check"><input type="checkbox" checked={taken.value.includes(task.id)} onChange={() => toggle(task.id)} /> <span>{named(task, 'title')}</span>{task.ack_overdue ? <span class="late">{w.overdue}</span> : null}</label>
          ))}
          {found.more_tasks ? <p class="hint">{w.moreTasks(found.more_tasks)}</p> : null}
        </fieldset>
      ) : null}
      {found && found.calls.length > 0 ? (
        <section class="block">
          <div class="block-head"><h3>{w.callTried}</h3></div>
          <ol class="history">{found.calls.map((call) => (
            <li key={call.at}><time>{day(call.at)} {clock(call.at)}</time><span>{call.text}</span><small>{[named(call.person, 'name'), call.reached === null ? '' : call.reached ? w.reached : w.notReached].filter(Boolean).join(' · ')}</small></li>
          ))}</ol>
        </section>
      ) : null}
    </FormDialog>
  )
}
