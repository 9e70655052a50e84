/** The score of a drill: each target with its verdict and the events behind it. The review shows it as well. */
import type { JSX } from 'preact'
import { Empty } from '../components/Panel'
import { clock, exact, percent, took } from '../lib/format'
import { momentLink } from '../findings/moment'
import { named } from '../lib/i18n'
import type { InjectRow, Score, TargetScore } from './types'
import { drillWords } from './words'
import './drills.css'

const VERDICTS = ['met', 'missed', 'open', 'void'] as const
const TONE = { met: 'tone-ok', missed: 'tone-bad', open: 'tone-run', void: 'tone-tx-3' } as const
const SIGN = { met: '✓', missed: '✕', open: '…', void: '–' } as const

export function ScoreTable({ score, injects }: { readonly score: Score; readonly injects: readonly InjectRow[] }): JSX.Element {
  const w = drillWords()
  if (score.targets.length === 0) return <Empty>{w.noTargets}</Empty>
  return (
    <div class="block">
      <p class="drill-counts">{VERDICTS.filter((verdict) => score.counts[verdict]).map((verdict) => <span key={verdict} class={TONE[verdict]}><b class="num">{score.counts[verdict]}</b> {w[verdict]}</span>)}</p>
      <div class="table-wrap"><table class="table drill-score">
        <thead><tr><th>{w.target}</th><th>{w.limit}</th><th>{w.result}</th><th>{w.took}</th><th>{w.behind}</th></tr></thead>
        <tbody>{score.targets.map((one) => <Line key={one.id} one={one} injects={injects} incident={score.incident_id} />)}</tbody>
      </table></div>
    </div>
  )
}

function Line({ one, injects, incident }: { readonly one: TargetScore; readonly injects: readonly InjectRow[]; readonly incident: string }): JSX.Element {
  const w = drillWords()
  const inject = one.after ? injects.find((row) => row.inject === one.after) : undefined
  const result = one.part !== null && one.whole !== null ? w.share(exact(one.part), exact(one.whole), percent(one.part, one.whole)) : one.took_s !== null ? took(one.took_s * 1000) : '·'
  const deciding = one.events.at(-1)
  return (
    <tr>
      <td>{one.title_zh ? named(one, 'title') : w.what(one.what)}{one.after ? <small class="tx-2"> {w.after(inject ? named(inject, 'title') : one.after)}</small> : null}</td>
      <td>{w.within(one.within_minutes)}{one.percent !== null ? <small class="tx-2"> {w.atLeast(one.percent)}</small> : null}</td>
      <td class={TONE[one.verdict]}><span aria-hidden="true">{SIGN[one.verdict]}</span> {w[one.verdict]}</td>
      <td class="drill-took">{deciding ? <a class="figure-link" href={momentLink(incident, deciding.position)} title={deciding.type}>{result}</a> : result}</td>
      <td>{one.events.slice(0, 3).map((event) => <a key={event.position} class="drill-event num" href={momentLink(incident, event.position)} title={event.type}>{w.position(event.position)} {clock(event.at)}</a>)}{one.events.length > 3 ? <details class="drill-more"><summary class="num">+{one.events.length - 3}</summary>{one.events.slice(3).map((event) => <a key={event.position} class="drill-event num" href={momentLink(incident, event.position)} title={event.type}>{w.position(event.position)} {clock(event.at)}</a>)}</details> : null}</td>
    </tr>
  )
}
