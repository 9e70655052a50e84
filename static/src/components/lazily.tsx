/** A part whose code is fetched when it is first shown, so that a phone does not pay for what it may never open. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Failure, Skeleton } from './Panel'

type Part<P> = (props: P) => JSX.Element | null

export function lazily<P extends object>(load: () => Promise<Part<P>>): Part<P> {
  return function Lazily(props: P): JSX.Element {
    const [Found, setFound] = useState<Part<P> | null>(null)
    const [error, setError] = useState<unknown>(null)
    const fetch = (): void => {
      setError(null)
      load().then((part) => setFound(() => part), setError)
    }
    useEffect(fetch, [])
    if (Found) return <Found {...props} />
    return error ? <Failure error={error} onRetry={fetch} /> : <Skeleton rows={6} />
  }
}
