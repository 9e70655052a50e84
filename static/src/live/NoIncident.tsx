import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEvery } from '../desk/useEvery'
import { Button } from '../components/Button'
import { Shell } from '../components/Shell'
import { get } from '../lib/api'
import { can } from '../lib/session'
import { DeclareDialog } from './actions/DeclareDialog'
import { liveWords } from './words'

const LOOK_MS = 2000

/** Headquarters on a quiet day; the page goes on by itself to the first incident that is declared. */
export function NoIncident(): JSX.Element {
  const w = liveWords()
  const open = useSignal(false)
  useEvery(LOOK_MS, () => {
    // No answer is no news: the next look is two seconds away.
    get<{ items: readonly unknown[] }>('/incidents').then(({ items }) => (items.length > 0 && !open.peek() ? location.reload() : undefined), () => undefined)
  })
  return (
    <Shell page="live" store={null}>
      <div class="quiet">
        <p>{w.quiet}</p>
        <p class="hint">{w.quietWaits}</p>
        {can('incident.declare') ? <Button kind="primary" onPress={() => (open.value = true)}>{w.declare}</Button> : null}
      </div>
      {open.value ? <DeclareDialog onClose={() => (open.value = false)} /> : null}
    </Shell>
  )
}
