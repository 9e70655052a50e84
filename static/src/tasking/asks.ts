/** The order in which asks stand. */
import type { AskRow } from '../lib/tasking-types'

export type { AskRow, LinkRow } from '../lib/tasking-types'

/** Open ones first, the longest waiting first; then the latest settled. Pure. */
export function sortedAsks<T extends Pick<AskRow, 'state' | 'asked_at'>>(rows: readonly T[]): readonly T[] {
  return [...rows].sort((a, b) =>
    Number(a.state !== 'open') - Number(b.state !== 'open') || (a.state === 'open' ? a.asked_at.localeCompare(b.asked_at) : b.asked_at.localeCompare(a.asked_at)))
}
