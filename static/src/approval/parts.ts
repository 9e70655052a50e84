/**
 * How a text travels (3GPP TS 23.038, 23.040; cell broadcast 23.041), so that the page can show the breaks. The planner
 * and the sender count for themselves; all three are held to tests/contracts/message_parts.json.
 */
const BASIC = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà')
const EXTENSION = new Set('\f^{}\\[~]|€')
/** A cell broadcast has no more pages. */
export const MOST_PAGES = 15

export interface Parts {
  readonly encoding: 'GSM-7' | 'UCS-2'
  readonly units: number
  readonly pieces: readonly string[]
}

/** Split a text into the parts of an SMS; a pair that takes two units is never torn. */
export function partsOf(text: string): Parts {
  const measured = measure(text)
  const [single, many] = measured.encoding === 'GSM-7' ? [160, 153] : [70, 67]
  return { encoding: measured.encoding, units: measured.units, pieces: measured.units <= single ? [text] : filled(text, measured, many) }
}

/** Split a text into the pages of a cell broadcast, each decoded by itself. */
export function pagesOf(text: string): Parts {
  const measured = measure(text)
  return { encoding: measured.encoding, units: measured.units, pieces: filled(text, measured, measured.encoding === 'GSM-7' ? 93 : 41) }
}

export function piecesOf(text: string, channel: string): Parts {
  return channel === 'cell_broadcast' ? pagesOf(text) : partsOf(text)
}

interface Measured {
  readonly encoding: 'GSM-7' | 'UCS-2'
  readonly units: number
  readonly width: (character: string) => number
}

function measure(text: string): Measured {
  const characters = [...text]
  const plain = characters.every((character) => BASIC.has(character) || EXTENSION.has(character))
  const width = (character: string): number => (plain ? (EXTENSION.has(character) ? 2 : 1) : character.length)
  return { encoding: plain ? 'GSM-7' : 'UCS-2', units: characters.reduce((all, character) => all + width(character), 0), width }
}

function filled(text: string, { width }: Measured, many: number): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  let room = many
  for (const character of text) {
    if (width(character) > room) {
      pieces.push(piece)
      piece = ''
      room = many
    }
    piece += character
    room -= width(character)
  }
  return [...pieces, piece]
}
