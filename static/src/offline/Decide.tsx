/** A conflict is shown whole: what I did, what is there now, who changed it. Only its author settles it. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { clockMinutes, moment } from '../lib/format'
import { language, named, said } from '../lib/i18n'
import type { EventRecord, TaskRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { readPast, recordOf } from '../workspace/connect'
import type { Workspace } from '../workspace/model'
import { openTask } from '../workspace/opening'
import { personName } from '../workspace/parts'
import { isFile, newKey, type Action } from './action'
import { fileOf } from './files'
import { may } from './overlay'
import { bodyWords, offlineWords, quoted, verbWords } from './words'

interface DecideProps {
  readonly workspace: Workspace
  readonly action: Action
}

export function Decide({ workspace, action }: DecideProps): JSX.Element {
  const w = offlineWords()
  const [why, setWhy] = useState('')
  const { store, outbox } = workspace
  const now = workspace.rowOf(action.task)
  const zh = language.value === 'zh'
  const conflict = action.state === 'conflict'
  const changed = now ? lastByOthers(action, store.events.value) : null
  useEffect(() => {
    if (now) void readPast(store, now.province in store.folded.peek().positions ? now.province : 'nation').catch(() => undefined)
  }, [action.order])
  const typed = bodyWords(action.verb, action.body)
  const words = zh ? action.refused?.zh : action.refused?.en
  return (
    <article class="of-decide" aria-label={named(action, 'title')}>
      <header><strong>{conflict ? w.conflictHead : w.refusedHead}</strong><span>{quoted(named(action, 'title'))}</span></header>
      <dl>
        <dt title={moment(action.worldAt)}>{w.mine(clockMinutes(action.worldAt))}</dt>
        <dd>{verbWords(action.verb)}{typed ? <q>{typed}</q> : null}</dd>
        {now ? <><dt>{w.nowIs}</dt><dd>{commonWords().taskState(now.state)}{takenBy(workspace, now)}</dd></> : null}
        {changed ? <><dt>{w.changedBy}</dt><dd>{personName(store, changed.actor.person)} {clockMinutes(changed.at)}{changed.say ? ` · ${said(changed.say)}` : ''}</dd></> : null}
      </dl>
      <p class="ws-hint">{!now ? w.unknownNow : action.refused?.code === 'stale_revision' && changed ? '' : words}</p>
      <input type="text" class="of-why" value={why} maxLength={200} placeholder={w.why} aria-label={w.why} onInput={(event) => setWhy(event.currentTarget.value)} />
      <Ways workspace={workspace} action={action} now={now} why={why} onDrop={() => void outbox.drop(action, why)} />
    </article>
  )
}

/** The place could not be taken out: its author may send it as it is. */
const WITH_PLACE: ReadonlySet<string> = new Set(['attachment.cannot_strip', 'attachment.unreadable'])

interface WaysProps extends DecideProps {
  readonly now: TaskRow | null
  readonly why: string
  readonly onDrop: () => void
}

function Ways({ workspace, action, now, why, onDrop }: WaysProps): JSX.Element {
  const w = offlineWords()
  const { outbox } = workspace
  const conflict = action.state === 'conflict'
  // What it waits for is not there yet: only with a reason, which goes to the record.
  const waits = action.refused?.code === 'task.waits'
  const possible = now !== null && may(action.verb, now.state) && action.refused?.code !== 'file_gone'
  const file = fileOf(action)
  async function toRecord(row: TaskRow): Promise<void> {
    const typed = bodyWords(action.verb, action.body)
    const what = `${verbWords(action.verb)}${typed ? `（${typed}）` : ''}`
    await outbox.drop(action, why)
    await workspace.act(row, 'comment', { id: newKey(), text: w.record(clockMinutes(action.worldAt), what, why.trim()).slice(0, 500) })
  }
  return (
    <div class="of-ways">
      {file?.strip && possible && WITH_PLACE.has(action.refused?.code ?? '') ? (
        <button type="button" class="ws-button ws-primary" onClick={() => void outbox.doAgain(action, now, { ...file, strip: false })}>{w.withPlace}</button>
      ) : waits && possible ? (
        <button type="button" class="ws-button ws-primary" disabled={why.trim() === ''} onClick={() => void outbox.doAgain(action, now, { override: why.trim() })}>{w.beginAll}</button>
      ) : possible ? <button type="button" class="ws-button ws-primary" onClick={() => void outbox.doAgain(action, now)}>{w.again}</button> : now && conflict ? <p class="ws-hint">{w.notAgain}</p> : null}
      {conflict && now && !file ? <button type="button" class="ws-button" onClick={() => void toRecord(now)}>{w.toRecord}</button> : null}
      <button
        type="button"
        class="ws-button"
        onClick={() => {
          onDrop()
          if (conflict || isFile(action)) return
          workspace.queueOpen.value = false
          openTask(workspace, action.task)
        }}
      >
        {file ? w.giveUpFile : conflict ? w.keepToMe : w.backToForm}
      </button>
    </div>
  )
}

function takenBy(workspace: Workspace, now: TaskRow): string {
  const name = personName(workspace.store, now.acknowledged_by)
  return name ? ` · ${name}` : ''
}

/** The newest event of the task that is not mine; the events are newest first. */
function lastByOthers(action: Action, events: readonly EventRecord[]): EventRecord | null {
  return recordOf(action.task, events).find((event) => event.actor.person !== action.person) ?? null
}
