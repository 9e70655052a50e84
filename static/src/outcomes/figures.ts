/** Figures of outcomes for reading and from typing: whole numbers in the smallest step of their kind. */
import { exact } from '../lib/format'
import { named } from '../lib/i18n'
import type { Cell, Kind } from './types'

type Scale = Pick<Kind, 'decimals'>

/** 8530 with two decimals is 85.3. */
export function numberText(kind: Scale, value: number): string {
  const step = 10 ** kind.decimals
  const whole = Math.trunc(Math.abs(value) / step)
  const rest = kind.decimals ? String(Math.abs(value) % step).padStart(kind.decimals, '0').replace(/0+$/, '') : ''
  return `${value < 0 ? '-' : ''}${exact(whole)}${rest ? `.${rest}` : ''}`
}

export function figureText(kind: Scale & Pick<Kind, 'unit_zh' | 'unit_en'>, value: number): string {
  const unit = named(kind, 'unit')
  return `${numberText(kind, value)}${unit === '%' ? '%' : `\u00a0${unit}`}`
}

/** What somebody typed in the smallest step; null for no number, or one finer than the kind has. */
export function typed(kind: Scale, text: string): number | null {
  const found = /^(\d{1,15})(?:\.(\d+))?$/.exec(text.trim().replaceAll(',', ''))
  if (!found) return null
  const [, whole = '0', decimals = ''] = found
  if (decimals.replace(/0+$/, '').length > kind.decimals) return null
  return Number(whole + decimals.slice(0, kind.decimals).padEnd(kind.decimals, '0'))
}

/** The longest bar of a chart: values and targets alike, never nothing. */
export function longest(cells: readonly Cell[]): number {
  return Math.max(1, ...cells.map((cell) => Math.max(cell.value, cell.target ?? 0)))
}

/** Worst first: what misses its target, then by how it is. */
export function worstFirst(kind: Pick<Kind, 'better'>, cells: readonly Cell[]): readonly Cell[] {
  const missed = (cell: Cell): number => (cell.met === false ? 0 : 1)
  return [...cells].sort((a, b) => missed(a) - missed(b) || (kind.better === 'more' ? a.value - b.value : b.value - a.value))
}
