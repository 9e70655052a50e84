/** The same playbook against a real footprint: each item that would be there and why, each that would not and why not. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { countText, exact, moneyText } from '../lib/format'
import { language, named } from '../lib/i18n'
import { provinceName, regionName } from '../lib/regions'
import { can } from '../lib/session'
import type { IncidentRow } from '../lib/types'
import { momentWords } from './momentWords'
import type { PlanAnswer, PlanChange, PlanOmission } from './types'
import { playbookWords } from './words'

const FEW = 6

export function PlanAgainst({ slug }: { readonly slug: string }): JSX.Element {
  const w = playbookWords()
  const incidents = useLoad<{ items: readonly IncidentRow[] }>(can('plan.read') ? '/incidents' : null)
  const chosen = useSignal<string | null>(null)
  const withFootprint = (incidents.value?.items ?? []).filter((row) => row.footprint_id)
  const id = chosen.value ?? withFootprint[0]?.id ?? null
  const plan = useLoad<PlanAnswer>(id ? `/incidents/${id}/plan?playbook=${slug}` : null)
  return (
    <section class="block" id="plan">
      <div class="block-head"><h2>{w.plan}</h2><span>{w.planHint}</span></div>
      {incidents.value && withFootprint.length === 0 ? <p class="hint">{w.noIncident}</p> : null}
      {withFootprint.length > 0 ? (
        <div class="toolbar">
          <label>{w.pick} <select value={id ?? ''} onChange={(event) => (chosen.value = event.currentTarget.value)}>{withFootprint.map((row) => <option key={row.id} value={row.id}>{named(row, 'title')}</option>)}</select></label>
        </div>
      ) : null}
      {plan.error ? <Failure error={plan.error} onRetry={plan.reload} /> : null}
      {id && !plan.value && !plan.error ? <Skeleton rows={6} /> : null}
      {plan.value ? <Told plan={plan.value} /> : null}
    </section>
  )
}

/** Items of the playbook in the plan's order; the many tasks of one item stand together. */
export function byItem(changes: readonly PlanChange[]): readonly (readonly [string, readonly PlanChange[]])[] {
  const groups = new Map<string, PlanChange[]>()
  for (const change of changes) {
    const item = change.item_key.split('/')[1] ?? change.item_key
    const group = groups.get(item)
    if (group) group.push(change)
    else groups.set(item, [change])
  }
  return [...groups]
}

function Told({ plan }: { readonly plan: PlanAnswer }): JSX.Element {
  const w = playbookWords()
  const m = momentWords()
  return (
    <div class={plan.omitted.length > 0 ? 'pb-plan' : ''}>
      <div>
        {plan.triggers.length > 0 ? <h3>{m.now}</h3> : null}
        <ul>{plan.triggers.map((trigger) => <li key={trigger.trigger} class="pb-included"><p><strong>{named(trigger, 'title')}</strong> <span class="tag">{trigger.holds ? m.holds : m.not}</span></p><p class="tx-2">{reasonsOf(trigger).join(' ')}</p></li>)}</ul>
        <h3>{w.included} <span class="num tx-2">{exact(plan.changes.length)}</span></h3>
        <ul>{byItem(plan.changes).map(([item, changes]) => <Included key={item} changes={changes} />)}</ul>
      </div>
      <div hidden={plan.omitted.length === 0}>
        <h3>{w.left} <span class="num tx-2">{exact(plan.omitted.length)}</span></h3>
        <ul>{plan.omitted.map((omission) => <Left key={omission.item} omission={omission} />)}</ul>
      </div>
    </div>
  )
}

function reasonsOf(row: { readonly reasons_zh: readonly string[]; readonly reasons_en: readonly string[] }): readonly string[] {
  return language.value === 'zh' ? row.reasons_zh : row.reasons_en
}

function Included({ changes }: { readonly changes: readonly PlanChange[] }): JSX.Element | null {
  const w = playbookWords()
  const all = useSignal(false)
  const first = changes[0]
  if (!first) return null
  const many = changes.length > 1
  const kind = first.type ? w[first.type] : ''
  return (
    <li class="pb-included">
      <p>
        <strong>{named(first, 'title')}</strong> <span class="tag">{kind}</span> <span class="tag">{w[first.change]}</span>{' '}
        <span class="tx-2 num">
          {[many ? w.provincesN(exact(changes.length)) : '', first.customers && !many ? w.customers(countText(first.customers)) : '', first.counties && !many ? w.counties(exact(first.counties)) : '', first.cap_fen ? w.cap(moneyText(first.cap_fen)) : ''].filter(Boolean).join(' · ')}
        </span>
      </p>
      <ul class="pb-reasons">{reasonsOf(first).map((reason) => <li key={reason}>{reason}</li>)}</ul>
      {many ? (
        <p class="hint">
          {changes.slice(0, all.value ? undefined : FEW).map((change) => regionName(change.region ?? change.province) || provinceName(change.province)).join(language.value === 'zh' ? '、' : ', ')}{' '}
          {!all.value && changes.length > FEW ? <button type="button" class="link" onClick={() => (all.value = true)}>{w.more(exact(changes.length - FEW))}</button> : null}
        </p>
      ) : null}
    </li>
  )
}

function Left({ omission }: { readonly omission: PlanOmission }): JSX.Element {
  return (
    <li class="pb-included">
      <p><strong>{named(omission, 'title')}</strong></p>
      <ul class="pb-reasons">{reasonsOf(omission).map((reason) => <li key={reason}>{reason}</li>)}</ul>
    </li>
  )
}
