import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../../components/Button'
import { ReasonDialog } from '../../desk/ReasonDialog'
import { useAction } from '../../desk/useAction'
import { exact, percent } from '../../lib/format'
import { can } from '../../lib/session'
import type { MeasureRow } from '../../lib/types'
import { StackBar } from '../StackBar'
import type { BatchSum } from '../sums'
import { reversal } from './line'
import { landingWords } from './words'

/** How many customers are put back by now; one person can stop it between two batches. */
export function Reversal({ measure, sums }: { readonly measure: MeasureRow; readonly sums: readonly BatchSum[] }): JSX.Element {
  const w = landingWords()
  const asking = useSignal(false)
  const action = useAction()
  const { reversed, of } = reversal(sums, measure.id)
  return (
    <div class="block">
      <div class="landing-reversal">
        <span>{w.reversal}</span>
        <StackBar all={of} slices={[{ tone: 'ok', value: reversed }]} />
        <span class="num">{exact(reversed)} / {exact(of)} {w.putBack} · {percent(reversed, of)}%</span>
        {measure.state === 'reversing' && can('measure.halt') ? <Button size="small" onPress={() => (asking.value = true)}>{w.halt}</Button> : null}
      </div>
      <p class="hint">{w.reversalHint}</p>
      {asking.value ? (
        <ReasonDialog
          title={w.halt}
          go={w.halt}
          hint={w.haltHint}
          action={action}
          onSend={(reason) => action.run('halt', { path: `/measures/${measure.id}/halt`, body: { reason } })}
          onClose={() => (asking.value = false)}
        />
      ) : null}
    </div>
  )
}
