import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { AlsoLooking } from '../components/AlsoLooking'
import { Button } from '../components/Button'
import { ToMoment } from '../components/ToMoment'
import { Dialog } from '../components/Dialog'
import { Failure } from '../components/Panel'
import { offerUndo } from '../components/UndoBar'
import { ReasonDialog } from '../desk/ReasonDialog'
import { useAction, type Action } from '../desk/useAction'
import { Time } from '../approval/Hands'
import { newId } from '../lib/api'
import { exact } from '../lib/format'
import { taskGlyph } from '../lib/glyph-kinds'
import { Glyph } from '../lib/glyphs'
import { named, said } from '../lib/i18n'
import { provinceName, regionName } from '../lib/regions'
import { can } from '../lib/session'
import type { Store } from '../lib/store'
import type { TaskRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { ChangeClocks } from '../paging/ClocksDialog'
import { TaskPaging } from '../paging/TaskPaging'
import { AckTook, TaskClock } from '../workspace/clocks'
import { recordOf } from '../workspace/connect'
import { responsible } from '../workspace/lists'
import { stateReason } from '../workspace/parts'
import { PlaceMap } from '../workspace/PlaceMap'
import { sayReasons } from '../workspace/reasons'
import { pointOf, pointText } from '../tasklist/place'
import { ProxyDialog } from './ProxyDialog'
import { ArrangeDialog } from '../tasklist/Arrange'
import { useRecords } from '../tasklist/records'
import { TaskExtras } from '../tasklist/TaskExtras'
import { listWords } from '../tasklist/words'
import { ReassignDialog } from './Reassign'
import { adminWords } from './words'

type Named = 'remind' | 'proxy' | 'verify' | 'return' | 'recall' | 'hold' | 'resume' | 'reassign' | 'arrange'
/** What headquarters may do in each state (incident/rules/tasks.py). */
const OFFERED: Readonly<Record<TaskRow['state'], readonly Named[]>> = {
  dispatched: ['recall', 'hold', 'arrange', 'reassign', 'remind', 'proxy'],
  acknowledged: ['recall', 'hold', 'arrange', 'reassign', 'remind'],
  in_progress: ['recall', 'hold', 'arrange', 'reassign', 'remind'],
  pending: ['recall', 'hold', 'arrange', 'reassign', 'remind'],
  held: ['recall', 'arrange', 'resume'],
  resolved: ['return', 'verify'],
  rejected: ['recall', 'reassign'],
  closed: [], cancelled: [],
}
const WITH_REASON = new Set<Named>(['return', 'recall', 'hold'])
/** These ask for more than a reason. */
const WITH_DIALOG = new Set<Named>(['proxy', 'reassign', 'arrange'])

interface DrawerProps {
  readonly store: Store
  readonly task: TaskRow
  readonly onClose: () => void
}

export function TaskDrawer({ store, task, onClose }: DrawerProps): JSX.Element {
  const w = adminWords()
  const asking = useSignal<Named | null>(null)
  const action = useAction()
  const send = async (name: Named, body: unknown = {}): Promise<boolean> => {
    const path = `/tasks/${task.id}/${name === 'proxy' ? 'proxy-acknowledge' : name}`
    const done = await action.run(name, { path, body, ...(name === 'remind' ? {} : { revision: task.revision }) })
    if (done && name === 'remind') offerUndo(w.reminded(named(task, 'title')), null, 4)
    return done
  }
  const offered = OFFERED[task.state].filter((name) => can(`task.${name}`))
  const reason = stateReason(task, store)
  const point = pointOf(task)
  const who = named(store.people.value[responsible(task) ?? ''] ?? null, 'name')
  const titles: Readonly<Record<Named, string>> = { remind: w.remind, proxy: w.proxy, verify: w.verify, return: w.return, recall: w.recall, hold: w.hold, resume: w.resume, reassign: w.reassign, arrange: listWords().arrange }
  const asked: Readonly<Partial<Record<Named, readonly [string, string]>>> = { return: [w.returnTitle, w.returnHint], recall: [w.recallTitle, w.recallHint], hold: [w.holdTitle, w.holdHint] }
  return (
    <Dialog
      place="drawer"
      title={named(task, 'title')}
      onClose={onClose}
      footer={offered.length === 0 ? undefined : offered.map((name, at) => (
        <Button
          key={name}
          kind={at === offered.length - 1 ? 'primary' : 'plain'}
          busy={action.busy === name && commonWords().working}
          onPress={() => (WITH_REASON.has(name) || WITH_DIALOG.has(name) ? (asking.value = name) : void send(name))}
        >
          {titles[name]}
        </Button>
      ))}
    >
      <div class="drawer">
        {action.error && !asking.value ? <Failure error={action.error} /> : null}
        <p class="drawer-state"><Glyph kind={taskGlyph(task)} label="" /> {commonWords().taskState(task.state)} <TaskClock task={task} /></p>
        {reason ? <p class="note note-warn">{reason}</p> : null}
        <dl class="facts">
          <div><dt>{w.place}</dt><dd>{provinceName(task.province)} {task.region === task.province ? '' : regionName(task.region)}</dd><dd class="num">{point ? <a href={liveAt(store.incidentId, point)} title={w.onConsole}>{pointText(point)}</a> : null}</dd></div>
          <div><dt>{w.dispatched}</dt><dd><Time at={task.dispatched_at} /></dd></div>
          <div><dt>{w.who}</dt><dd>{task.proxy_for ? w.proxyBy(task.proxy_for) : who || '-'}</dd><dd><AckTook task={task} /></dd></div>
          <div><dt>{w.escalation}</dt><dd>{task.escalation ? w.times(task.escalation) : '-'}</dd></div>
        </dl>
        <AlsoLooking store={store} task={task} />
        {point ? <PlaceMap province={task.province} region={task.region} point={point} /> : null}
        <TaskPaging task={task} />
        <ChangeClocks task={task} />
        <p class="drawer-links"><a class="button button-plain button-small" href={`/tasks/${store.incidentId}/sheet/${task.id}`} target="_blank" rel="noreferrer">{listWords().sheet}</a></p>
        {store.text(task.detail_text) ? <p class="read">{store.text(task.detail_text)}</p> : null}
        <Section title={w.why}>{sayReasons(task.reasons).map((sentence) => <p class="read" key={sentence}>{sentence}</p>)}</Section>
        <Section title={w.reported}><Figures store={store} task={task} /></Section>
        <TaskExtras store={store} task={task} />
        <Section title={w.record}>
          <ol class="history">
            {recordOf(task.id, store.events.value).map((event) => <li key={event.id}><ToMoment incident={store.incidentId} position={event.position} at={event.at} /><span>{said(event.say)}</span></li>)}
          </ol>
        </Section>
        {can('task.comment') ? <Comment task={task} action={action} /> : null}
      </div>
      {asking.value && WITH_REASON.has(asking.value) ? (
        <ReasonDialog title={asked[asking.value]?.[0] ?? ''} hint={asked[asking.value]?.[1] ?? ''} go={titles[asking.value]} action={action} onSend={(words) => send(asking.value ?? 'return', { reason: words })} onClose={() => (asking.value = null)} />
      ) : null}
      {asking.value === 'reassign' ? <ReassignDialog task={task} declined={reason ?? ''} onClose={() => (asking.value = null)} /> : null}
      {asking.value === 'arrange' ? <ArrangeDialog store={store} task={task} onClose={() => (asking.value = null)} /> : null}
      {asking.value === 'proxy' ? <ProxyDialog action={action} onSend={(body) => send('proxy', body)} onClose={() => (asking.value = null)} /> : null}
    </Dialog>
  )
}

function Section({ title, children }: { readonly title: string; readonly children: JSX.Element | JSX.Element[] }): JSX.Element {
  return <section class="block"><div class="block-head"><h3>{title}</h3></div>{children}</section>
}

/** The console with this place in its middle. */
function liveAt(incident: string, [lon, lat]: readonly [number, number]): string {
  return `/live/${incident}?lon=${lon}&lat=${lat}`
}

function Figures({ store, task }: { readonly store: Store; readonly task: TaskRow }): JSX.Element {
  const rows = useRecords(store, task, 'outcome')
  if (rows.length === 0) return <p class="hint">{adminWords().noFigures}</p>
  const of = (name: string): (typeof rows)[number] | undefined => rows.find((row) => row['name'] === name)
  const value = (name: string): string => {
    const found = of(name)
    return found ? exact(Number(found['value'])) : '-'
  }
  return (
    <dl class="facts">
      {task.outcome_fields.map((field) => (
        <div key={field.name}><dt>{said(field)}</dt><dd class="num">{value(field.name)} {named(field, 'unit')}{of(field.name)?.['implausible'] ? <small class="late" title={store.text(of(field.name)?.['reason_text'] as string | null)}> {listWords().implausible}</small> : null}</dd><dd class="num">{field.target == null ? '' : `/ ${exact(field.target)}`}</dd></div>
      ))}
    </dl>
  )
}

function Comment({ task, action }: { readonly task: TaskRow; readonly action: Action }): JSX.Element {
  const [text, setText] = useState('')
  const [id, setId] = useState(newId)
  async function send(): Promise<void> {
    if (text.trim() === '' || !(await action.run('comment', { path: `/tasks/${task.id}/comment`, body: { id, text: text.trim() } }))) return
    setText('')
    setId(newId())
  }
  return (
    <form class="toolbar" onSubmit={(event) => { event.preventDefault(); void send() }}>
      <input class="grow" type="text" maxLength={500} value={text} aria-label={adminWords().comment} placeholder={adminWords().comment} onInput={(event) => setText(event.currentTarget.value)} />
      <Button type="submit" busy={action.busy === 'comment' && commonWords().working}>{commonWords().send}</Button>
    </form>
  )
}
