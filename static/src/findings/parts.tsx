/** What every view of findings shares: the card, the glyph of a state, names of places and departments. */
import type { JSX } from 'preact'
import { day, exact, moment } from '../lib/format'
import type { GlyphKind } from '../lib/glyph-kinds'
import { Glyph } from '../lib/glyphs'
import { named, said } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { seesNation } from '../lib/session'
import { momentLink } from './moment'
import type { Draft, Figures, Finding, FindingState } from './types'
import { findingWords } from './words'

const GLYPHS: Readonly<Record<FindingState, GlyphKind>> = {
  found: 'proposed', assigned: 'acknowledged', mended: 'working', verified: 'done', rejected: 'declined', duplicate: 'ended',
}

export function StateGlyph({ finding }: { readonly finding: Pick<Finding, 'state' | 'overdue'> }): JSX.Element {
  return <Glyph kind={finding.overdue && finding.state === 'assigned' ? 'overdue' : GLYPHS[finding.state]} label={findingWords().state(finding.state)} />
}

export function placeName(scope: string): string {
  return scope === 'nation' ? findingWords().headquarters : provinceName(scope)
}

export function departmentName(id: string, figures: Figures | null): string {
  return said(figures?.words.departments.find((one) => one.id === id)) || id
}

/** What it says, with the rule's name before a rule's finding. */
export function titleOf(finding: Pick<Finding, 'rule_zh' | 'rule_en' | 'say_zh' | 'say_en'> & { readonly rule?: string | null }): string {
  const rule = finding.rule_zh ? `${named(finding, 'rule')} · ` : ''
  return `${rule}${named(finding, 'say')}`
}

export function draftWords(draft: Draft): string {
  const w = findingWords()
  const version = String(draft.version ?? '?')
  if (draft.published_number !== null) return w.draftPublished(version, String(draft.published_number))
  return draft.state === 'discarded' ? w.draftGone : w.draftOpen(version)
}

export function MomentLink({ incident, position }: { readonly incident: string; readonly position: number }): JSX.Element {
  const w = findingWords()
  // the console is headquarters' own
  if (!seesNation()) return <span class="moment num">{w.back(exact(position))}</span>
  return <a class="moment num" href={momentLink(incident, position)} title={w.openMoment}>{w.back(exact(position))}</a>
}

export function Card({ finding, onOpen }: { readonly finding: Finding; readonly onOpen: (id: string) => void }): JSX.Element {
  const w = findingWords()
  const [first] = finding.evidence
  return (
    <li class="finding-card" data-overdue={finding.overdue || undefined}>
      <button type="button" class="finding-title" onClick={() => onOpen(finding.id)}>
        <StateGlyph finding={finding} />
        <span>{finding.scope === 'nation' ? '' : `${provinceName(finding.scope)} `}{titleOf(finding)}</span>
      </button>
      <span class="finding-line">
        <span>
          {finding.owner_id ? named(finding, 'owner') : w.unassigned}
          {finding.due_at && finding.state !== 'verified' ? <span class={finding.overdue ? 'late' : ''} title={moment(finding.due_at)}> · {finding.overdue ? `${w.overdue} ` : ''}{w.due(day(finding.due_at))}</span> : null}
        </span>
        {finding.of_incident && first !== undefined ? <MomentLink incident={finding.of_incident} position={first} /> : <span class="tx-3">F-{finding.number}</span>}
      </span>
      {finding.draft ? <a class="finding-line" href={finding.draft.published_number === null ? `/playbooks/drafts/${finding.draft.id}` : `/playbooks/${finding.draft.slug}`}>↑ {named(finding.draft, 'title')} · {draftWords(finding.draft)}</a> : null}
    </li>
  )
}
