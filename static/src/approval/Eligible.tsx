/** How many customers are in the area by each eligibility rule and by any of them: the rules overlap, so no sum is shown. */
import type { JSX } from 'preact'
import { exact } from '../lib/format'
import { language, named } from '../lib/i18n'
import type { Eligible as Counted } from './detail'
import { approvalWords, ruleName } from './words'

export function Eligible({ rules, counted }: { readonly rules: readonly string[]; readonly counted: Counted | null }): JSX.Element {
  const w = approvalWords()
  const of = (rule: string): number | null | undefined => counted?.rules.find((one) => one.rule === rule)?.customers
  return (
    <section class="block">
      <div class="block-head"><h3>{w.rules}</h3></div>
      <dl class="facts eligible">
        {rules.map((rule) => {
          const customers = of(rule)
          return (
            <div key={rule}>
              <dt>{ruleName(rule, language.value === 'zh')}</dt>
              <dd class={customers == null ? 'tx-2' : 'num'}>{customers === undefined ? '' : customers === null ? w.notKnown : exact(customers)}</dd>
            </div>
          )
        })}
        {counted && counted.union !== null ? <div><dt><strong>{w.anyRule}</strong></dt><dd class="num"><strong>{exact(counted.union)}</strong></dd></div> : null}
      </dl>
      {counted ? <p class="hint">{w.eligibleHint} {named(counted, 'label')} · {counted.as_of}</p> : null}
    </section>
  )
}
