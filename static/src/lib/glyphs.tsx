/** Status glyphs in a 16 box. Shape alone says the state; colour and tint only help. */
import type { JSX } from 'preact'
import { commonWords } from '../locales/common'
import { toneOf, type GlyphKind } from './glyph-kinds'

const DISC = <circle cx="8" cy="8" r="6" fill="currentColor" />
const RING = <circle cx="8" cy="8" r="5.2" fill="none" stroke="currentColor" stroke-width="1.6" />
const CROSS = 'M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4'

const SHAPES: Readonly<Record<GlyphKind, JSX.Element>> = {
  proposed: (
    <circle cx="8" cy="8" r="5.2" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="1.6 1.67" />
  ),
  pending: (
    <g>
      <circle cx="8" cy="8" r="5.4" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="1.7 1.69" />
      <circle cx="8" cy="8" r="2" fill="currentColor" />
    </g>
  ),
  open: RING,
  acknowledged: (
    <g>
      {RING}
      <path d="M8 8V2.8A5.2 5.2 0 0 1 13.2 8z" fill="currentColor" />
    </g>
  ),
  working: (
    <g>
      {RING}
      <path d="M8 2.8a5.2 5.2 0 0 1 0 10.4z" fill="currentColor" />
    </g>
  ),
  held: (
    <g>
      {RING}
      <path d="M6.5 5.6v4.8M9.5 5.6v4.8" stroke="currentColor" stroke-width="1.5" />
    </g>
  ),
  effect: DISC,
  done: (
    <g>
      {DISC}
      <path d="M5.2 8.2l2 2 3.6-4" class="g-inside" fill="none" stroke-width="1.6" />
    </g>
  ),
  ended: <path d="M4 8h8" stroke="currentColor" stroke-width="1.6" />,
  partial: (
    <g>
      <path d="M8 2l6 6-6 6-6-6z" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" />
      <path d="M8 2v12L2 8z" fill="currentColor" />
    </g>
  ),
  overdue: (
    <g>
      <path d="M8 1.8l6.6 12H1.4z" fill="currentColor" stroke="currentColor" stroke-linejoin="round" />
      <path d="M8 6v4M8 11.2v1.4" class="g-inside" stroke-width="1.6" />
    </g>
  ),
  declined: (
    <g>
      <rect x="2.6" y="2.6" width="10.8" height="10.8" fill="none" stroke="currentColor" stroke-width="1.5" />
      <path d="M3.5 12.5l9-9" stroke="currentColor" stroke-width="1.5" />
    </g>
  ),
  failed: (
    <g fill="none" stroke="currentColor" stroke-width="1.5">
      <path d="M2.4 5.4v-3h3M10.6 2.4h3v3M13.6 10.6v3h-3M5.4 13.6h-3v-3" />
      <path d={CROSS} />
    </g>
  ),
  none: <path d="M6 8h4" stroke="currentColor" stroke-width="1" opacity="0.6" />,
}

interface GlyphProps {
  readonly kind: GlyphKind
  readonly size?: number
  /** Said instead of the state's own word; empty when text beside it says the same. */
  readonly label?: string
}

export function Glyph({ kind, size = 14, label }: GlyphProps): JSX.Element {
  const said = label ?? commonWords().glyph(kind)
  const spoken = said ? { role: 'img' as const, 'aria-label': said } : { 'aria-hidden': true as const }
  return (
    <svg class={`glyph tone-${toneOf[kind]}`} viewBox="0 0 16 16" width={size} height={size} {...spoken}>
      {said ? <title>{said}</title> : null}
      {SHAPES[kind]}
    </svg>
  )
}
