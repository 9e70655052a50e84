/** Figures of a simulation in words: each in its unit. */
import { countText, exact, moneyText } from '../lib/format'
import { simulateWords } from './words'

export function figureText(value: number, unit: string): string {
  const w = simulateWords()
  if (unit === 'fen') return value < 0 ? `−${moneyText(-value)}` : moneyText(value)
  if (unit === 'min' || unit === 'h') return `${exact(value)} ${w[unit]}`
  return value < 0 ? `−${countText(-value)}` : countText(value)
}

/** A difference with its sign. */
export function signed(value: number, unit: string): string {
  return value > 0 ? `+${figureText(value, unit)}` : figureText(value, unit)
}
