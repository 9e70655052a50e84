/** One finding: what it says, the events that show it, its story, and the steps that may be taken now. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Failure, Skeleton } from '../components/Panel'
import { ReasonDialog } from '../desk/ReasonDialog'
import { useAction, type Action } from '../desk/useAction'
import { useLoad } from '../desk/useLoad'
import { clockMinutes, day, moment } from '../lib/format'
import { named, said } from '../lib/i18n'
import { can, session } from '../lib/session'
import { commonWords } from '../locales/common'
import { AssignDialog, DuplicateDialog, ProposeDialog } from './StepDialogs'
import { departmentName, draftWords, MomentLink, placeName, StateGlyph, titleOf } from './parts'
import type { Figures, Finding, FindingDetail } from './types'
import { findingWords } from './words'

type Step = 'assign' | 'mend' | 'return' | 'reject' | 'duplicate' | 'reopen' | 'propose'

interface DrawerProps {
  readonly id: string
  readonly figures: Figures | null
  /** Anything whose change means that somebody did something to findings. */
  readonly again?: number
  readonly onChanged: () => void
  readonly onClose: () => void
}

export function FindingDrawer({ id, figures, again, onChanged, onClose }: DrawerProps): JSX.Element {
  const detail = useLoad<FindingDetail>(`/findings/${id}`, again)
  const step = useSignal<Step | null>(null)
  const action = useAction(() => { detail.reload(); onChanged() })
  const told = detail.value
  const title = told ? `F-${told.finding.number}` : findingWords().title
  return (
    <Dialog place="drawer" title={title} onClose={onClose}>
      {!told ? (detail.error ? <Failure error={detail.error} onRetry={detail.reload} /> : <Skeleton rows={8} />) : (
        <div class="drawer finding">
          {action.error && step.value === null ? <Failure error={action.error} /> : null}
          <Facts detail={told} figures={figures} />
          <Steps finding={told.finding} action={action} onStep={(next) => { action.clear(); step.value = next }} />
          <Events detail={told} />
          <StepDialog step={step.value} detail={told} figures={figures} action={action} onClose={() => (step.value = null)} />
        </div>
      )}
    </Dialog>
  )
}

function Facts({ detail, figures }: { readonly detail: FindingDetail; readonly figures: Figures | null }): JSX.Element {
  const w = findingWords()
  const { finding } = detail
  const rows: readonly [string, JSX.Element | string | null][] = [
    [w.incident, finding.incident ? <a href={`/review/${finding.incident.id}`}>{named(finding.incident, 'title')}</a> : w.ordinary],
    [w.place, placeName(finding.scope)],
    [w.found, `${day(finding.found_at)} · ${named(finding, 'found_by')} · ${w.source(finding.source)}`],
    [w.department, <a key="department" href={`/findings?department=${finding.department}`}>{departmentName(finding.department, figures)}</a>],
    [w.countsIn, finding.incident && finding.scope !== 'nation' ? <a key="league" href={`/league/${finding.incident.id}#league-${finding.scope}`}>{w.leagueRow(placeName(finding.scope))}</a> : null],
    [w.helpers, finding.helpers.length > 0 ? finding.helpers.map((one) => departmentName(one, figures)).join(' · ') : null],
    [w.owner, finding.owner_id ? named(finding, 'owner') : w.unassigned],
    [w.dueDate, finding.due_at ? <span class={finding.overdue ? 'late' : ''} title={moment(finding.due_at)}>{day(finding.due_at)}{finding.overdue ? ` · ${w.overdue}` : ''}</span> : null],
    [w.mendedHow, finding.mended],
    [w.because, finding.reason],
    [w.duplicate, detail.duplicate_of ? `F-${detail.duplicate_of.number}` : null],
    [w.duplicates, detail.duplicates.length > 0 ? detail.duplicates.map((one) => `F-${one.number}`).join(' · ') : null],
    [w.draft, finding.draft ? <a href={finding.draft.published_number === null ? `/playbooks/drafts/${finding.draft.id}` : `/playbooks/${finding.draft.slug}`}>{named(finding.draft, 'title')}{finding.playbook_item ? ` / ${finding.playbook_item}` : ''} · {draftWords(finding.draft)}</a> : null],
  ]
  return (
    <section class="block">
      <p class="finding-say"><StateGlyph finding={finding} /> <b>{w.state(finding.state)}</b> {titleOf(finding)}</p>
      <dl class="facts">{rows.map(([label, value]) => (value === null ? null : <div key={label}><dt>{label}</dt><dd>{value}</dd></div>))}</dl>
    </section>
  )
}

function Steps({ finding, action, onStep }: { readonly finding: Finding; readonly action: Action; readonly onStep: (step: Step) => void }): JSX.Element {
  const w = findingWords()
  const me = session.value?.person.id
  const [manages, state] = [can('finding.manage'), finding.state]
  const step = (name: Step, label: string): JSX.Element => <Button key={name} onPress={() => onStep(name)}>{label}</Button>
  return (
    <div class="finding-steps">
      {manages && state === 'found' ? step('assign', w.assign) : null}
      {state === 'assigned' && (manages || finding.owner_id === me) ? step('mend', w.mend) : null}
      {manages && state === 'assigned' ? step('assign', w.reassign) : null}
      {manages && state === 'mended' ? <Button kind="primary" whyNot={finding.mended_by === me && w.notMine} busy={action.busy === 'verify' && commonWords().working} onPress={() => void action.run('verify', { path: `/findings/${finding.id}/verify`, revision: finding.revision })}>{w.verify}</Button> : null}
      {manages && (state === 'mended' || state === 'verified') ? step('return', w.sendBack) : null}
      {manages && (state === 'found' || state === 'assigned') ? [step('reject', w.reject), step('duplicate', w.duplicate)] : null}
      {manages && (state === 'rejected' || state === 'duplicate') ? step('reopen', w.reopen) : null}
      {can('playbook.write') && !['rejected', 'duplicate'].includes(state) && (!finding.draft || finding.draft.state === 'discarded') ? step('propose', w.propose) : null}
    </div>
  )
}

function StepDialog({ step, detail, figures, action, onClose }: { readonly step: Step | null; readonly detail: FindingDetail; readonly figures: Figures | null; readonly action: Action; readonly onClose: () => void }): JSX.Element | null {
  const w = findingWords()
  const { finding } = detail
  if (step === null) return null
  const send = (body: unknown): Promise<boolean> => action.run(step, { path: `/findings/${finding.id}/${step}`, body, revision: finding.revision })
  if (step === 'assign') return <AssignDialog detail={detail} figures={figures} action={action} onSend={send} onClose={onClose} />
  if (step === 'duplicate') return <DuplicateDialog finding={finding} action={action} onSend={send} onClose={onClose} />
  if (step === 'propose') return <ProposeDialog finding={finding} onClose={onClose} />
  const titles = { mend: w.mend, return: w.sendBack, reject: w.reject, reopen: w.reopen }
  const named = step === 'mend' ? (text: string) => ({ text }) : (reason: string) => ({ reason })
  return <ReasonDialog title={titles[step]} go={titles[step]} action={action} onSend={(words) => send(named(words))} onClose={onClose} {...(step === 'mend' ? { hint: w.mendedHow } : {})} />
}

function Events({ detail }: { readonly detail: FindingDetail }): JSX.Element {
  const w = findingWords()
  const incident = detail.finding.of_incident
  return (
    <>
      <section class="block">
        <div class="block-head"><h3>{w.evidence}</h3><span class="num">{detail.evidence.length || ''}</span></div>
        {detail.evidence.length === 0 ? <p class="hint">{w.noEvidence}</p> : null}
        <ol class="told">{detail.evidence.map((one) => <li key={one.position}>{incident ? <MomentLink incident={incident} position={one.position} /> : null}<time dateTime={one.at} title={moment(one.at)}>{day(one.at)} {clockMinutes(one.at)}</time><span>{said(one.say)}</span></li>)}</ol>
      </section>
      <section class="block">
        <div class="block-head"><h3>{w.story}</h3></div>
        <ol class="told">{detail.story.map((one) => <li key={one.position}><time dateTime={one.at} title={moment(one.at)}>{day(one.at)} {clockMinutes(one.at)}</time><span>{said(one.say)}</span></li>)}</ol>
      </section>
    </>
  )
}
