/** How a text travels (3GPP TS 23.038, 23.040), as playbooks/sms.py counts it, so that the page can show the breaks. */
const BASIC = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà')
const EXTENSION = new Set('\f^{}\\[~]|€')

export interface Parts {
  readonly encoding: 'GSM-7' | 'UCS-2'
  readonly units: number
  readonly pieces: readonly string[]
}

/** Split a text into its parts; a pair that takes two units is never torn. */
export function partsOf(text: string): Parts {
  const characters = [...text]
  const plain = characters.every((character) => BASIC.has(character) || EXTENSION.has(character))
  const width = (character: string): number => (plain ? (EXTENSION.has(character) ? 2 : 1) : character.length)
  const units = characters.reduce((all, character) => all + width(character), 0)
  const [single, many] = plain ? [160, 153] : [70, 67]
  const encoding = plain ? 'GSM-7' : 'UCS-2'
  if (units <= single) return { encoding, units, pieces: [text] }
  const pieces: string[] = []
  let piece = ''
  let room = many
  for (const character of characters) {
    if (width(character) > room) {
      pieces.push(piece)
      piece = ''
      room = many
    }
    piece += character
    room -= width(character)
  }
  return { encoding, units, pieces: [...pieces, piece] }
}
