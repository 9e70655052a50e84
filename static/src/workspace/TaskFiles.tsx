/** Photos, voice notes and documents of a task: what the server has, what waits here, and adding one, line or no line. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { can } from '../lib/session'
import type { TaskRow } from '../lib/types'
import { isFile, newKey, type Action } from '../offline/action'
import { ACCEPT, fileOf, judge, MOST_MB, sizeText, sortOf, type FileFault, type Sort } from '../offline/files'
import type { AttachmentRow } from '../tasklist/types'
import { fileWords } from './fileWords'
import { FileView, KeptView } from './FileView'
import type { Workspace } from './model'
import { Voice } from './Voice'

interface FilesProps {
  readonly workspace: Workspace
  readonly task: TaskRow
}

export function TaskFiles({ workspace, task }: FilesProps): JSX.Element {
  const w = fileWords()
  const { store, outbox } = workspace
  const rows = (Object.values(store.folded.value.tables['attachment'] ?? {}) as unknown as readonly AttachmentRow[])
    .filter((row) => row.task_id === task.id)
    .sort((a, b) => b.at.localeCompare(a.at))
  const sent = new Set(rows.map((row) => row.id))
  const mine = outbox.actions.value.filter((action) => isFile(action) && action.task === task.id && action.state !== 'dropped' && !sent.has(fileOf(action)?.id ?? ''))
  return (
    <section class="ws-files">
      <header class="ws-head"><h2>{w.files}</h2><span class="num">{rows.length + mine.length || ''}</span></header>
      {rows.length + mine.length === 0 ? <p class="ws-hint">{w.none}</p> : null}
      <ul>
        {mine.map((action) => <Unsent key={action.key} workspace={workspace} action={action} />)}
        {rows.map((row) => (
          <li key={row.id}>
            {row.redacted_at ? <span class="ws-hint">{w.redacted(store.text(row.reason_text) ?? '')}</span> : null}
            {row.redacted_at ? null : <FileView sort={row.kind} url={`/api/v1/attachments/${row.id}`} name={store.text(row.name_text) ?? w[row.kind]} />}
            <span class="ws-hint num">{[w[row.kind], sizeText(row.size), row.stripped ? w.stripped : ''].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
      {can('task.attach') ? <Add workspace={workspace} task={task} /> : null}
    </section>
  )
}

function Unsent({ workspace, action }: { readonly workspace: Workspace; readonly action: Action }): JSX.Element | null {
  const w = fileWords()
  const { outbox } = workspace
  const body = fileOf(action)
  if (!body) return null
  const under = outbox.uploading.value === body.id
  const state = under ? w.uploading : action.state !== 'waiting' ? w.decide : action.tries > 0 ? w.tried(action.tries) : w.unsent
  return (
    <li>
      <KeptView sort={body.sort} name={body.name} read={() => outbox.file(body.id)} />
      <span class="ws-hint num">
        <span class="of-mark">{state}</span> {[w[body.sort], sizeText(body.size), body.strip ? w.willStrip : ''].filter(Boolean).join(' · ')}
        {action.state === 'waiting' && !under ? <button type="button" class="ws-link" onClick={() => void outbox.withdraw(action)}>{w.takeBack}</button> : null}
      </span>
    </li>
  )
}

function Add({ workspace, task }: FilesProps): JSX.Element {
  const w = fileWords()
  const [strip, setStrip] = useState(true)
  const [fault, setFault] = useState('')
  async function take(file: File): Promise<void> {
    const told = judge(file, strip)
    setFault(typeof told === 'string' ? faultWords(told, file) : '')
    if (typeof told === 'string') return
    const { name, type, size } = file
    try {
      const bytes = await file.arrayBuffer()
      await workspace.attach(task, { id: newKey(), ...told, name: name || 'file', type, size }, { bytes, name: name || 'file', type })
      // What waits here must not be swept away by a browser that wants room.
      void navigator.storage?.persist?.().catch(() => undefined)
    } catch (failure) {
      if (!(failure instanceof DOMException)) throw failure
      setFault(failure.name === 'QuotaExceededError' ? w.faultRoom : w.faultRead)
    }
  }
  const pick = (sort: Sort, label: string): JSX.Element => (
    <label class="ws-button ws-pick">
      {label}
      <input
        type="file"
        accept={ACCEPT[sort]}
        onChange={(event) => {
          const input = event.currentTarget
          const file = input.files?.[0]
          if (file) void take(file).finally(() => (input.value = ''))
        }}
      />
    </label>
  )
  return (
    <>
      <div class="ws-adding">
        {pick('photo', w.addPhoto)}
        <Voice onVoice={(file) => void take(file)} instead={pick('voice', w.addVoice)} />
        {pick('document', w.addDocument)}
      </div>
      <label class="ws-strip"><input type="checkbox" checked={strip} onChange={(event) => setStrip(event.currentTarget.checked)} />{w.strip}</label>
      {fault ? <p class="ws-fault" role="alert">{fault}</p> : null}
      <p class="ws-hint">{w.limits(MOST_MB.photo, MOST_MB.voice, MOST_MB.document)}</p>
    </>
  )
}

function faultWords(fault: FileFault, file: File): string {
  const w = fileWords()
  if (fault === 'size') return w.faultSize(sizeText(file.size), mostOf(file))
  return { kind: w.faultKind, strip: w.faultStrip, empty: w.faultEmpty }[fault]
}

function mostOf(file: File): number {
  const sort = sortOf(file)
  return /\.(txt|csv)$/i.test(file.name) ? 2 : sort ? MOST_MB[sort] : 0
}
