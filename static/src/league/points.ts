/** Points of the league for reading. */
import type { Criterion, Part, Score } from './types'

/** 8333 is 83.3. */
export function pointsText(hundredths: number | null): string {
  return hundredths === null ? '·' : (hundredths / 100).toFixed(1)
}

/** What was measured, in the criterion's unit: 3 of 4 in time is 75; null where nobody can tell. */
export function measured(rule: Pick<Criterion, 'per'>, part: Pick<Part, 'numerator' | 'denominator'>): string | null {
  if (part.denominator === 0) return null
  const value = (part.numerator * rule.per) / part.denominator
  return value.toFixed(value >= 100 || Number.isInteger(value) ? 0 : 1)
}

/** How a score now would differ from the published one; null where either is missing. */
export function drift(published: Pick<Score, 'total'> | undefined, now: Pick<Score, 'total'> | undefined): number | null {
  return published && now && published.total !== now.total ? now.total - published.total : null
}

/** The best first; whoever has no rank stands below all that have one. */
export function ranked(scores: readonly Score[]): readonly Score[] {
  return [...scores].sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || b.total - a.total || a.province.localeCompare(b.province))
}
