/**
 * One tab sends at a time. The Web Locks API gives the turn and takes it back when a tab dies; where it is missing (an
 * address that is not secure, an old browser) a row with an end serves. Either way a second sender could do no harm,
 * since every action keeps its idempotency key; the turn only spares the line.
 */
import type { Kept } from './db'

export type Turn = (send: () => Promise<void>) => Promise<boolean>

const LEASE_MS = 30_000

interface Lease {
  readonly tab: string
  readonly until: number
}

/** Answers whether this tab had the turn; `queue` is the person whose queue it is, with the part that is meant. */
export function turnOf(queue: string, kept: Kept | null, locks: LockManager | undefined = globalThis.navigator?.locks): Turn {
  const name = `tongxin.outbox.${queue}`
  if (locks) {
    return (send) => locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock === null) return false
      await send()
      return true
    })
  }
  return kept ? leased(kept, name) : alone()
}

function alone(): Turn {
  return async (send) => {
    await send()
    return true
  }
}

function leased(kept: Kept, name: string): Turn {
  const tab = String(Math.random())
  return async (send) => {
    const now = await kept.get<Lease>('meta', name)
    if (now && now.tab !== tab && now.until > Date.now()) return false
    const renew = (): Promise<unknown> => kept.put('meta', { tab, until: Date.now() + LEASE_MS }, name)
    await renew()
    // Who wrote last has it: two tabs that wrote in the same moment find out here.
    if ((await kept.get<Lease>('meta', name))?.tab !== tab) return false
    const renewing = setInterval(() => void renew(), LEASE_MS / 3)
    try {
      await send()
    } finally {
      clearInterval(renewing)
      await kept.remove('meta', name)
    }
    return true
  }
}
