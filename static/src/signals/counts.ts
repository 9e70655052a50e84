/** The counters that the rail shows on every page: what waits for a person, asked for twice a minute. */
import { signal } from '@preact/signals'
import { get } from '../lib/api'
import { can } from '../lib/session'
import type { Counts } from './types'

const EVERY_MS = 30_000
export const signalCounts = signal<Counts | null>(null)
let begun = false

export function refreshCounts(): Promise<void> {
  return get<Counts>('/signals/counts').then((counts) => {
    signalCounts.value = counts
  }).catch(() => undefined)
}

/** Begin to ask, once a page; people who may not read signals ask for nothing. */
export function followCounts(): void {
  if (begun || !can('signal.read')) return
  begun = true
  void refreshCounts()
  setInterval(() => {
    if (document.visibilityState === 'visible') void refreshCounts()
  }, EVERY_MS)
}
