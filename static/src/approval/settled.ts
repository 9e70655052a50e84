/** When figures that are not in the snapshot may have changed: after frames about the thing, at most every 2 s. */
import { effect } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { Store } from '../lib/store'
import { concerns } from './History'

const PAUSE_MS = 2000

/** A number that grows; `id` null listens to every measure. */
export function useSettled(store: Store, id: string | null): number {
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = effect(() => {
      const fresh = store.fresh.value
      const ours = fresh.some((event) => (id === null ? event.kind === 'measure' : concerns(event, id)))
      if (!ours || timer) return
      timer = setTimeout(() => {
        timer = undefined
        setTurn((before) => before + 1)
      }, PAUSE_MS)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [store, id])
  return turn
}
