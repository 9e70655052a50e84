/**
 * Keeps the sums of a large incident's tasks: asked for when it is known to be large, and again, at most every two
 * seconds, after events that speak of tasks. However many tasks change, the page reads a few hundred figures.
 */
import { effect } from '@preact/signals'
import { get } from './api'
import type { Store } from './store'
import type { TaskingSums } from './tasking-types'

export const APART_MS = 2000

type Read = (path: string) => Promise<TaskingSums>

export function keepSums(store: Store, read: Read = get, apartMs = APART_MS): () => void {
  let [asking, again, stopped] = [false, false, false]
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(): Promise<void> {
    if (asking || timer !== undefined) {
      again = true
      return
    }
    asking = true
    again = false
    try {
      const told = await read(`/incidents/${store.incidentId}/tasking`)
      if (!stopped) store.sums.value = told
    } catch {
      // What stands on the screen stays; the connection state beside it says how old it is.
      again = true
    } finally {
      asking = false
    }
    if (stopped) return
    timer = setTimeout(() => {
      timer = undefined
      if (again) void ask()
    }, apartMs)
  }

  const stop = effect(() => {
    const spoken = store.fresh.value.some((event) => event.kind === 'task')
    if (store.large.value && (spoken || store.sums.peek() === null)) void ask()
  })
  return () => {
    stopped = true
    clearTimeout(timer)
    stop()
  }
}
