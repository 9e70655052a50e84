/** Key customers (organisations) by tier, A+ first. */
import { exact } from './format'

export type ByTier = Readonly<Record<string, number>>

const TIERS: readonly (readonly [string, string])[] = [['a_plus', 'A+'], ['a', 'A'], ['b', 'B'], ['c', 'C']]

/** The sum of two; null where one of them was never counted by tier. */
export function addTiers(one: ByTier | null, other: ByTier | null): ByTier | null {
  if (!one || !other) return null
  return Object.fromEntries(TIERS.map(([name]) => [name, (one[name] ?? 0) + (other[name] ?? 0)]))
}

/** `A+ 2 · A 5 · B 1 · C 0`, of counts named as an impact names them or as a plan does; empty where nobody counted. */
export function tierText(counts: ByTier | null): string {
  if (!counts || !TIERS.some(([name, word]) => name in counts || word in counts)) return ''
  return TIERS.map(([name, word]) => `${word}\u00a0${exact(counts[word] ?? counts[name] ?? 0)}`).join(' · ')
}
