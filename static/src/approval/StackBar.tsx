import type { JSX } from 'preact'

export interface Slice {
  readonly tone: 'ok' | 'run' | 'warn' | 'bad' | 'off' | 'rest'
  readonly value: number
}

/** A bar from zero whose slices add up to `all`; what remains is the ground. */
export function StackBar({ slices, all, class: extra = '' }: { readonly slices: readonly Slice[]; readonly all: number; readonly class?: string }): JSX.Element {
  let at = 0
  return (
    <svg class={`bar ${extra}`} viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar-rest" width="1000" height="8" />
      {slices.map((slice, index) => {
        const width = all > 0 ? (1000 * slice.value) / all : 0
        const x = at
        at += width
        return width > 0 ? <rect key={index} class={`bar-${slice.tone}`} x={x} width={width} height="8" /> : null
      })}
    </svg>
  )
}
