import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { clockMinutes, day } from '../lib/format'
import { named, said } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { session } from '../lib/session'
import type { Criterion, Nomination, Objection } from './types'
import { leagueWords } from './words'

interface ObjectionsProps {
  readonly objections: readonly Objection[]
  readonly criteria: readonly Criterion[]
  readonly onAnswer?: (objection: Objection) => void
}

export function Objections({ objections, criteria, onAnswer }: ObjectionsProps): JSX.Element {
  const w = leagueWords()
  const title = (name: string): string => said(criteria.find((rule) => rule.name === name))
  return (
    <section class="block">
      <div class="block-head"><h2>{w.objections}</h2><span class="num">{objections.length}</span></div>
      {objections.length === 0 ? <p class="hint">{w.noObjections}</p> : null}
      <ol class="history">
        {objections.map((one) => (
          <li key={one.id}>
            <time dateTime={one.at}>{day(one.at)} {clockMinutes(one.at)}</time>
            <span>
              <strong>{provinceName(one.province)} · {title(one.criterion)}</strong> <span class="tag">{w[one.state]}</span><br />
              {one.text}
              {one.answer ? <><br /><span class="tx-2">{w.answeredBy(named(one, 'answerer'))}：{one.ruling ? `${one.ruling === 'leave_out' ? w.ruledOut : w.ruledValue} · ` : ''}{one.answer}</span></> : null}
            </span>
            {one.state === 'open' && onAnswer ? <Button size="small" onPress={() => onAnswer(one)}>{w.answer}</Button> : <small>{named(one, 'person')}</small>}
          </li>
        ))}
      </ol>
    </section>
  )
}

export function Practices({ nominations, onAward }: { readonly nominations: readonly Nomination[]; readonly onAward?: (nomination: Nomination) => void }): JSX.Element {
  const w = leagueWords()
  return (
    <section class="block">
      <div class="block-head"><h2>{w.practices}</h2><span class="num">{nominations.length}</span></div>
      {nominations.length === 0 ? <p class="hint">{w.noPractices}</p> : null}
      <ol class="history">
        {nominations.map((one) => (
          <li key={one.id}>
            <time dateTime={one.at}>{day(one.at)} {clockMinutes(one.at)}</time>
            <span>
              <strong>{provinceName(one.province)} · {one.title}</strong> {one.prize ? <span class="tag league-prize">{w[one.prize]}</span> : null}<br />
              {one.text}<br />
              <span class="tx-2">{w.nominatedBy(named(one, 'person'))}{one.praise ? ` · ${one.praise}` : ''}</span>
            </span>
            {!one.prize && onAward && one.person_id !== session.value?.person.id ? <Button size="small" onPress={() => onAward(one)}>{w.award}</Button> : <small />}
          </li>
        ))}
      </ol>
    </section>
  )
}
