import { useEffect, useRef, useState } from 'preact/hooks'

/** Do something every so often, as long as it is worth it; always what the page would do now, not what it would have done first. */
export function useEvery(everyMs: number, act: () => void, going = true): void {
  const now = useRef(act)
  now.current = act
  useEffect(() => {
    if (!going) return undefined
    const timer = setInterval(() => now.current(), everyMs)
    return () => clearInterval(timer)
  }, [everyMs, going])
}

/** A number that grows every so often while the page is looked at, and whenever something was done. */
export function useTurns(everyMs: number): [number, () => void] {
  const [turn, setTurn] = useState(0)
  const again = (): void => setTurn((n) => n + 1)
  useEvery(everyMs, () => {
    if (document.visibilityState === 'visible') again()
  })
  return [turn, again]
}
