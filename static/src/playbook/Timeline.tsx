/** Measures as people read them: from when until when, if what, for whom, and why. */
import type { JSX } from 'preact'
import { ruleName } from '../approval/words'
import { valueText } from '../desk/values'
import { moneyText } from '../lib/format'
import { language, said } from '../lib/i18n'
import type { Said } from '../lib/types'
import { commonWords } from '../locales/common'
import { byPhase } from './language'
import type { Described, MeasureItem } from './types'
import { playbookWords } from './words'

export function Timeline({ playbook }: { readonly playbook: Described }): JSX.Element {
  const w = playbookWords()
  return (
    <section class="block" id="timeline">
      <div class="block-head"><h2>{w.timeline}</h2><span>{w.classB(moneyText(playbook.class_b_cap_fen))}</span></div>
      {byPhase([...playbook.timeline].sort((a, b) => (a.from.minutes ?? -1) - (b.from.minutes ?? -1)), playbook.phases).map(([phase, items]) => (
        <div key={phase.id}>
          <h3 class="pb-phase">{said(phase.title)} <small class="tx-2">{said(phase.from)} – {said(phase.until)}</small></h3>
          <ol class="pb-timeline">{items.map((item) => <Measure key={item.id} item={item} playbook={playbook} />)}</ol>
        </div>
      ))}
    </section>
  )
}

function Measure({ item, playbook }: { readonly item: MeasureItem; readonly playbook: Described }): JSX.Element {
  const w = playbookWords()
  const zh = language.value === 'zh'
  const join = zh ? '、' : ', '
  return (
    <li class="pb-measure" id={`item-${item.id}`}>
      <p class="pb-when num">{said(item.from)}<small>{w.until} {said(item.until)}</small></p>
      <div class="pb-what">
        <h3>{said(item.title)} {item.critical ? <span class="tag">{w.critical}</span> : null}{item.approval ? <span class="tag">{w.twoApprove}</span> : null}</h3>
        <p class="read">{said(item.why)}</p>
        <dl class="facts">
          <Fact name={w.condition} words={item.condition} />
          <Fact name={w.target} words={item.target} />
          <div><dt>{w.team}</dt><dd>{teamTitle(playbook, item.team)}</dd></div>
          <div><dt>{w.rules}</dt><dd>{item.rules.map((rule) => ruleName(rule, zh)).join(join)}</dd></div>
          <div><dt>{w.segments}</dt><dd>{item.segments.map((segment) => commonWords().segment(segment)).join(join)}</dd></div>
          {item.fields.map((field) => <div key={field.name}><dt>{said(field.title)}</dt><dd>{valueText(field.value, field.unit)}</dd></div>)}
          <Fact name={w.success} words={item.success} />
        </dl>
        {item.landing.length > 0 ? (
<p class="hint">{w.landing}{zh ? '：' : ': '}{item.landing.map((step) => said(step)).join(' ')}</p>
        ) : null}
      </div>
    </li>
  )
}

function Fact({ name, words }: { readonly name: string; readonly words: Said }): JSX.Element {
  return <div><dt>{name}</dt><dd>{said(words)}</dd></div>
}

/** A team's title, or its own name where the playbook shows no tasks for it. */
export function teamTitle(playbook: Described, team: string): string {
  const found = playbook.teams.find((one) => one.team === team)
  return found ? said(found.title) : team.replaceAll('_', ' ')
}
