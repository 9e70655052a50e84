/** What somebody has looked at, and whether it still is what stands: an approval names the one that was looked at. */
import { useState } from 'preact/hooks'
import { useLoad, type Loaded } from '../../desk/useLoad'
import type { Looked, Preflight } from './types'

/** The parts of a pre-flight that differ, by their cause; the server says the same of what others saw. */
export function causesOf(before: Preflight, after: Preflight): readonly string[] {
  const causes: readonly [string, (one: Preflight) => unknown][] = [
    ['plan', (one) => [one.revision, one.customers, one.autopay]],
    ['footprint', (one) => [one.footprint, one.of_which]],
    ['overlap', (one) => one.overlap],
    ['eligibility', (one) => one.eligibility],
    ['money', (one) => one.money],
    ['figures', (one) => [one.messages, one.hotline]],
  ]
  return causes.filter(([, part]) => JSON.stringify(part(before)) !== JSON.stringify(part(after))).map(([name]) => name)
}

export interface Look extends Loaded<Looked> {
  /** Digest that may be approved: the one on the screen, unless it has changed under the reader's eyes. */
  readonly digest: string | null
  /** What has changed since it was looked at; empty while nothing has. */
  readonly changed: readonly string[]
  /** Says that the new one has been looked at. */
  readonly accept: () => void
}

/** Reads the pre-flight, and again when `again` changes; the first one read counts as looked at. */
export function usePreflight(path: string | null, again: unknown): Look {
  const loaded = useLoad<Looked>(path, again)
  const [kept, setKept] = useState<Looked | null>(null)
  const now = loaded.value
  if (now && !kept) setKept(now)
  const changed = now && kept && now.digest !== kept.digest ? causesOf(kept.preflight, now.preflight) : []
  return { ...loaded, digest: changed.length === 0 && now ? now.digest : null, changed, accept: () => setKept(now) }
}
