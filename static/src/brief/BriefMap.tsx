/** The country as outlines, each province in the state that the brief tells of; ink enough for a printer. */
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { provinceName } from '../lib/regions'
import { loadOutline, outline } from '../live/map/outline'
import type { Brief } from './types'
import { apart, type Label } from './labels'
import { briefWords } from './words'

export function BriefMap({ brief }: { readonly brief: Brief }): JSX.Element | null {
  const w = briefWords()
  useEffect(() => {
    // Without the outlines the words stand alone; they say the same.
    void loadOutline().catch(() => undefined)
  }, [])
  const drawn = outline.value
  if (!drawn) return null
  const rows = new Map(brief.provinces.map((row) => [row.province, row]))
  const kind = (adcode: string): string => {
    const row = rows.get(adcode)
    if (row?.silent_since) return 'brief-silent'
    if (row && row.late > 0) return 'brief-late'
    return row?.affected ? 'brief-hit' : 'brief-land'
  }
  const named = drawn.provinces.filter((province) => kind(province.adcode) !== 'brief-land')
  const labelOf = ({ adcode, label }: (typeof named)[number]): Label => ({ name: provinceName(adcode), x: label[0], y: label[1] })
  return (
    <figure class="brief-map">
      <svg viewBox={drawn.view_box.join(' ')} role="img" aria-label={w.map}>
        {drawn.provinces.map((province) => <path key={province.adcode} d={province.path} class={kind(province.adcode)} />)}
        <path d={drawn.nine_dash} class="brief-line" />
        {apart(named.map(labelOf)).map((label) => <text key={label.name} x={label.x} y={label.y}>{label.name}</text>)}
      </svg>
      <figcaption>
        <span class="brief-key brief-key-hit" /> {w.legendHit} <span class="brief-key brief-key-late" /> {w.legendLate} <span class="brief-key brief-key-silent" /> {w.legendSilent}
      </figcaption>
    </figure>
  )
}
