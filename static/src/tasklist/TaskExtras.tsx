/** What stands around a task: what it waits for, its check-ins, its files, its place on the map. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Time } from '../approval/Hands'
import { Button } from '../components/Button'
import { Failure } from '../components/Panel'
import { ReasonDialog } from '../desk/ReasonDialog'
import { useAction } from '../desk/useAction'
import { newId, post } from '../lib/api'
import { exact } from '../lib/format'
import { named } from '../lib/i18n'
import { can } from '../lib/session'
import type { Store } from '../lib/store'
import type { TaskRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { isMet } from '../workspace/waits'
import { useRecords } from './records'
import type { AttachmentRow, CheckInRow } from './types'
import { listWords } from './words'

const WORKED_ON: ReadonlySet<TaskRow['state']> = new Set(['acknowledged', 'in_progress', 'pending', 'held'])

interface ExtrasProps {
  readonly store: Store
  readonly task: TaskRow
}

export function TaskExtras({ store, task }: ExtrasProps): JSX.Element {
  return (
    <>
      {task.waits_for?.length ? <Waits store={store} task={task} /> : null}
      {task.checkin_minutes || WORKED_ON.has(task.state) ? <CheckIns store={store} task={task} /> : null}
      <Files store={store} task={task} />
    </>
  )
}

function Head({ title, children }: { readonly title: string; readonly children?: JSX.Element | null }): JSX.Element {
  return <div class="block-head"><h3>{title}</h3>{children}</div>
}

function Waits({ store, task }: ExtrasProps): JSX.Element {
  const w = listWords()
  const known = { tasks: store.tasks.value, parts: store.measureParts.value }
  return (
    <section class="block">
      <Head title={w.waits} />
      <ul class="plain-list">
        {task.waits_for?.map((entry) => {
          const met = isMet(entry, task.province, known)
          return <li key={entry.task ?? entry.measure}><span>{named(entry, 'title')}</span><span class={met ? 'ok' : 'late'}>{met === null ? '' : met ? w.waitsMet : w.waitsOpen}</span></li>
        })}
      </ul>
    </section>
  )
}

function CheckIns({ store, task }: ExtrasProps): JSX.Element {
  const w = listWords()
  const action = useAction()
  const [note, setNote] = useState('')
  const [called, setCalled] = useState('')
  const [id, setId] = useState(newId)
  const rows = [...(useRecords(store, task, 'checkin') as unknown as readonly CheckInRow[])]
    .sort((a, b) => b.noted_at.localeCompare(a.noted_at))
  const own = can('task.acknowledge')
  const may = can('task.check_in') && WORKED_ON.has(task.state)
  async function send(): Promise<void> {
    const body = { id, ...(note.trim() ? { note: note.trim() } : {}), ...(own ? {} : { called: called.trim() }) }
    if (!(await action.run('check-in', { path: `/tasks/${task.id}/check-in`, body }))) return
    setNote('')
    setId(newId())
  }
  return (
    <section class="block">
      <Head title={w.checkins}><span>{task.checkin_minutes ? w.every(exact(task.checkin_minutes)) : ''} {task.checkins_missed ? <strong class="late">{w.missed(exact(task.checkins_missed))}</strong> : null}</span></Head>
      {task.checkin_due_at ? <p class="hint">{w.nextDue} <Time at={task.checkin_due_at} /></p> : null}
      {rows.length === 0 ? <p class="hint">{w.noCheckins}</p> : (
        <ol class="history">
          {rows.slice(0, 8).map((row) => (
            <li key={row.id}>
              <Time at={row.at} />
              <span>{row.kind === 'nothing_changed' ? w.nothingChanged : store.text(row.note_text)}{row.at < row.noted_at ? <span class="tag">{w.late}</span> : null}</span>
              <small>{row.proxy_for ? w.proxyOf(row.proxy_for) : named(store.people.value[row.person_id], 'name')}</small>
            </li>
          ))}
        </ol>
      )}
      {may ? (
        <form class="toolbar" onSubmit={(event) => { event.preventDefault(); void send() }}>
          {own ? null : <input type="text" required maxLength={100} value={called} aria-label={w.whose} placeholder={w.whose} onInput={(event) => setCalled(event.currentTarget.value)} />}
          <input class="grow" type="text" maxLength={500} value={note} aria-label={w.reportText} placeholder={w.reportText} onInput={(event) => setNote(event.currentTarget.value)} />
          <Button type="submit" busy={action.busy !== null && commonWords().working}>{note.trim() ? w.report : w.nothingChanged}</Button>
        </form>
      ) : null}
      {action.error ? <Failure error={action.error} /> : null}
    </section>
  )
}

function Files({ store, task }: ExtrasProps): JSX.Element {
  const w = listWords()
  const [busy, setBusy] = useState(false)
  const [strip, setStrip] = useState(true)
  const [error, setError] = useState<unknown>(null)
  const redaction = useAction()
  const [redacting, setRedacting] = useState<string | null>(null)
  const rows = [...(useRecords(store, task, 'attachment') as unknown as readonly AttachmentRow[])]
    .sort((a, b) => b.at.localeCompare(a.at))
  async function upload(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0]
    if (!file) return
    const form = new FormData()
    form.set('id', newId())
    if (strip && /^image\//.test(file.type)) form.set('strip', '1')
    form.set('file', file)
    setBusy(true)
    setError(null)
    try {
      await post(`/tasks/${task.id}/attachments`, form)
    } catch (failure) {
      setError(failure)
    } finally {
      input.value = ''
      setBusy(false)
    }
  }
  return (
    <section class="block">
      <Head title={w.files} />
      {rows.length === 0 ? <p class="hint">{w.noFiles}</p> : (
        <ul class="plain-list">
          {rows.map((row) => (
            <li key={row.id}>
              {row.redacted_at ? <span class="hint">{w.redacted}：{store.text(row.reason_text)}</span> : <a href={`/api/v1/attachments/${row.id}`} download>{store.text(row.name_text) ?? w[row.kind]}</a>}
              <span class="hint num">{w[row.kind]} · {exact(Math.max(1, Math.round(row.size / 1000)))} kB{row.stripped ? ` · ${w.stripped}` : ''}</span>
              {can('task.redact') && !row.redacted_at ? <Button size="small" kind="quiet" onPress={() => setRedacting(row.id)}>{w.redact}</Button> : null}
            </li>
          ))}
        </ul>
      )}
      {can('task.attach') ? (
        <div class="toolbar">
          <label class="button upload">{busy ? w.uploading : w.attach}<input type="file" disabled={busy} accept="image/*,audio/*,.pdf,.docx,.xlsx,.txt,.csv" onChange={(event) => void upload(event.currentTarget)} /></label>
          <label class="check"><input type="checkbox" checked={strip} onChange={(event) => setStrip(event.currentTarget.checked)} />{w.strip}</label>
        </div>
      ) : null}
      {error ? <Failure error={error} /> : null}
      {redacting ? <ReasonDialog title={w.redactTitle} hint={w.redactHint} go={w.redact} action={redaction} onSend={(reason) => redaction.run('redact', { path: `/attachments/${redacting}/redact`, body: { reason } })} onClose={() => setRedacting(null)} /> : null}
    </section>
  )
}
