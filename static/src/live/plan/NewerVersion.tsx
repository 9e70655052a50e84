/** A newer version of the playbook has been published: what it changes, and planning by it. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../../components/Button'
import { lazily } from '../../components/lazily'
import { workbenchWords } from '../../workbench/words'
import type { Plan } from './plan'

const Changes = lazily(() => import('../../workbench/Changes').then((found) => found.Changes))

export function NewerVersion({ newer, onUse }: { readonly newer: NonNullable<Plan['newer']>; readonly onUse: () => void }): JSX.Element {
  const w = workbenchWords()
  const shown = useSignal(false)
  return (
    <section class="banner plan-newer">
      <p>{w.newer(newer.version)}</p>
      <div class="toolbar">
        <Button size="small" onPress={() => (shown.value = !shown.value)}>{w.seeNewer}</Button>
        <Button size="small" onPress={onUse}>{w.useNewer}</Button>
      </div>
      {shown.value ? <Changes changes={newer.changes} nothing={w.nothingChanged} /> : null}
    </section>
  )
}
