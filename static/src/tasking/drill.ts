/** What has been chosen to drill into, and the address that asks for it. Pure. */

export interface Chosen {
  readonly province: string | null
  readonly group?: string | null
  readonly team?: string | null
  readonly person?: string | null
  /** A choice of CHOICES, or `all`. */
  readonly show: string
}

export const CHOICES = ['unfinished', 'untouched', 'overdue', 'declined', 'done', 'all'] as const

export function pagePath(incident: string, chosen: Chosen, after: string | null): string {
  const query = new URLSearchParams()
  if (chosen.province) query.set('province', chosen.province)
  if (chosen.group) query.set('group', chosen.group)
  if (chosen.team) query.set('team', chosen.team)
  if (chosen.person) query.set('person', chosen.person)
  if (chosen.show !== 'all') query.set('show', chosen.show)
  if (after) query.set('after', after)
  return `/incidents/${incident}/tasking/tasks?${query.toString()}`
}
