import type { JSX } from 'preact'
import type { GlyphKind } from '../lib/glyph-kinds'
import { Glyph } from '../lib/glyphs'
import { liveWords } from './words'

const MEASURE: readonly GlyphKind[] = ['proposed', 'pending', 'open', 'working', 'effect', 'ended', 'partial']
const TASK: readonly GlyphKind[] = ['open', 'acknowledged', 'working', 'done', 'overdue', 'declined', 'failed']

export function MatrixLegend(): JSX.Element {
  const w = liveWords()
  const line = (head: string, kinds: readonly GlyphKind[], words: string): JSX.Element => (
    <p>
      <span class="legend-head">{head}</span>
      {words.split(',').map((word, index) => (
        <span key={word} class="legend-item">
          <Glyph kind={kinds[index] ?? 'none'} size={12} label="" /> {word}
        </span>
      ))}
    </p>
  )
  return (
    <div class="matrix-legend">
      {line(w.legendMeasures, MEASURE, w.legendMeasureWords)}
      {line(w.legendTasks, TASK, w.legendTaskWords)}
    </div>
  )
}
