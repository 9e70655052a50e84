import type { JSX } from 'preact'
import { exact } from '../lib/format'
import { MOST_PAGES, piecesOf } from './parts'
import { approvalWords } from './words'

interface PhoneProps {
  readonly title: string
  readonly hint?: string
  readonly channel: string
  readonly text: string
  readonly lang: string
  readonly correction?: boolean
}

/** The message as it looks on a phone; a thin line shows where one part ends and the next begins. */
export function Phone({ title, hint, channel, text, lang, correction = false }: PhoneProps): JSX.Element {
  const w = approvalWords()
  const { encoding, units, pieces } = piecesOf(text, channel)
  const pages = channel === 'cell_broadcast'
  return (
    <section class="block">
      <div class="block-head">
        <h3>{title}</h3>
        <span class={`num ${pages && pieces.length > MOST_PAGES ? 'bad' : ''}`}>{(pages ? w.pages : w.units)(exact(units), encoding, exact(pieces.length))}{hint ? ` · ${hint}` : ''}</span>
      </div>
      <div class={`bubble ${correction ? 'bubble-dashed' : ''}`}>
        {correction ? null : <p class="bubble-from">{channel === 'cell_broadcast' ? w.cellBroadcast : w.from10086}</p>}
        <p class="bubble-text" lang={lang} dir="auto">
          {pieces.map((piece, at) => (at === 0 ? piece : <span key={at} class="part-break">{piece}</span>))}
        </p>
      </div>
    </section>
  )
}
