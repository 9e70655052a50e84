/** When a playbook's moment has come, which phases it has, what it was made of, and what a larger footprint may break. */
import type { JSX } from 'preact'
import { said } from '../lib/i18n'
import type { Described } from './types'
import { momentWords } from './momentWords'

export function Moments({ playbook }: { readonly playbook: Described }): JSX.Element {
  const w = momentWords()
  const titles = new Map([...playbook.timeline, ...playbook.teams.flatMap((team) => team.tasks)].map((item) => [item.id, said(item.title)]))
  return (
    <section class="block" id="moments">
      <div class="block-head"><h2>{w.title}</h2><span>{w.hint}</span></div>
      <dl class="facts">
        {playbook.triggers.map((trigger) => <div key={trigger.id}><dt>{said(trigger.title)}</dt><dd>{said(trigger)}</dd></div>)}
        {playbook.triggers.length === 0 ? <div><dt>{w.triggers}</dt><dd>{w.noTriggers}</dd></div> : null}
        {playbook.signals.map((signal) => <div key={signal.name}><dt>{w.reading}</dt><dd>{said(signal.title)} <span class="tx-2">{signal.unit}</span></dd></div>)}
        {playbook.points.map((group) => <div key={group.name}><dt>{w.points}</dt><dd>{said(group.title)} <span class="tx-2">{w.within(group.km)}</span>{w.colon}{group.venues ? w.venues : group.at.map((point) => said(point)).join(w.comma)}</dd></div>)}
        <div><dt>{w.phases}</dt><dd>{playbook.phases.map((phase) => `${said(phase.title)} ${w.span(said(phase.from), said(phase.until))}`).join(w.stop)}</dd></div>
        {playbook.lineage.length > 0 ? <div><dt>{w.lineage}</dt><dd>{playbook.lineage.map((one) => <span key={one.digest}>{one.name}{one.version ? ` ${w.version(one.version)}` : ''} <code class="tx-3">{one.digest.slice(0, 12)}</code> </span>)}</dd></div> : null}
        {Object.entries(playbook.against_growth).map(([item, rules]) => (
          <div key={item}><dt>{w.growth}</dt><dd>{w.rule(titles.get(item) ?? item, rules.map((rule) => said(rule)).join(w.stop))}</dd></div>
        ))}
        {Object.keys(playbook.against_growth).length === 0 ? <div><dt>{w.growth}</dt><dd>{w.allGrow}</dd></div> : null}
      </dl>
    </section>
  )
}
