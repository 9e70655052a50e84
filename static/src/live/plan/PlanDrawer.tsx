/** The plan for the current footprint: what would be added, changed, wound down, and why; tick, untick, activate. */
import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { BasisChip } from '../../components/Basis'
import { Button } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { Empty, Failure, Skeleton } from '../../components/Panel'
import { offerUndo } from '../../components/UndoBar'
import { get, post } from '../../lib/api'
import { clockMinutes, day } from '../../lib/format'
import { named } from '../../lib/i18n'
import { can } from '../../lib/session'
import { useSubmit } from '../actions/useSubmit'
import type { LiveModel } from '../model'
import { acts, activation, countByChange, planGroups, type ChangeKind, type Left, type Plan } from './plan'
import { PlanGroupView } from './PlanGroupView'
import { PlanOmitted } from './PlanOmitted'
import { Readings } from './Readings'
import { NewerVersion } from './NewerVersion'
import { planWords } from './words'

const KINDS: readonly ChangeKind[] = ['add', 'change', 'wind_down', 'keep']

export function PlanDrawer({ model, onClose }: { readonly model: LiveModel; readonly onClose: () => void }): JSX.Element {
  const w = planWords()
  const incident = model.store.incident.value
  const footprint = model.footprint.value
  // Only a disaster is nothing without its area: a planned event has dates and provinces.
  const disaster = model.store.incident.value?.kind === 'disaster'
  const plan = useSignal<Plan | null>(null)
  const failure = useSignal<unknown>(null)
  const left = useSignal<Left>({})
  const shown = useSignal<ReadonlySet<ChangeKind>>(new Set(['add', 'change', 'wind_down']))
  const submit = useSubmit()
  const picked = useSignal<string | null>(null)
  const slug = picked.value ?? incident?.playbook_slug ?? null
  const number = useSignal<number | null>(null)
  const read = useSignal(0)
  useEffect(() => {
    if (!footprint && disaster) return
    plan.value = null
    get<Plan>(`/incidents/${model.store.incidentId}/plan${slug ? `?playbook=${slug}${number.value === null ? '' : `&number=${number.value}`}` : ''}`)
      .then((told) => (plan.value = told))
      .catch((reason: unknown) => (failure.value = reason))
  }, [footprint?.id, slug, number.value, read.value])
  const ticked = useComputed(() => (plan.value?.changes ?? []).filter((change) => acts(change) && !(change.item_key in left.value)).length)
  const unexplained = useComputed(() => Object.values(left.value).filter((reason) => !reason.trim()).length)
  const activate = (): void => {
    const now = plan.peek()
    if (!now) return
    submit.run(
      async (options) => {
        const done = await post<{ added: number; changed: number; wound_down: number }>(`/incidents/${model.store.incidentId}/activations`, activation(now, left.peek(), number.peek()), options)
        offerUndo(w.done(done.added, done.changed, done.wound_down), null)
      },
      onClose,
    )
  }
  const whyNot = !can('incident.activate') ? w.only : ticked.value === 0 ? w.nothingTicked : unexplained.value ? w.reasonNeeded(unexplained.value) : false
  return (
    <Dialog
      title={w.title} place="drawer" onClose={onClose}
      footer={plan.value?.changes.some(acts) ? <Button kind="primary" onPress={activate} whyNot={whyNot} busy={submit.busy.value ? w.activating : false}>{w.activate(ticked.value)}</Button> : null}
    >
      {!footprint && disaster ? <Empty>{w.noFootprint}</Empty> : null}
      {failure.value ? <Failure error={failure.value} /> : null}
      {(footprint || !disaster) && !plan.value && !failure.value ? <Skeleton rows={8} /> : null}
      {plan.value ? (
        <div class="plan">
          <p class="plan-head">
            <strong>{named(plan.value.playbook, 'title')}</strong> <span class="tx-2">{w.version(plan.value.playbook.version)} · {footprint ? w.forFootprint(footprint.version) : w.fromDates}</span> <BasisChip basis={footprint?.basis} />
          </p>
          {plan.value.freeze ? <p class="note note-warn">{(plan.value.freeze.allowed ? w.frozenAllowed : w.frozen)(`${day(plan.value.freeze.until)} ${clockMinutes(plan.value.freeze.until)}`)}</p> : null}
          {(plan.value.choices?.length ?? 0) > 1 ? (
            <label class="field plan-choice"><span>{w.playbook}</span>
              <select
                value={plan.value.playbook.slug}
                onChange={(event) => {
                  number.value = null
                  picked.value = event.currentTarget.value
                }}
              >
                {plan.value.choices?.map((one) => <option key={one.slug} value={one.slug}>{named(one, 'title')}</option>)}
              </select>
            </label>
          ) : null}
          {plan.value.newer ? <NewerVersion newer={plan.value.newer} onUse={() => (number.value = plan.peek()?.newer?.number ?? null)} /> : null}
          <Readings plan={plan.value} incident={model.store.incidentId} onRead={() => (read.value += 1)} />
          <Filters plan={plan.value} shown={shown} />
          {submit.error.value ? <Failure error={submit.error.value} /> : null}
          {plan.value.changes.some(acts) ? <p class="hint">{w.draftNote}</p> : <Empty>{w.nothing}</Empty>}
          {planGroups(plan.value.changes, shown.value).map((group) => (
            <PlanGroupView key={group.key} group={group} left={left} />
          ))}
          <PlanOmitted omitted={plan.value.omitted} />
        </div>
      ) : null}
    </Dialog>
  )
}

function Filters({ plan, shown }: { readonly plan: Plan; readonly shown: { value: ReadonlySet<ChangeKind> } }): JSX.Element {
  const w = planWords()
  const counts = countByChange(plan.changes)
  return (
    <div class="tabs">
      {KINDS.filter((kind) => counts[kind] > 0).map((kind) => (
        <button
          key={kind} type="button" class="tab" aria-pressed={shown.value.has(kind)}
          onClick={() => {
            const next = new Set(shown.value)
            if (!next.delete(kind)) next.add(kind)
            shown.value = next
          }}
        >
          {w.change(kind)} <span class="num">{counts[kind]}</span>
        </button>
      ))}
    </div>
  )
}
