/** Whose hands it went through, who has approved and who must yet. */
import type { JSX } from 'preact'
import { clockMinutes, day, moment } from '../lib/format'
import { language, named } from '../lib/i18n'
import type { Store } from '../lib/store'
import type { ApprovalRow } from '../lib/types'
import type { Detail } from './detail'
import type { SeenBy } from './preflight/types'
import { causeName, preflightWords } from './preflight/words'
import { approvalWords } from './words'

interface Subject {
  readonly id: string
  readonly revision: number
  readonly approved_revision?: number | null
  readonly state: string
  readonly author_id: string
  readonly last_editor_id?: string
  readonly submitted_at: string | null
  readonly started_at: string | null
}

interface HandsProps {
  readonly store: Store
  readonly subject: Subject
  readonly approvals: readonly ApprovalRow[]
  readonly detail: Detail | null
  /** Which pre-flight each approver saw, where one belongs to it. */
  readonly seen?: readonly SeenBy[]
}

export function Hands({ store, subject, approvals, detail, seen = [] }: HandsProps): JSX.Element {
  const w = approvalWords()
  const who = (id: string | undefined): string => (id ? named(store.people.value[id], 'name') || id.slice(0, 8) : '')
  const mine = [...approvals].sort((a, b) => (a.at < b.at ? -1 : 1))
  const waits = subject.state === 'draft' || subject.state === 'pending_approval'
  const counted = waits ? subject.revision : (subject.approved_revision ?? subject.revision)
  const given = mine.filter((row) => row.decision === 'approve' && row.revision === counted)
  const missing = subject.state === 'pending_approval' && detail ? Math.max(0, detail.approvers_needed - given.length) : 0
  const decided = { approve: w.approved, reject: w.decisionReject, return: w.decisionReturn }
  return (
    <section class="block">
      <div class="block-head">
        <h3>{w.handled}</h3>
        {detail ? <span>{given.length}/{detail.approvers_needed}</span> : null}
      </div>
      <dl class="facts">
        <div><dt>{w.drafted}</dt><dd>{who(subject.author_id)}</dd></div>
        {subject.last_editor_id && subject.last_editor_id !== subject.author_id ? <div><dt>{w.edited}</dt><dd>{who(subject.last_editor_id)}</dd></div> : null}
        {subject.submitted_at ? <div><dt>{w.submitted}</dt><dd /><dd><Time at={subject.submitted_at} /></dd></div> : null}
        {mine.map((row) => (
          <div key={row.id}>
            <dt>{decided[row.decision]}{row.revision === subject.revision ? '' : ` · r${row.revision}`}</dt>
            <dd>{who(row.person_id)}<Saw seen={seen.find((one) => one.approval === row.id && one.revision === subject.revision)} /></dd>
            <dd><Time at={row.at} /></dd>
          </div>
        ))}
        {Array.from({ length: missing }, (_, at) => (
          <div key={`missing-${at}`}>
            <dt>{given.length + at === 0 ? w.first : w.second}</dt>
            <dd class={at === 0 && detail?.may_approve ? 'late' : 'tx-2'}>{at === 0 && detail?.may_approve ? w.waitsForYou : w.waitsFor}</dd>
          </div>
        ))}
        {counted < subject.revision ? <div><dt>{w.grownTo(subject.revision)}</dt><dd class="tx-2">{w.grownHint}</dd></div> : null}
        {subject.started_at ? <div><dt>{w.started}</dt><dd /><dd><Time at={subject.started_at} /></dd></div> : null}
      </dl>
    </section>
  )
}

function Saw({ seen }: { readonly seen: SeenBy | undefined }): JSX.Element | null {
  const w = preflightWords()
  const zh = language.value === 'zh'
  if (!seen) return null
  return <small class={seen.same ? 'tx-2' : 'late'}><br />{seen.same ? w.seenSame : w.seenOther(seen.changed.map((cause) => causeName(cause, zh)).join(zh ? '、' : ', '))}</small>
}

export function Time({ at }: { readonly at: string }): JSX.Element {
  return <time class="num" dateTime={at} title={moment(at)}>{day(at)} {clockMinutes(at)}</time>
}
