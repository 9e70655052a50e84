/** Where actions lie until they are sent: IndexedDB, or memory where the browser keeps nothing (and in tests). */
import type { Action, NewAction } from './action'
import type { Kept } from './db'
import { fileOf, type KeptFile } from './files'

export interface Shelf {
  /** False: what waits is lost with the page, and the page says so. */
  readonly lasting: boolean
  /** A person's actions, oldest first. */
  list(person: string): Promise<readonly Action[]>
  /** Whose actions lie here at all. */
  owners(): Promise<readonly string[]>
  /** With the file that goes with it, if any; both or neither. Rejects where the device has no room. */
  add(action: NewAction, file?: KeptFile): Promise<Action>
  /** The bytes of an attachment that was not sent yet; null when they are not here. */
  file(attachment: string): Promise<KeptFile | null>
  /** Read, decide and write as one step; null when it is gone, was left or was deleted. */
  change(order: number, decide: (now: Action) => Action | 'delete' | 'leave'): Promise<Action | null>
}

export function keptShelf(kept: Kept): Shelf {
  const all = (): Promise<Action[]> => kept.all<Action>('actions')
  return {
    lasting: true,
    list: async (person) => (await all()).filter((action) => action.person === person),
    owners: async () => [...new Set((await all()).map((action) => action.person))],
    add: async (action, file) => {
      const name = attachmentOf(action)
      const order = file && name !== null ? kept.putWithFile(action, file, name) : kept.put('actions', action)
      return { ...action, order: Number(await order) }
    },
    file: async (attachment) => (await kept.get<KeptFile>('files', attachment)) ?? null,
    change: (order, decide) => kept.change<Action>(order, decide, attachmentOf),
  }
}

function attachmentOf(action: Pick<Action, 'verb' | 'body'>): string | null {
  return fileOf(action)?.id ?? null
}

export function memoryShelf(): Shelf {
  const rows = new Map<number, Action>()
  const files = new Map<string, KeptFile>()
  let last = 0
  const inOrder = (): Action[] => [...rows.values()].sort((a, b) => a.order - b.order)
  return {
    lasting: false,
    list: (person) => Promise.resolve(inOrder().filter((action) => action.person === person)),
    owners: () => Promise.resolve([...new Set(inOrder().map((action) => action.person))]),
    add: (action, file) => {
      last += 1
      const added = { ...action, order: last }
      rows.set(last, added)
      if (file) files.set(attachmentOf(action) ?? '', file)
      return Promise.resolve(added)
    },
    file: (attachment) => Promise.resolve(files.get(attachment) ?? null),
    change: (order, decide) => {
      const now = rows.get(order)
      const decided = now ? decide(now) : 'leave'
      if (now && decided === 'delete') {
        rows.delete(order)
        files.delete(attachmentOf(now) ?? '')
      }
      if (decided === 'delete' || decided === 'leave') return Promise.resolve(null)
      rows.set(order, decided)
      return Promise.resolve(decided)
    },
  }
}
