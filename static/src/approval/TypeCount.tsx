import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { exact } from '../lib/format'
import { wholeNumber } from '../workspace/outcomes'
import { approvalWords } from './words'

interface TypeCountProps {
  readonly customers: number
  readonly go: string
  readonly busy: string | false
  /** What stands in the way beside the count; '' for nothing. */
  readonly whyNot?: string
  readonly onGo: (typed: number) => void
}

/** The button stays shut until the audience has been typed by hand; digits are grouped while typing. */
export function TypeCount({ customers, go, busy, whyNot = '', onGo }: TypeCountProps): JSX.Element {
  const w = approvalWords()
  const typed = useSignal('')
  const value = wholeNumber(typed.value)
  const right = value === customers
  const wrong = typed.value !== '' && !right && String(value ?? '').length >= String(customers).length
  return (
    <form
      class="toolbar"
      onSubmit={(event) => {
        event.preventDefault()
        if (right && !whyNot) onGo(customers)
      }}
    >
      <label class="type-count">
        <span>{w.typeCount}<small class="num">{exact(customers)}</small></span>
        <input
          type="text"
          inputMode="numeric"
          autocomplete="off"
          value={typed.value}
          aria-invalid={wrong}
          onInput={(event) => {
            const figure = wholeNumber(event.currentTarget.value)
            typed.value = figure === null ? event.currentTarget.value : exact(figure)
            event.currentTarget.value = typed.value
          }}
        />
      </label>
      <Button type="submit" kind="primary" busy={busy} whyNot={whyNot || (right ? false : wrong ? w.typeWrong : w.typeFirst)}>{go}</Button>
    </form>
  )
}
