/** A picture to the clipboard, as people paste it into a report; as a file where the browser keeps its clipboard to itself. */
import { isExercise } from '../lib/session'
import { commonWords } from '../locales/common'

export type Shared = 'copied' | 'saved'

/** Call it while a hand is on the button: a browser lets nobody else write its clipboard. */
export async function share(picture: Promise<Blob>, name: string): Promise<Shared> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })])
    return 'copied'
  } catch {
    save(await picture, name)
    return 'saved'
  }
}

function save(picture: Blob, name: string): void {
  const url = URL.createObjectURL(picture)
  const link = document.createElement('a')
  link.href = url
  link.download = `${isExercise() ? `${commonWords().exercise}-` : ''}${name}.png`
  link.click()
  URL.revokeObjectURL(url)
}

export async function asPng(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large to draw'))), 'image/png'))
}
