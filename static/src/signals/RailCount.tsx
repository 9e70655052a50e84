/** Beside the rail's entry: how many proposals and quarantined messages wait for a person; nothing when none does. */
import type { JSX } from 'preact'
import { exact } from '../lib/format'
import { words } from '../lib/i18n'
import { signalCounts } from './counts'
import './rail-count.css'

// words of its own: every page carries this file, and a phone on a bad line not more than it must
const railWords = words(
  { waiting: (proposed: number, quarantined: number) => `待决定 ${proposed}，隔离 ${quarantined}` },
  { waiting: (proposed: number, quarantined: number) => `${proposed} proposed, ${quarantined} in quarantine` },
)

export function RailCount(): JSX.Element | null {
  const counts = signalCounts.value
  const waiting = (counts?.proposed ?? 0) + (counts?.quarantined ?? 0)
  if (!counts || waiting === 0) return null
  const told = railWords().waiting(counts.proposed, counts.quarantined)
  return <span class="rail-count" title={told} aria-label={told}>{waiting > 99 ? '99+' : exact(waiting)}</span>
}
