/** How old a figure is, in whole units that a person would say. */

export type AgeUnit = 'year' | 'month' | 'day' | 'hour' | 'now'

export interface Age {
  readonly count: number
  readonly unit: AgeUnit
}

const DAY = 86_400_000

/** Age of an ISO day, month or moment at `now`; null when nobody has said, or when it lies ahead. */
export function age(since: string, now: string): Age | null {
  if (!/^\d{4}-\d{2}/.test(since)) return null
  const from = Date.parse(/^\d{4}-\d{2}$/.test(since) ? `${since}-01` : since)
  const milliseconds = Date.parse(now) - from
  if (!Number.isFinite(milliseconds) || milliseconds < 0) return null
  const days = Math.floor(milliseconds / DAY)
  if (days >= 730) return { count: Math.floor(days / 365.25), unit: 'year' }
  if (days >= 60) return { count: Math.floor(days / 30.44), unit: 'month' }
  if (days >= 1) return { count: days, unit: 'day' }
  const hours = Math.floor(milliseconds / 3_600_000)
  return hours >= 1 ? { count: hours, unit: 'hour' } : { count: 0, unit: 'now' }
}

/** Older than five years: the figure is told apart by more than its number. */
export function isOld(since: string, now: string): boolean {
  const found = age(since, now)
  return found?.unit === 'year' && found.count >= 5
}
