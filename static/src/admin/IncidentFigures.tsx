/** What a list of incidents must say of each: how many are hit, what is still open, what waits for a person. */
import type { JSX } from 'preact'
import { countText, exact } from '../lib/format'
import { incidentCountWords } from './incidentCountWords'

/** Of the reader's own provinces; the last three for the nation alone. */
export interface IncidentCounts {
  readonly tasks: number
  readonly open_tasks: number
  readonly unacknowledged: number
  readonly late: number
  readonly open_asks: number
  readonly measures?: number
  readonly awaiting_approval?: number
  readonly subscribers?: number
}

type Tone = 'bad' | 'late' | ''
type Told = readonly [title: string, figure: string, tone: Tone]

export function IncidentFigures({ counts }: { readonly counts: IncidentCounts }): JSX.Element {
  const w = incidentCountWords()
  const told: Told[] = []
  if (counts.subscribers !== undefined) told.push([w.hit, countText(counts.subscribers), ''])
  told.push([w.openTasks, `${exact(counts.open_tasks)} / ${exact(counts.tasks)}`, ''])
  told.push([w.unacknowledged, exact(counts.unacknowledged), counts.unacknowledged > 0 ? 'late' : ''])
  told.push([w.late, exact(counts.late), counts.late > 0 ? 'bad' : ''])
  if (counts.measures !== undefined) told.push([w.measures, exact(counts.measures), ''])
  if (counts.awaiting_approval !== undefined) told.push([w.awaiting, exact(counts.awaiting_approval), counts.awaiting_approval > 0 ? 'late' : ''])
  told.push([w.asks, exact(counts.open_asks), counts.open_asks > 0 ? 'late' : ''])
  return (
    <dl class="figures incident-figures">
      {told.map(([title, figure, tone]) => <div class="figure-block" key={title}><dt>{title}</dt><dd class={`figure ${tone}`}>{figure}</dd></div>)}
    </dl>
  )
}
