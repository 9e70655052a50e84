/** The playbook's own tests, run on the text as it is now: what `tongxin playbook test` prints. */
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { exact } from '../lib/format'
import { Glyph } from '../lib/glyphs'
import { said } from '../lib/i18n'
import type { CoverageSummary } from '../playbook/types'
import { playbookWords } from '../playbook/words'
import type { DraftModel } from './useDraft'
import { workbenchWords } from './words'

export function TestsPane({ model }: { readonly model: DraftModel }): JSX.Element {
  const w = workbenchWords()
  const checked = model.checked.value
  const tests = checked?.tests
  const wrong = (checked?.problems.length ?? 0) > 0
  return (
    <div class="wb-pane">
      <div class="toolbar">
        <Button onPress={() => void model.runTests()} busy={model.testing.value ? w.running : false} whyNot={wrong ? w.mendFirst(checked?.problems.length ?? 0) : false}>{w.runTests}</Button>
        {tests ? <span class="tx-2 num" role="status">{tests.length > 0 ? w.testsOf(tests.filter((one) => one.passed).length, tests.length) : w.noTests}</span> : null}
      </div>
      {checked?.coverage ? <CoverageOf coverage={checked.coverage} /> : null}
      <ul class="wb-tests">
        {(tests ?? []).map((one) => (
          <li key={one.id}>
            <p><Glyph kind={one.passed ? 'done' : 'failed'} /> <strong>{said(one.title)}</strong> <code class="tx-3">{one.id}</code> <span class="tx-2">{one.passed ? w.passed : w.failed}</span></p>
            {one.failures.map((failure) => <p key={failure.en} class="field-error">{said(failure)}</p>)}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** How many rules the tests try, and each that none does. */
function CoverageOf({ coverage }: { readonly coverage: CoverageSummary }): JSX.Element {
  const w = playbookWords()
  return (
    <>
      <p class="tx-2 num">{w.tried(exact(coverage.rules - coverage.gaps.length), exact(coverage.rules))}</p>
      {coverage.gaps.length > 0 ? <ul class="pb-sources" aria-label={w.untried}>{coverage.gaps.map((gap) => <li key={gap.id}>{said(gap)}</li>)}</ul> : null}
    </>
  )
}
