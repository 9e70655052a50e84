/** One task down to the person: who took it on, who works on it, who else looks, and how it came to this. */
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { othersLooking, useLook } from '../components/AlsoLooking'
import { Button } from '../components/Button'
import { Failure, Skeleton } from '../components/Panel'
import { ToMoment } from '../components/ToMoment'
import { useLoad } from '../desk/useLoad'
import { newId, post } from '../lib/api'
import { clock, day, moment } from '../lib/format'
import { taskGlyph } from '../lib/glyph-kinds'
import { Glyph } from '../lib/glyphs'
import { language, named, said } from '../lib/i18n'
import { provinceName, regionName } from '../lib/regions'
import { session } from '../lib/session'
import type { Store } from '../lib/store'
import type { PersonName, Said, TaskRow } from '../lib/types'
import { countdown, now } from '../lib/worldclock'
import { commonWords } from '../locales/common'
import { taskingWords } from './words'

interface Told {
  readonly task: TaskRow & { readonly responsible_by?: string | null }
  readonly people: Readonly<Record<string, PersonName>>
  readonly events: readonly { readonly position: number; readonly at: string; readonly say: Said }[]
  readonly looking: readonly (PersonName & { readonly id: string })[]
}

const LOOK_MS = 20_000

/** Said every twenty seconds besides the socket, since sockets of another process hear it only so; forgotten after a minute. */
function useLooking(id: string): void {
  useEffect(() => {
    if (session.value?.kiosk) return undefined
    const look = (): void => void post(`/tasks/${id}/look`, {}, { key: newId() }).catch(() => undefined)
    look()
    const timer = setInterval(look, LOOK_MS)
    return () => clearInterval(timer)
  }, [id])
}

interface PeopleProps {
  readonly store: Store
  readonly id: string
  readonly again: number
  readonly onBack: () => void
}

export function TaskPeople({ store, id, again, onBack }: PeopleProps): JSX.Element {
  const w = taskingWords()
  useLooking(id)
  const { value, error, reload } = useLoad<Told>(`/tasks/${id}/people`, again)
  if (error && !value) return <Failure error={error} onRetry={reload} />
  if (!value) return <Skeleton rows={8} />
  const { task, people, looking } = value
  const holder = task.responsible_by ?? task.acknowledged_by
  const due = task.state === 'dispatched' ? task.ack_due_at : task.work_due_at
  const shown = due ? countdown(Date.parse(due), now.value, language.value) : null
  const name = (person: string | null | undefined): string => named(person ? people[person] : null, 'name')
  return (
    <div class="block">
      <p><Button size="small" kind="quiet" onPress={onBack}>← {w.back}</Button></p>
      <h3 class="tasking-title"><Glyph kind={taskGlyph(task)} size={16} /> {named(task, 'title')}</h3>
      <dl class="facts">
        <div><dt>{w.state}</dt><dd>{commonWords().taskState(task.state)}{task.escalation ? ` · ${w.escalated(task.escalation)}` : ''}</dd></div>
        <div><dt>{w.province}</dt><dd>{provinceName(task.province)}{task.region === task.province ? '' : ` ${regionName(task.region)}`}</dd></div>
        <div><dt>{w.due}</dt><dd class="num">{due ? <span class={shown?.late ? 'late' : ''} title={moment(due)}>{clock(due)} · {shown?.text}</span> : '-'}</dd></div>
        <div>
          <dt>{w.who}</dt>
          <dd>
            {task.proxy_for ? <p>{w.proxy(task.proxy_for)}</p> : null}
            {task.acknowledged_by ? <p>{w.acknowledgedBy(name(task.acknowledged_by))}</p> : <p class="late">{w.nobody}</p>}
            {holder ? <p>{w.worksOn(name(holder))}</p> : null}
            <Looking store={store} task={task} told={looking} />
          </dd>
        </div>
      </dl>
      <div class="block-head"><h3>{w.record}</h3></div>
      <ol class="history">
        {value.events.map((event) => <li key={event.position}><ToMoment incident={store.incidentId} position={event.position} at={event.at} seconds /><span>{said(event.say)}</span></li>)}
        <li><time title={moment(task.dispatched_at)}>{day(task.dispatched_at)} {clock(task.dispatched_at)}</time><span>{commonWords().taskState('dispatched')}</span></li>
      </ol>
      <p><a class="button" href={`/tasks/${store.incidentId}?task=${task.id}&province=${task.province}`}>{w.openTask}</a></p>
    </div>
  )
}

/** Who looks by the sockets of this process, and by what all of them have written down. */
function Looking({ store, task, told }: { readonly store: Store; readonly task: TaskRow; readonly told: Told['looking'] }): JSX.Element {
  const w = taskingWords()
  useLook(store, task)
  const names = new Map([...told, ...othersLooking(store, task.id)].map((one) => [one.id, named(one, 'name')]))
  return <p class="tx-2">{names.size ? w.looking([...names.values()].join(language.value === 'zh' ? '、' : ', ')) : w.alone}</p>
}
