/** Response level and warning colour: two things, two chips (solid; outlined with a square and the word). */
import type { JSX } from 'preact'
import { levelText } from '../lib/format'
import type { ResponseLevel, WarningColour } from '../lib/types'
import { commonWords } from '../locales/common'

export function LevelChip({ level }: { readonly level: ResponseLevel | null }): JSX.Element {
  if (!level) return <span class="chip">{commonWords().noLevel}</span>
  return <span class={`level level-${level}`}>{levelText(level)}</span>
}

export function WarningChip({ colour }: { readonly colour: WarningColour | null }): JSX.Element | null {
  if (!colour) return null
  return (
    <span class="chip">
      <span class={`warning-square warning-${colour}`} />
      {commonWords().warning(colour)}
    </span>
  )
}
