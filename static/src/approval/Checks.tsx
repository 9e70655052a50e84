import type { JSX } from 'preact'
import { Glyph } from '../lib/glyphs'
import { said } from '../lib/i18n'
import type { Check } from './detail'
import { approvalWords } from './words'

export function Checks({ checks }: { readonly checks: readonly Check[] }): JSX.Element {
  const w = approvalWords()
  return (
    <section class="block">
      <div class="block-head"><h3>{w.checks}</h3></div>
      {checks.length === 0 ? <p class="hint">{w.noChecks}</p> : null}
      <ul class="checks">
        {checks.map((check) => (
          <li key={check.zh}>
            <Glyph kind={check.ok ? 'done' : 'partial'} />
            <span>{said(check)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
