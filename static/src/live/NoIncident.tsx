import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Shell } from '../components/Shell'
import { can } from '../lib/session'
import { DeclareDialog } from './actions/DeclareDialog'
import { liveWords } from './words'

/** Headquarters on a quiet day. */
export function NoIncident(): JSX.Element {
  const w = liveWords()
  const open = useSignal(false)
  return (
    <Shell page="live" store={null}>
      <div class="quiet">
        <p>{w.quiet}</p>
        {can('incident.declare') ? <Button kind="primary" onPress={() => (open.value = true)}>{w.declare}</Button> : null}
      </div>
      {open.value ? <DeclareDialog onClose={() => (open.value = false)} /> : null}
    </Shell>
  )
}
