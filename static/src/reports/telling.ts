/** How kinds of reports and sizes of files read. */
import { signal } from '@preact/signals'
import { said } from '../lib/i18n'
import type { Kind } from './types'

/** As the server names them; set once they have been read. */
export const kinds = signal<readonly Kind[]>([])

export function kindName(kind: string): string {
  return said(kinds.value.find((one) => one.kind === kind)) || kind
}

export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(0)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
