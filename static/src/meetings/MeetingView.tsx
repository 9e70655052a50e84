/** One meeting: agenda with what was said, the findings as they stand, decisions; prints as minutes. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Failure, Skeleton } from '../components/Panel'
import { ReasonDialog } from '../desk/ReasonDialog'
import { useAction, type Action } from '../desk/useAction'
import { useLoad } from '../desk/useLoad'
import { AssignDialog } from '../findings/StepDialogs'
import { placeName, StateGlyph, titleOf } from '../findings/parts'
import type { Figures, Finding, FindingDetail } from '../findings/types'
import { findingWords } from '../findings/words'
import { clockMinutes, day } from '../lib/format'
import { named, said } from '../lib/i18n'
import { can } from '../lib/session'
import { commonWords } from '../locales/common'
import type { Item, Meeting } from './types'
import { meetingWords } from './words'

export function MeetingView({ id }: { readonly id: string }): JSX.Element {
  const w = meetingWords()
  const told = useLoad<Meeting>(`/meetings/${id}`)
  const figures = useLoad<Figures>('/findings/figures')
  const action = useAction(told.reload)
  const [deciding, closing] = [useSignal<string | null>(null), useSignal(false)]
  if (!told.value) return told.error ? <Failure error={told.error} onRetry={told.reload} /> : <Skeleton rows={10} />
  const { meeting, findings, decisions } = told.value
  const open = meeting.state === 'called' && can('meeting.hold')
  return (
    <div class="page meeting">
      <header class="page-head">
        <a class="tx-2" href="#">{w.back}</a>
        <h2>{meeting.title}</h2>
        <span class="chip">{meeting.state === 'closed' ? w.closed : w.called}</span>
        <span class="tx-2 num">{day(meeting.held_at)} {clockMinutes(meeting.held_at)} · {w.chair} {named(meeting, 'chair')}{meeting.closed_at ? ` · ${w.closedAt(clockMinutes(meeting.closed_at))}` : ''}</span>
        <span class="gap" />
        <Button onPress={() => print()}>{w.print}</Button>
        {open ? <Button kind="primary" onPress={() => (closing.value = true)}>{w.close}</Button> : null}
      </header>
      <div class="page-body">
        {action.error ? <Failure error={action.error} /> : null}
        <ol class="meeting-items">
          {meeting.agenda.map((item) => (
            <AgendaItem key={item.id} item={item} finding={findings.find((one) => one.id === item.finding_id)} open={open} action={action} meeting={id} onDecide={(key) => (deciding.value = key)} />
          ))}
        </ol>
        {meeting.minutes ? <p class="read">{meeting.minutes}</p> : null}
        <section class="block">
          <div class="block-head"><h2>{w.decisions}</h2><span class="num">{decisions.length || ''}</span></div>
          {decisions.length === 0 ? <p class="hint">{w.noDecisions}</p> : null}
          <ol class="told">{decisions.map((one) => <li key={one.position}><time dateTime={one.at}>{day(one.at)} {clockMinutes(one.at)}</time><span>{said(one.say)}</span></li>)}</ol>
        </section>
      </div>
      {deciding.value ? <Decide id={deciding.value} meeting={id} figures={figures.value} action={action} onClose={() => (deciding.value = null)} /> : null}
      {closing.value ? <ReasonDialog title={w.close} go={w.close} hint={w.closing} required={false} action={action} onSend={(text) => action.run('close', { path: `/meetings/${id}/close`, body: { text } })} onClose={() => (closing.value = false)} /> : null}
    </div>
  )
}

interface ItemProps {
  readonly item: Item
  readonly finding: Finding | undefined
  readonly open: boolean
  readonly action: Action
  readonly meeting: string
  readonly onDecide: (finding: string) => void
}

function AgendaItem({ item, finding, open, action, meeting, onDecide }: ItemProps): JSX.Element {
  const w = meetingWords()
  const f = findingWords()
  const text = useSignal('')
  const send = async (): Promise<void> => {
    if (await action.run(item.id, { path: `/meetings/${meeting}/minutes`, body: { item: item.id, text: text.value.trim() } })) text.value = ''
  }
  return (
    <li>
      {finding ? (
        <p class="finding-say"><StateGlyph finding={finding} /> <a href={`/findings#${finding.id}`}>F-{finding.number}</a> {placeName(finding.scope)} · {titleOf(finding)}</p>
      ) : <p class="finding-say"><span class="tag">{w.question}</span> {item.question}</p>}
      {finding ? <p class="tx-2">{f.state(finding.state)} · {finding.owner_id ? named(finding, 'owner') : f.unassigned}{finding.due_at ? ` · ${f.due(day(finding.due_at))}` : ''}</p> : null}
      <ol class="told">{item.said.map((line) => <li key={line.at}><time dateTime={line.at}>{clockMinutes(line.at)} {named(line, 'by')}</time><span>{line.text}</span></li>)}</ol>
      {open ? (
        <div class="meeting-say">
          <textarea rows={1} maxLength={2000} aria-label={w.said} placeholder={w.saidHint} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
          <Button whyNot={text.value.trim() === '' && ' '} busy={action.busy === item.id && commonWords().working} onPress={() => void send()}>{w.said}</Button>
          {finding && (finding.state === 'found' || finding.state === 'assigned') ? <Button onPress={() => onDecide(finding.id)}>{w.decide}</Button> : null}
        </div>
      ) : null}
    </li>
  )
}

/** The finding's own step, which names the meeting. */
function Decide({ id, meeting, figures, action, onClose }: { readonly id: string; readonly meeting: string; readonly figures: Figures | null; readonly action: Action; readonly onClose: () => void }): JSX.Element | null {
  const detail = useLoad<FindingDetail>(`/findings/${id}`)
  if (!detail.value) return null
  const { finding } = detail.value
  const send = (body: unknown): Promise<boolean> => action.run('assign', { path: `/findings/${id}/assign`, body: { ...(body as object), meeting }, revision: finding.revision })
  return <AssignDialog detail={detail.value} figures={figures} action={action} onSend={send} onClose={onClose} />
}
