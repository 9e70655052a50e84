/** What headquarters owes an answer to beside tasks and asks. Pure. */
import type { LinkRow } from '../lib/tasking-types'
import type { Tables } from '../lib/types'

/** Requests for aid with which nobody has begun, and offers that wait to be committed. */
export function aidOwed(tables: Tables): number {
  const parts = Object.values(tables.aid_part ?? {})
  const asked = new Set(parts.map((part) => part.request_id))
  const untouched = Object.values(tables.aid_request ?? {}).filter((row) => row.state === 'requested' && !asked.has(row.id ?? ''))
  return untouched.length + parts.filter((part) => part.state === 'accepted').length
}

/** Said to be duplicates of another incident and neither merged nor unlinked. */
export function mergesOwed(links: readonly LinkRow[], state: string): number {
  const over = ['closed', 'reviewed', 'cancelled'].includes(state)
  return over ? 0 : links.filter((link) => link.kind === 'duplicate_of' && link.direction === 'to' && link.ended_at === null).length
}
