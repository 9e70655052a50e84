/** Who must approve next, until when the first approval counts, and the rules that make it class A or B. */
import type { JSX } from 'preact'
import { clockMinutes, moneyText } from '../../lib/format'
import { named } from '../../lib/i18n'
import { session } from '../../lib/session'
import type { Detail } from '../detail'
import { approvalWords } from '../words'
import { preflightWords } from './words'

interface NextProps {
  readonly detail: Detail
  readonly approvalClass: 'A' | 'B'
  /** In fen; null where it is the public that makes it class A. */
  readonly capFen: number | null
  readonly waits: boolean
}

export function Next({ detail, approvalClass, capFen, waits }: NextProps): JSX.Element {
  const w = preflightWords()
  const me = session.value?.person.id
  const missing = Math.max(0, detail.approvers_needed - detail.approvers_so_far)
  const limit = detail.class_b_cap_fen
  const why = capFen === null || limit === undefined ? w.becausePublic : approvalClass === 'A' ? w.because(moneyText(capFen), moneyText(limit)) : w.becauseB(moneyText(capFen), moneyText(limit))
  return (
    <section class="block">
      <div class="block-head"><h3>{w.rulesTitle}</h3>{waits ? <span>{w.missing(missing)}</span> : null}</div>
      <p>{approvalClass === 'A' ? w.rulesA : w.rulesB} <span class="tx-2">· {why}</span></p>
      {waits ? (
        <>
          <p class="label tx-2">{w.whoNext}{detail.first_lapses_at ? ` · ${w.lapses(clockMinutes(detail.first_lapses_at))}` : ''}</p>
          {detail.may_be_next.length === 0 ? <p class="late">{w.nobody}</p> : (
            <ul class="who-next">
              {detail.may_be_next.map((person) => <li key={person.id} class={`chip ${person.id === me ? 'chip-me' : ''}`}>{named(person, 'name')}{person.id === me ? ` · ${approvalWords().waitsForYou}` : ''}</li>)}
            </ul>
          )}
        </>
      ) : null}
      <p class="hint">{w.neverAuthor}</p>
    </section>
  )
}
