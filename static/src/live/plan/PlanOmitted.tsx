import type { JSX } from 'preact'
import { language, named } from '../../lib/i18n'
import type { Omitted } from './plan'
import { planWords } from './words'

/** What the playbook has and the plan has not, with the reason. */
export function PlanOmitted({ omitted }: { readonly omitted: readonly Omitted[] }): JSX.Element | null {
  const w = planWords()
  if (omitted.length === 0) return null
  return (
    <details class="plan-omitted">
      <summary>{w.omitted(omitted.length)}</summary>
      <ul>
        {omitted.map((item, index) => (
          <li key={`${item.item}${index}`}>
            <strong>{named(item, 'title')}</strong>
            <span class="tx-2"> {(language.value === 'zh' ? item.reasons_zh : item.reasons_en).join('；')}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
