import { useEffect, useState } from 'preact/hooks'

/** Whether the window is at least so wide, kept up to date. */
export function useWide(least: number): boolean {
  const query = `(min-width: ${least}px)`
  const [wide, setWide] = useState(() => matchMedia(query).matches)
  useEffect(() => {
    const list = matchMedia(query)
    const heard = (): void => setWide(list.matches)
    list.addEventListener('change', heard)
    return () => list.removeEventListener('change', heard)
  }, [query])
  return wide
}
