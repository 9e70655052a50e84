/** The tests that travel with a playbook, and the rules that none of them tries. */
import type { JSX } from 'preact'
import { exact } from '../lib/format'
import { said } from '../lib/i18n'
import type { CoverageSummary, Described } from './types'
import { playbookWords } from './words'

interface Props {
  readonly playbook: Described
  readonly coverage?: CoverageSummary
}

export function Tests({ playbook, coverage }: Props): JSX.Element | null {
  const w = playbookWords()
  if (playbook.tests.length === 0) return null
  const gaps = coverage?.gaps ?? []
  return (
    <section class="block" id="tests">
      <div class="block-head"><h2>{w.tests}</h2>{coverage ? <span class="num">{w.tried(exact(coverage.rules - gaps.length), exact(coverage.rules))}</span> : null}</div>
      {gaps.length > 0 ? (
        <>
          <h3>{w.untried}</h3>
          <ul class="pb-sources">{gaps.map((gap) => <li key={gap.id}>{said(gap)}</li>)}</ul>
        </>
      ) : null}
      <ul class="pb-sources pb-tests">{playbook.tests.map((trial) => <li key={trial.id}>{said(trial.title)}</li>)}</ul>
    </section>
  )
}
