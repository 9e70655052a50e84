import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useComputed } from '@preact/signals'
import { Icon } from '../../components/Icon'
import type { LiveModel } from '../model'
import { liveWords } from '../words'
import { announce, needsOf, noticesOn, setNotices, total } from './notice'

/** How much needs me; pressed, notices are switched on or off. */
export function Bell({ model }: { readonly model: LiveModel }): JSX.Element {
  const w = liveWords()
  const needs = useComputed(() => total(needsOf(model)))
  const before = useRef<number | null>(null)
  const count = needs.value
  useEffect(() => {
    document.title = document.title.replace(/^\(\d+\) /, '')
    if (count > 0) document.title = `(${count}) ${document.title}`
    if (model.store.loaded.value) {
      if (before.current !== null && count > before.current) announce(`${w.needsYou(count)}`)
      before.current = count
    }
  }, [count, w])
  const words = noticesOn.value ? w.noticesOn : w.noticesOff
  return (
    <button type="button" class={`icon-button bell ${noticesOn.value ? 'bell-on' : ''}`} aria-pressed={noticesOn.value} aria-label={`${words}, ${w.needsYou(count)}`} title={`${words} · ${w.needsYou(count)}`} onClick={() => void setNotices(!noticesOn.value)}>
      <Icon name="bell" size={18} />
      {count > 0 ? <span class="bell-count num">{count}</span> : null}
    </button>
  )
}
