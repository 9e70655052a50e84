/** The queue as its owner sees it: what waits and since when, what needs a word, what was given up, how else to reach HQ. */
import type { JSX } from 'preact'
import { Dialog } from '../components/Dialog'
import { clock, clockMinutes, moment } from '../lib/format'
import { named } from '../lib/i18n'
import { now, worldAt } from '../lib/worldclock'
import type { Workspace } from '../workspace/model'
import { isFile, type Action } from './action'
import { Decide } from './Decide'
import { age, bodyWords, offlineWords, quoted, verbWords } from './words'
import { readiness } from './worker'

export function Queue({ workspace }: { readonly workspace: Workspace }): JSX.Element | null {
  const w = offlineWords()
  const { outbox, queueOpen } = workspace
  if (!queueOpen.value) return null
  const undecided = outbox.undecided.value
  const dropped = outbox.actions.value.filter((action) => action.state === 'dropped')
  return (
    <Dialog title={w.queue} place="drawer" onClose={() => (queueOpen.value = false)}>
      <div class="of-queue ws">
        {undecided.length > 0 ? (
          <section aria-label={w.toDecide(undecided.length)}>
            <h2>{w.toDecide(undecided.length)}</h2>
            {undecided.map((action) => <Decide key={action.order} workspace={workspace} action={action} />)}
          </section>
        ) : null}
        <Waiting workspace={workspace} />
        {dropped.length > 0 ? <Dropped workspace={workspace} dropped={dropped} /> : null}
        <section class="of-other">
          <h2>{w.noNetwork}</h2>
          <p><strong>{w.callHead}</strong></p>
          <p class="ws-hint">{w.callBody}</p>
        </section>
        <footer class="ws-hint">{freshness(workspace)}<br />{ready()}</footer>
      </div>
    </Dialog>
  )
}

function freshness({ store }: Workspace): string {
  const w = offlineWords()
  const connection = store.connection.value
  void now.value
  if (connection.kind !== 'offline' && connection.kind !== 'stale') return w.present
  return w.updatedAt(clockMinutes(worldAt(connection.sinceMs)), age(Date.now() - connection.sinceMs))
}

function ready(): string {
  const w = offlineWords()
  return { starting: w.starting, ready: w.ready, insecure: `${w.insecure}${w.insecureMore}`, missing: w.missing }[readiness.value]
}

function Waiting({ workspace }: { readonly workspace: Workspace }): JSX.Element {
  const w = offlineWords()
  const { outbox } = workspace
  const waiting = outbox.waiting.value
  const blocked = new Set(outbox.undecided.value.filter((action) => !isFile(action)).map((action) => action.task))
  return (
    <section class="of-waiting">
      <header class="ws-head"><h2>{w.unsent(waiting.length)}</h2><span>{w.inOrder}</span></header>
      {waiting.length === 0 ? <p class="ws-hint">{w.queueEmpty}</p> : null}
      <ol>
        {waiting.map((action, at) => (
          <li key={action.order}>
            <span class="of-number num">{at + 1}</span>
            <span>
              {verbWords(action.verb)}{quoted(named(action, 'title'))}
              <small>{[bodyWords(action.verb, action.body), hint(action, blocked)].filter(Boolean).join(' · ')}</small>
            </span>
            <span class="of-side">
              <time class="num" dateTime={new Date(action.worldAt).toISOString()} title={moment(action.worldAt)}>{clockMinutes(action.worldAt)}</time>
              {isFile(action) || (action.tries === 0 && outbox.last(action.task)?.order === action.order) ? (
                <button type="button" class="ws-button" onClick={() => void outbox.withdraw(action)}>{w.withdraw}</button>
              ) : null}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function hint(action: Action, blocked: ReadonlySet<string>): string {
  const w = offlineWords()
  if (isFile(action)) return action.tries > 0 ? w.fileTried(action.tries) : w.filesAfter
  if (blocked.has(action.task)) return w.behind
  return action.tries > 0 ? w.maybeSent : w.doneAtHere(clock(action.worldAt))
}

function Dropped({ workspace, dropped }: { readonly workspace: Workspace; readonly dropped: readonly Action[] }): JSX.Element {
  const w = offlineWords()
  return (
    <section class="of-waiting">
      <h2>{w.dropped}</h2>
      <ol>
        {dropped.map((action) => (
          <li key={action.order}>
            <span />
            <span>
              {verbWords(action.verb)}{quoted(named(action, 'title'))}
              <small>{[bodyWords(action.verb, action.body), action.reason ? w.reasonWas(action.reason) : ''].filter(Boolean).join(' · ')}</small>
            </span>
            <span class="of-side">
              <time class="num" dateTime={new Date(action.worldAt).toISOString()}>{clockMinutes(action.worldAt)}</time>
              <button type="button" class="ws-button" onClick={() => void workspace.outbox.forget(action)}>{w.forget}</button>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
