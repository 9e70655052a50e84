/** When something needs me: a sound, a figure in the title, a desktop notice. A setting, kept in this browser. */
import { signal } from '@preact/signals'
import type { LiveModel } from '../model'
import { hasRole } from '../../lib/session'
import { aidOwed, mergesOwed } from '../owed'

const KEY = 'tongxin.notices'
export const noticesOn = signal(localStorage.getItem(KEY) === 'on')

export interface Needs {
  readonly approvals: number
  readonly overdue: number
  readonly declined: number
  readonly silent: number
  readonly asks: number
  readonly aid: number
  readonly merges: number
}

/** What waits for the person at the screen: approvals for approvers, late and declined tasks for those who run it. */
export function needsOf(model: LiveModel): Needs {
  const { measures, broadcasts } = model.store
  const waiting = [...measures.value, ...broadcasts.value].filter((row) => row.state === 'pending_approval').length
  const runs = hasRole('duty_officer', 'commander')
  const sums = model.tasks.value
  return {
    approvals: hasRole('approver') ? waiting : 0,
    overdue: runs ? sums.overdue : 0, declined: runs ? sums.declined : 0, silent: runs ? model.silent.value.size : 0,
    asks: runs ? model.store.asks.value.filter((ask) => ask.state === 'open').length : 0,
    aid: runs ? aidOwed(model.store.folded.value.tables) : 0,
    merges: hasRole('commander') ? mergesOwed(model.store.links.value, model.store.incident.value?.state ?? 'closed') : 0,
  }
}

export function total(needs: Needs): number {
  return needs.approvals + needs.overdue + needs.declined + needs.silent + needs.asks + needs.aid + needs.merges
}

export async function setNotices(on: boolean): Promise<void> {
  noticesOn.value = on
  localStorage.setItem(KEY, on ? 'on' : 'off')
  if (on && 'Notification' in globalThis && Notification.permission === 'default') await Notification.requestPermission()
  if (on) chime()
}

export function announce(words: string): void {
  if (!noticesOn.peek()) return
  chime()
  if ('Notification' in globalThis && Notification.permission === 'granted' && document.hidden) {
    new Notification(words, { tag: 'tongxin' })
  }
}

/** Two short tones made here: no file to fetch. */
function chime(): void {
  const context = new AudioContext()
  const gain = context.createGain()
  gain.gain.value = 0.08
  gain.connect(context.destination)
  for (const [index, pitch] of [660, 880].entries()) {
    const tone = context.createOscillator()
    tone.frequency.value = pitch
    tone.connect(gain)
    tone.start(context.currentTime + index * 0.16)
    tone.stop(context.currentTime + index * 0.16 + 0.13)
  }
  setTimeout(() => void context.close(), 800)
}
