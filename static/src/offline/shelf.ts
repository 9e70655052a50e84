/** Where actions lie until they are sent: IndexedDB, or memory where the browser keeps nothing (and in tests). */
import type { Action, NewAction } from './action'
import type { Kept } from './db'

export interface Shelf {
  /** False: what waits is lost with the page, and the page says so. */
  readonly lasting: boolean
  /** A person's actions, oldest first. */
  list(person: string): Promise<readonly Action[]>
  /** Whose actions lie here at all. */
  owners(): Promise<readonly string[]>
  add(action: NewAction): Promise<Action>
  /** Read, decide and write as one step; null when it is gone, was left or was deleted. */
  change(order: number, decide: (now: Action) => Action | 'delete' | 'leave'): Promise<Action | null>
}

export function keptShelf(kept: Kept): Shelf {
  const all = (): Promise<Action[]> => kept.all<Action>('actions')
  return {
    lasting: true,
    list: async (person) => (await all()).filter((action) => action.person === person),
    owners: async () => [...new Set((await all()).map((action) => action.person))],
    add: async (action) => ({ ...action, order: Number(await kept.put('actions', action)) }),
    change: (order, decide) => kept.change<Action>('actions', order, decide),
  }
}

export function memoryShelf(): Shelf {
  const rows = new Map<number, Action>()
  let last = 0
  const inOrder = (): Action[] => [...rows.values()].sort((a, b) => a.order - b.order)
  return {
    lasting: false,
    list: (person) => Promise.resolve(inOrder().filter((action) => action.person === person)),
    owners: () => Promise.resolve([...new Set(inOrder().map((action) => action.person))]),
    add: (action) => {
      last += 1
      const added = { ...action, order: last }
      rows.set(last, added)
      return Promise.resolve(added)
    },
    change: (order, decide) => {
      const now = rows.get(order)
      const decided = now ? decide(now) : 'leave'
      if (decided === 'delete') rows.delete(order)
      if (decided === 'delete' || decided === 'leave') return Promise.resolve(null)
      rows.set(order, decided)
      return Promise.resolve(decided)
    },
  }
}
