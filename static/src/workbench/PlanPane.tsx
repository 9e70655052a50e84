/** What the text as it is would plan of an incident's footprint, item by item, with the reasons. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { post } from '../lib/api'
import { countText, exact, moneyText } from '../lib/format'
import { language, named } from '../lib/i18n'
import { withoutPlace } from '../live/plan/PlanGroupView'
import { PlanOmitted } from '../live/plan/PlanOmitted'
import type { Omitted } from '../live/plan/plan'
import { planWords } from '../live/plan/words'
import type { Choices } from '../simulate/types'
import type { DraftModel } from './useDraft'
import { workbenchWords } from './words'

interface PlannedItem {
  readonly item: string
  readonly type: string
  readonly title_zh: string
  readonly title_en: string
  readonly phase: string
  readonly count: number
  readonly region: string | null
  readonly province: string | null
  readonly customers: number | null
  readonly cost_fen: number | null
  readonly approval_class: 'A' | 'B' | null
  readonly reasons_zh: readonly string[]
  readonly reasons_en: readonly string[]
}
interface TextPlan {
  readonly items: readonly PlannedItem[]
  readonly omitted: readonly Omitted[]
}

export function PlanPane({ model }: { readonly model: DraftModel }): JSX.Element {
  const w = workbenchWords()
  const choices = useLoad<Choices>('/simulations/choices')
  const incident = useSignal('')
  const level = useSignal('')
  const hours = useSignal('1')
  const plan = useSignal<TextPlan | null>(null)
  const failure = useSignal<unknown>(null)
  const busy = useSignal(false)
  const wrong = model.checked.value?.problems.length ?? 0
  if (!choices.value) return choices.error ? <Failure error={choices.error} onRetry={choices.reload} /> : <Skeleton rows={6} />
  const incidents = choices.value.incidents
  if (incidents.length === 0) return <div class="wb-pane"><Empty>{w.planNoIncident}</Empty></div>
  const chosen = incident.value || incidents[0]?.id
  const look = (): void => {
    busy.value = true
    failure.value = null
    post<TextPlan>('/playbook-plans', { text: model.text.peek(), incident: chosen, level: level.peek() || null, hours_since: Math.trunc(Number(hours.peek()) || 0) })
      .then((told) => (plan.value = told))
      .catch((reason: unknown) => (failure.value = reason))
      .finally(() => (busy.value = false))
  }
  return (
    <div class="wb-pane wb-plan">
      <div class="toolbar">
        <label class="field"><span>{w.planOf}</span>
          <select value={chosen} onChange={(event) => (incident.value = event.currentTarget.value)}>
            {incidents.map((one) => <option key={one.id} value={one.id}>{named(one, 'title')} v{one.version}</option>)}
          </select>
        </label>
        <label class="field"><span>{w.planLevel}</span>
          <select value={level.value} onChange={(event) => (level.value = event.currentTarget.value)}>
            <option value="">{w.planAsIs}</option>
            {['I', 'II', 'III', 'IV'].map((one) => <option key={one} value={one}>{one}</option>)}
          </select>
        </label>
        <label class="field"><span>{w.planHours}</span><input class="num" inputMode="numeric" size={5} value={hours.value} onInput={(event) => (hours.value = event.currentTarget.value)} /></label>
        <Button onPress={look} busy={busy.value ? w.planning : false} whyNot={wrong ? w.mendFirst(wrong) : false}>{w.planNow}</Button>
      </div>
      {failure.value ? <Failure error={failure.value} /> : null}
      {plan.value ? <Planned plan={plan.value} /> : null}
    </div>
  )
}

function Planned({ plan }: { readonly plan: TextPlan }): JSX.Element {
  const w = workbenchWords()
  const p = planWords()
  return (
    <>
      <p class="tx-2 num" role="status">{w.planItems(plan.items.length, plan.items.reduce((sum, one) => sum + one.count, 0))}</p>
      <ul class="wb-tests">
        {plan.items.map((one) => (
          <li key={one.item}>
            <p><strong>{one.count > 1 ? withoutPlace(one) : named(one, 'title')}</strong> <span class="chip">{p.type(one.type)}</span> <span class="tx-2 num">{[
              p.phase(one.phase), one.type === 'task' ? w.planTimes(exact(one.count)) : '',
              one.customers === null ? '' : countText(one.customers, p.customers), one.cost_fen ? moneyText(one.cost_fen) : '',
              one.approval_class ? p.approval(one.approval_class) : '',
            ].filter(Boolean).join(' · ')}</span></p>
            <p class="hint">{(language.value === 'zh' ? one.reasons_zh : one.reasons_en).join(language.value === 'zh' ? '' : ' ')}</p>
          </li>
        ))}
      </ul>
      <PlanOmitted omitted={plan.omitted} />
    </>
  )
}
