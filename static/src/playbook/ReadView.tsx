/** A playbook as people read it; prints as it stands. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Failure, Skeleton } from '../components/Panel'
import { LevelChip } from '../components/Level'
import { useLoad } from '../desk/useLoad'
import { exact, moneyText } from '../lib/format'
import { said } from '../lib/i18n'
import { can } from '../lib/session'
import type { ResponseLevel } from '../lib/types'
import { Messages } from './Messages'
import { Moments } from './Moments'
import { momentWords } from './momentWords'
import { PlanAgainst } from './PlanAgainst'
import { Teams } from './Teams'
import { Timeline } from './Timeline'
import type { Described, PlaybookAnswer } from './types'
import { playbookWords } from './words'
import './playbook.css'

const LEVELS: readonly ResponseLevel[] = ['I', 'II', 'III', 'IV']

export function ReadView({ slug }: { readonly slug: string }): JSX.Element {
  const w = playbookWords()
  const yaml = useSignal(false)
  const { value, error, reload } = useLoad<PlaybookAnswer>(`/playbooks/${slug}`)
  if (!value) return error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={12} />
  const playbook = value.describe
  const contents: readonly [string, string][] = [['moments', momentWords().title], ['plan', w.plan], ['timeline', w.timeline], ['tasks', w.tasks], ['messages', w.messages], ['clocks', w.clocks], ['parameters', w.parameters], ['sources', w.sources]]
  return (
    <div class="page playbook">
      <header class="page-head">
        <a class="tx-2" href="/playbooks">{w.title}</a>
        <h2>{said(playbook.title)}</h2>
        <span class="chip">{w.version(playbook.version)}</span>
        <code class="tx-3">{playbook.digest.slice(0, 12)}</code>
        <span class="tx-2">{w.owner} {said(playbook.owner)}</span>
        <span class="gap" />
        {can('playbook.simulate') ? <a class="button" href={`/simulations?playbook=${slug}`}>{w.simulate}</a> : null}
        <Button onPress={() => print()}>{w.print}</Button>
      </header>
      <div class="pb-columns">
        <nav class="pb-contents" aria-label={w.contents}>
          {contents.map(([id, title]) => <a key={id} href={`#${id}`}>{title}</a>)}
        </nav>
        <div class="page-body">
          <p class="read pb-summary">{said(playbook.summary)}</p>
          <Moments playbook={playbook} />
          <PlanAgainst slug={slug} />
          <Timeline playbook={playbook} />
          <Teams playbook={playbook} />
          <Messages playbook={playbook} />
          <Clocks playbook={playbook} />
          <Parameters playbook={playbook} />
          <section class="block" id="sources">
            <div class="block-head"><h2>{w.sources}</h2></div>
            <ol class="pb-sources">{playbook.sources.map((source) => <li key={source.id}><strong>{said(source.title)}</strong> <span class="tx-2">{source.reference}</span></li>)}</ol>
            {playbook.tests.length > 0 ? <><h3>{w.tests}</h3><ul class="pb-sources">{playbook.tests.map((trial) => <li key={trial.id}>{said(trial.title)}</li>)}</ul></> : null}
            <p><Button size="small" onPress={() => (yaml.value = !yaml.value)}>{yaml.value ? w.hideYaml : w.showYaml}</Button></p>
            {yaml.value ? <pre class="bytes" tabIndex={0}>{value.yaml}</pre> : null}
          </section>
        </div>
      </div>
    </div>
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
