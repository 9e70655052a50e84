/** A new version of the footprint: what it changed, and the way to what that means for the plan. */
import { signal, useSignal, useSignalEffect } from '@preact/signals'
import type { JSX } from 'preact'
import { BasisChip } from '../components/Basis'
import { Button } from '../components/Button'
import { Icon } from '../components/Icon'
import { get } from '../lib/api'
import { exact } from '../lib/format'
import { can } from '../lib/session'
import { regionName } from '../lib/regions'
import { commonWords } from '../locales/common'
import type { LiveModel } from './model'
import { liveWords } from './words'

export interface Difference {
  readonly against: string | null
  readonly newly_hit: readonly string[]
  readonly more_severe: readonly string[]
  readonly less_severe: readonly string[]
  readonly cleared: readonly string[]
}

const looked = signal<readonly string[]>(JSON.parse(localStorage.getItem('tongxin.footprints') ?? '[]') as string[])

function markLooked(id: string): void {
  looked.value = [...looked.value.slice(-40), id]
  localStorage.setItem('tongxin.footprints', JSON.stringify(looked.value))
}

export function VersionBanner({ model, onPlan }: { readonly model: LiveModel; readonly onPlan: () => void }): JSX.Element | null {
  const w = liveWords()
  const difference = useSignal<Difference | null>(null)
  useSignalEffect(() => {
    const current = model.footprint.value
    difference.value = null
    if (!current || current.version < 2 || looked.value.includes(current.id)) return
    void get<{ difference: Difference | null }>(`/incidents/${model.store.incidentId}/impact?footprint=${current.id}`)
      .then((impact) => (difference.value = impact.difference))
      .catch(() => undefined)
  })
  const current = model.footprint.value
  const shown = difference.value
  if (!current || !shown?.against || looked.value.includes(current.id)) return null
  const part = (label: string, codes: readonly string[]): JSX.Element | null => codes.length ? (
    <span title={codes.slice(0, 40).map((code) => regionName(code)).join(' ')}>
      {label} <strong class="num">{exact(codes.length)}</strong>
    </span>
  ) : null
  return (
    <div class="float version-banner" role="status">
      <strong>{w.newVersion(current.version)}</strong>
      <BasisChip basis={current.basis} />
      <span class="tx-2">{w.versionNote(current.version - 1)}</span>
      {part(w.newlyHit, shown.newly_hit)}
      {part(w.moreSevere, shown.more_severe)}
      {part(w.lessSevere, shown.less_severe)}
      {part(w.cleared, shown.cleared)}
      {can('plan.read') ? <Button size="small" onPress={onPlan}>{w.seePlan}</Button> : null}
      <button type="button" class="icon-button" aria-label={commonWords().close} onClick={() => markLooked(current.id)}>
        <Icon name="close" size={14} />
      </button>
    </div>
  )
}
