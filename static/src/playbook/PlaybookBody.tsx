/** All that a playbook says, as people read it: in its own page and beside its text on the workbench. */
import type { JSX } from 'preact'
import { LevelChip } from '../components/Level'
import { exact, moneyText } from '../lib/format'
import { said } from '../lib/i18n'
import type { ResponseLevel } from '../lib/types'
import { Messages } from './Messages'
import { Moments } from './Moments'
import { Teams } from './Teams'
import { Tests } from './Tests'
import { Timeline } from './Timeline'
import type { CoverageSummary, Described } from './types'
import { playbookWords } from './words'
import './playbook.css'

const LEVELS: readonly ResponseLevel[] = ['I', 'II', 'III', 'IV']

interface Props {
  readonly playbook: Described
  /** What its tests try; left out where they were not run. */
  readonly coverage?: CoverageSummary
}

export function PlaybookBody({ playbook, coverage }: Props): JSX.Element {
  return (
    <>
      <p class="read pb-summary">{said(playbook.summary)}</p>
      <Moments playbook={playbook} />
      <Timeline playbook={playbook} />
      <Teams playbook={playbook} />
      <Messages playbook={playbook} />
      <Clocks playbook={playbook} />
      <Parameters playbook={playbook} />
      <Sources playbook={playbook} />
      <Tests playbook={playbook} {...(coverage ? { coverage } : {})} />
    </>
  )
}

function Sources({ playbook }: { readonly playbook: Described }): JSX.Element {
  const w = playbookWords()
  return (
    <section class="block" id="sources">
      <div class="block-head"><h2>{w.sources}</h2></div>
      <ol class="pb-sources">{playbook.sources.map((source) => <li key={source.id}><strong>{said(source.title)}</strong> <span class="tx-2">{source.reference}</span></li>)}</ol>
    </section>
  )
}

function Clocks({ playbook }: { readonly playbook: Described }): JSX.Element {
  const w = playbookWords()
  return (
    <section class="block" id="clocks">
      <div class="block-head"><h2>{w.clocks}</h2><span>{w.minutes}</span></div>
      <table class="table">
        <thead><tr><th scope="col">{w.level}</th><th scope="col" class="num">{w.acknowledge}</th><th scope="col" class="num">{w.start}</th><th scope="col" class="num">{w.work}</th><th scope="col" class="num">{w.report}</th><th scope="col" class="wide">{w.escalation}</th></tr></thead>
        <tbody>
          {LEVELS.map((level) => {
            const clock = playbook.clocks[level]
            return (
              <tr key={level}>
                <td><LevelChip level={level} /></td>
                <td class="num">{exact(clock.acknowledge_minutes)}</td><td class="num">{exact(clock.start_minutes)}</td><td class="num">{exact(clock.work_minutes)}</td><td class="num">{exact(clock.report_minutes)}</td>
                <td class="tx-2">{said(playbook.escalation[level])}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function Parameters({ playbook }: { readonly playbook: Described }): JSX.Element {
  const w = playbookWords()
  const text = (value: number, unit: string): string => (unit === 'fen' ? moneyText(value) : `${exact(value)} ${unit}`)
  return (
    <section class="block" id="parameters">
      <div class="block-head"><h2>{w.parameters}</h2></div>
      <dl class="facts">
        {playbook.parameters.map((parameter) => (
          <div key={parameter.name}><dt>{said(parameter.title)}</dt><dd class="num">{text(parameter.default, parameter.unit)}</dd><dd class="num">{w.range(text(parameter.least, parameter.unit), text(parameter.most, parameter.unit))}</dd></div>
        ))}
      </dl>
    </section>
  )
}
