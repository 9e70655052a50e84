/** What the command palette finds, ranked: pure, so that it can be tested without a page. */

export interface Finding {
  readonly group: 'incident' | 'region' | 'task' | 'action'
  readonly title: string
  readonly hint: string
  /** What else it answers to: codes, the other language. */
  readonly also: string
  readonly run: () => void
}

function score(found: Finding, query: string): number {
  const title = found.title.toLowerCase()
  if (title === query) return 4
  if (title.startsWith(query)) return 3
  if (title.includes(query)) return 2
  return found.also.toLowerCase().includes(query) ? 1 : 0
}

/** The best `limit` findings; without a query the actions. */
export function find(all: readonly Finding[], query: string, limit = 12): readonly Finding[] {
  const wanted = query.trim().toLowerCase()
  if (!wanted) return all.filter((one) => one.group === 'action' || one.group === 'incident').slice(0, limit)
  return all
    .map((one, order) => ({ one, order, points: score(one, wanted) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || a.order - b.order)
    .slice(0, limit)
    .map(({ one }) => one)
}
