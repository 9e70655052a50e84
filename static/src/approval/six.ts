/** The delivery states of a broadcast added up over provinces; they must equal the audience. */
import type { BroadcastPartRow } from '../lib/types'

export interface Six {
  readonly customers: number
  readonly queued: number
  readonly submitted: number
  readonly delivered: number
  readonly failed: number
  readonly expired: number
  readonly unknown: number
  readonly stopped: number
}

const NAMES = ['customers', 'queued', 'submitted', 'delivered', 'failed', 'expired', 'unknown', 'stopped'] as const

export function addUp(parts: readonly Six[]): Six {
  const total = Object.fromEntries(NAMES.map((name) => [name, parts.reduce((all, part) => all + part[name], 0)]))
  return total as unknown as Six
}

export function isEven(six: Six): boolean {
  return six.queued + six.submitted + six.delivered + six.failed + six.expired + six.unknown + six.stopped === six.customers
}

/** Whatever has left the house and can't be called back. */
export function gone(six: Six): number {
  return six.customers - six.queued - six.stopped
}

export interface Mark {
  readonly atMs: number
  readonly gone: number
}

/** Customers a second over the last marks (world time); null until two marks lie apart. */
export function rateOf(marks: readonly Mark[]): number | null {
  const [first, last] = [marks[0], marks.at(-1)]
  if (!first || !last || last.atMs - first.atMs < 1000) return null
  return ((last.gone - first.gone) * 1000) / (last.atMs - first.atMs)
}

export function partsOfBroadcast(parts: readonly BroadcastPartRow[], id: string): readonly BroadcastPartRow[] {
  return parts.filter((part) => part.broadcast_id === id).sort((a, b) => b.customers - a.customers)
}
