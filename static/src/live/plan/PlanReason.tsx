import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Left, PlanChange } from './plan'
import { planWords } from './words'

interface PlanReasonProps {
  readonly changes: readonly PlanChange[]
  readonly left: Signal<Left>
}

/** One reason for all of the group that is left out. */
export function PlanReason({ changes, left }: PlanReasonProps): JSX.Element {
  const w = planWords()
  const out = changes.filter((change) => change.item_key in left.value)
  const reason = left.value[out[0]?.item_key ?? ''] ?? ''
  return (
    <label class="field plan-reason">
      <span>{w.reasonFor}</span>
      <input
        type="text" maxLength={300} value={reason} aria-invalid={reason.trim() === ''}
        onInput={(event) => {
          const next = { ...left.value }
          for (const change of out) next[change.item_key] = event.currentTarget.value
          left.value = next
        }}
      />
    </label>
  )
}
