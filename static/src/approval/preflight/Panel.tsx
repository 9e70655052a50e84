/** What an approver should have seen: overlap, money by the day, telling customers, autopay, who needs care. */
import type { ComponentChildren, JSX } from 'preact'
import { Button } from '../../components/Button'
import { Failure, Skeleton } from '../../components/Panel'
import { exact, moneyText } from '../../lib/format'
import { language, named } from '../../lib/i18n'
import { tierText, type ByTier } from '../../lib/tiers'
import { commonWords } from '../../locales/common'
import { HotlineForecast } from './HotlineForecast'
import type { Look } from './look'
import './preflight.css'
import type { Preflight } from './types'
import { actionName, causeName, preflightWords } from './words'

interface PanelProps {
  readonly look: Look
  readonly incident: string
}

export function PreflightPanel({ look, incident }: PanelProps): JSX.Element {
  const w = preflightWords()
  const zh = language.value === 'zh'
  const told = look.value
  return (
    <section class="block preflight" aria-label={w.title}>
      <div class="block-head"><h3>{w.title}</h3>{told ? <span>{w.bound} <code class="mono">{told.digest.slice(0, 8)}</code></span> : null}</div>
      {look.error ? <Failure error={look.error} onRetry={look.reload} /> : null}
      {!told && !look.error ? <Skeleton rows={8} /> : null}
      {look.changed.length > 0 ? (
        <div class="note note-warn preflight-stale" role="alert">
          <p>{w.stale(look.changed.map((cause) => causeName(cause, zh)).join(zh ? '、' : ', '))}</p>
          <Button size="small" onPress={look.accept}>{w.looked}</Button>
        </div>
      ) : null}
      {told ? <Parts told={told.preflight} incident={incident} /> : null}
    </section>
  )
}

function Parts({ told, incident }: { readonly told: Preflight; readonly incident: string }): JSX.Element {
  const w = preflightWords()
  return (
    <>
      <BySegment told={told} />
      {told.overlap ? <Overlap overlap={told.overlap} incident={incident} /> : null}
      {told.money ? <Money money={told.money} /> : null}
      <dl class="facts">
        {told.messages ? (
          <Fact term={w.notice} more={told.money ? w.assumed : w.ownParts(told.messages.parts)}>
            {w.parts(exact(told.messages.messages))}<br />{w.minutes(exact(told.messages.minutes), exact(told.messages.rate_per_s))}
          </Fact>
        ) : <Fact term={w.notice} more={w.cellsHint}>{w.pages(exact(told.pages ?? 0))}</Fact>}
        {told.autopay ? <div><dt>{w.autopay}</dt><dd class={told.autopay === 'excluded' ? 'late' : ''}>{w[`autopay_${told.autopay}`]}</dd></div> : null}
        <div><dt>{w.vulnerable}</dt><dd class="num">{told.of_which ? exact(told.of_which['vulnerable'] ?? 0) : w.notAssessed}</dd></div>
        {told.of_which ? <div><dt>{w.tiers}</dt><dd class="num">{tierText(onlyOrganisations(told.of_which)) || w.notAssessed}</dd></div> : null}
      </dl>
      <HotlineForecast hotline={told.hotline} />
    </>
  )
}

/** Members of group customers (a_plus, a …) are customers, and in the count above. */
function onlyOrganisations(counts: ByTier): ByTier {
  return Object.fromEntries(Object.entries(counts).filter(([name]) => name.toUpperCase() === name))
}

function Fact({ term, more, children }: { readonly term: string; readonly more: string; readonly children: ComponentChildren }): JSX.Element {
  return <div><dt>{term}</dt><dd class="num">{children}</dd><dd>{more}</dd></div>
}

function BySegment({ told }: { readonly told: Preflight }): JSX.Element {
  const common = commonWords()
  return (
    <dl class="preflight-segments">
      {Object.entries(told.customers.by_segment).map(([segment, customers]) => <div key={segment}><dt>{common.segment(segment)}</dt><dd class="num">{exact(customers)}</dd></div>)}
    </dl>
  )
}

function Overlap({ overlap, incident }: { readonly overlap: NonNullable<Preflight['overlap']>; readonly incident: string }): JSX.Element {
  const w = preflightWords()
  const zh = language.value === 'zh'
  return (
    <div class="preflight-part">
      <h4>{w.overlap}</h4>
      {overlap.measures.length === 0 ? <p class="hint">{w.noOverlap}</p> : (
        <>
          <ul class="preflight-overlaps">
            {overlap.measures.map((other) => (
              <li key={other.measure}>
                <span><a class="link" href={`/measures/${other.incident}/${other.measure}`}>{named(other, 'title')}</a>{other.incident === incident ? null : <span class="tag">{w.otherIncident}</span>}</span>
                <strong class="num late">{exact(other.customers)}</strong>
                <small class="tx-2">{other.actions.map((action) => actionName(action, zh)).join(zh ? '、' : ', ')}</small>
              </li>
            ))}
            <li class="preflight-sum"><span>{w.overlapAll}</span><strong class="num">{exact(overlap.customers)}</strong></li>
          </ul>
          <p class="hint">{w.overlapHint}</p>
        </>
      )}
    </div>
  )
}

function Money({ money }: { readonly money: NonNullable<Preflight['money']> }): JSX.Element {
  const w = preflightWords()
  return (
    <div class="preflight-part">
      <h4>{w.money}</h4>
      <dl class="facts">
        <div><dt>{w.perDay}</dt><dd class="num">{moneyText(money.per_day_fen)}</dd></div>
        <div><dt>{w.whole(money.days)}</dt><dd class="num">{moneyText(money.uncapped_fen)}</dd></div>
        <div><dt>{w.cap}</dt><dd class="num">{moneyText(money.cap_fen)}</dd><dd class={money.stops_on_day === null ? '' : 'late'}>{money.stops_on_day === null ? w.within : w.stops(money.stops_on_day)}</dd></div>
      </dl>
    </div>
  )
}
