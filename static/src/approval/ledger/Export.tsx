import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../../components/Button'
import { Failure } from '../../components/Panel'
import { Problem } from '../../lib/api'
import { exact } from '../../lib/format'
import { readFile, save, type Progress } from './download'
import { ledgerWords } from './words'

/** Exactly what the filter leaves, as a file; a long one says how far it has come. */
export function Export({ incident, query }: { readonly incident: string; readonly query: string }): JSX.Element {
  const w = ledgerWords()
  const busy = useSignal<'csv' | 'xlsx' | null>(null)
  const progress = useSignal<Progress | null>(null)
  const failed = useSignal<unknown>(null)
  const done = useSignal<number | null>(null)
  async function take(ending: 'csv' | 'xlsx'): Promise<void> {
    busy.value = ending
    failed.value = done.value = progress.value = null
    try {
      save(await readFile(`/incidents/${incident}/ledger.${ending}?${query}`, (now) => (progress.value = now)))
      done.value = progress.peek()?.all ?? null
    } catch (failure) {
      failed.value = failure instanceof Problem ? failure : new Problem({ status: 0, code: 'export', detail: w.exportFailed })
    } finally {
      busy.value = null
    }
  }
  const far = progress.value
  const words = far?.all ? w.exporting(exact(far.lines), exact(far.all)) : w.preparing
  return (
    <div class="toolbar ledger-export">
      {(['csv', 'xlsx'] as const).map((ending) => <Button key={ending} size="small" busy={busy.value === ending && words} onPress={() => void take(ending)}>{w[ending]}</Button>)}
      {busy.value && far?.all ? <progress max={far.all} value={far.lines} aria-label={words} /> : null}
      {done.value !== null ? <span class="hint" role="status">{w.exported(exact(done.value))}</span> : null}
      {failed.value ? <Failure error={failed.value} /> : null}
    </div>
  )
}
