/** Read something once, and again when asked; what was read before stays on the screen while it is read anew. */
import { useEffect, useState } from 'preact/hooks'
import { get } from '../lib/api'

export interface Loaded<T> {
  readonly value: T | null
  readonly error: unknown
  readonly loading: boolean
  readonly reload: () => void
}

/** `path` null reads nothing. `again` is anything whose change means that the server has something newer. */
export function useLoad<T>(path: string | null, again: unknown = null): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; error: unknown; path: string | null }>({ value: null, error: null, path: null })
  const [turn, setTurn] = useState(0)
  const [loading, setLoading] = useState(path !== null)
  useEffect(() => {
    if (path === null) return undefined
    const stop = new AbortController()
    setLoading(true)
    get<T>(path, { signal: stop.signal })
      .then((value) => setState({ value, error: null, path }))
      .catch((error: unknown) => {
        if (!stop.signal.aborted) setState((before) => ({ ...before, error }))
      })
      .finally(() => {
        if (!stop.signal.aborted) setLoading(false)
      })
    return () => stop.abort()
  }, [path, again, turn])
  return { value: state.path === path ? state.value : null, error: state.error, loading, reload: () => setTurn((n) => n + 1) }
}
