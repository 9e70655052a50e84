import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../components/Button'
import { sha256 } from './detail'
import { approvalWords } from './words'

/** The document that an approval binds and its digest, computed again here from what is shown. */
export function Bytes({ bytes, digest }: { readonly bytes: string; readonly digest: string }): JSX.Element {
  const w = approvalWords()
  const own = useSignal<string | null | undefined>(undefined)
  const shown = useSignal(false)
  useEffect(() => {
    void sha256(bytes).then((hash) => (own.value = hash))
  }, [bytes])
  const verdict = own.value === undefined ? '' : own.value === null ? w.digestUnknown : own.value === digest ? w.digestOk : w.digestBad
  return (
    <section class="block">
      <div class="block-head">
        <h3>{w.exactBytes}</h3>
        <span>{w.bytesHint}</span>
      </div>
      <p class="digest">
        <span>{w.digest} <code>{digest.slice(0, 16)} … {digest.slice(-8)}</code></span>
        <span class={own.value === undefined || own.value === null ? '' : own.value === digest ? 'ok' : 'bad'}>{verdict}</span>
      </p>
      <Button size="small" onPress={() => (shown.value = !shown.value)}>{shown.value ? w.hideBytes : w.showBytes}</Button>
      {shown.value ? <pre class="bytes" tabIndex={0}>{bytes}</pre> : null}
    </section>
  )
}
