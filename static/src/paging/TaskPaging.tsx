/** The chain of a task as a sentence with the next call's countdown, and who was told, how, and whether it arrived. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Failure } from '../components/Panel'
import { get } from '../lib/api'
import { clockMinutes, moment } from '../lib/format'
import { named } from '../lib/i18n'
import type { TaskRow } from '../lib/types'
import { now, span } from '../lib/worldclock'
import { chainOf, returnsAt } from './chain'
import type { Paging, PageTold, PageState } from './types'
import { pagingWords } from './words'
import './paging.css'

const READ_AGAIN_MS = 10_000

export function TaskPaging({ task }: { readonly task: TaskRow }): JSX.Element {
  return (
    <section class="paging">
      <ChainLine task={task} />
      <Told task={task} />
    </section>
  )
}

function ChainLine({ task }: { readonly task: TaskRow }): JSX.Element | null {
  const w = pagingWords()
  const back = returnsAt(task)
  if (back !== null) return <p class="paging-next" role="timer">{w.returnsIn(span(Math.max(0, back - now.value)))}</p>
  const chain = chainOf(task)
  if (!chain) return null
  const { next } = chain
  const left = next ? next.dueMs - now.value : 0
  return (
    <div>
      <ol class="paging-chain" aria-label={w.chain}>
        {chain.calls.map((call, index) => (
          <li key={call.role} class={call.called ? 'paging-called' : call === next ? 'paging-upcoming' : ''} title={moment(new Date(call.dueMs).toISOString())}>
            {w.role(call.role)}{index < chain.calls.length - 1 ? <small>{w.wait(task.acknowledge_minutes)}</small> : null}
          </li>
        ))}
      </ol>
      <p class="paging-next" role="timer">
        {next === null ? (task.state === 'held' ? w.chainStopped : w.chainDone) : left > 0 ? w.nextCall(w.role(next.role), span(left)) : w.callingNow(w.role(next.role))}
      </p>
    </div>
  )
}

function Told({ task }: { readonly task: TaskRow }): JSX.Element {
  const w = pagingWords()
  const [open, setOpen] = useState(false)
  const [told, setTold] = useState<Paging | null>(null)
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    if (!open) return undefined
    let live = true
    const read = (): void => {
      get<Paging>(`/tasks/${task.id}/pages`).then(
        (answer) => live && (setTold(answer), setError(null)),
        (failure: unknown) => live && setError(failure),
      )
    }
    read()
    const timer = setInterval(read, READ_AGAIN_MS)
    return () => {
      live = false
      clearInterval(timer)
    }
  }, [open, task.id, task.revision])
  return (
    <details class="paging-told" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{w.told}{told ? <span class="paging-sum">{summary(told.pages)}</span> : null}</summary>
      {error ? <Failure error={error} /> : null}
      {told && told.pages.length === 0 ? <p class="hint">{w.toldNone}</p> : null}
      {told && told.pages.length > 0 ? <People pages={told.pages} /> : null}
    </details>
  )
}

interface Group {
  readonly id: string
  readonly name: string
  readonly pages: PageTold[]
}

function byPerson(pages: readonly PageTold[]): readonly Group[] {
  const found = new Map<string, Group>()
  for (const page of pages) {
    const group = found.get(page.person_id) ?? { id: page.person_id, name: named(page, 'name'), pages: [] }
    group.pages.push(page)
    found.set(page.person_id, group)
  }
  return [...found.values()]
}

function summary(pages: readonly PageTold[]): string {
  const people = byPerson(pages)
  const has = (group: Group, states: readonly PageState[]): boolean => group.pages.some((page) => states.includes(page.state))
  const failed = people.filter((group) => group.pages.every((page) => page.state === 'failed' || page.state === 'expired')).length
  return pagingWords().summary(people.length, people.filter((group) => has(group, ['delivered'])).length, failed)
}

function People({ pages }: { readonly pages: readonly PageTold[] }): JSX.Element {
  const w = pagingWords()
  return (
    <ul class="paging-people">
      {byPerson(pages).map((group) => (
        <li key={group.id}>
          <strong>{group.name}</strong>
          <ul>
            {group.pages.map((page) => (
              <li key={`${page.channel} ${page.due_at} ${page.template}`} class={`paging-page paging-${page.state}`}>
                <span>{w.channel(page.channel)}</span>
                <span class="paging-what">{w.template(page.template)}{page.bundled ? ` · ${w.bundled}` : ''}</span>
                <span class="paging-state" title={page.reason ?? moment(page.changed_at)}>
                  {page.state === 'queued' ? w.planned(clockMinutes(page.due_at)) : w.state(page.state)}
                </span>
                {page.reason && page.state !== 'cancelled' && page.state !== 'delivered' ? <small>{page.reason}</small> : null}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}
