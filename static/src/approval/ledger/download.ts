/** A file read piece by piece, so that a long one shows how far it has come; saved only when it is whole. */
import { Problem, type ProblemBody } from '../../lib/api'
import { language } from '../../lib/i18n'

const LINE_FEED = 10

export interface Progress {
  readonly lines: number
  /** Null before the server has said. */
  readonly all: number | null
}

type Fetch = typeof fetch

/** Read the file at `path`; `told` hears of every piece. Throws Problem for a refusal and for a file that broke off. */
export async function readFile(path: string, told: (progress: Progress) => void, fetcher: Fetch = fetch): Promise<{ blob: Blob; name: string }> {
  const response = await fetcher(`/api/v1${path}`, { credentials: 'same-origin', headers: { 'Accept-Language': language.value } })
  if (!response.ok || !response.body) throw new Problem((await response.json()) as ProblemBody)
  const all = Number(response.headers.get('Tongxin-Rows') ?? Number.NaN)
  const countsLines = response.headers.get('Content-Type')?.startsWith('text/csv') ?? false
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let feeds = 0
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    pieces.push(value)
    if (countsLines) for (const byte of value) feeds += byte === LINE_FEED ? 1 : 0
    told({ lines: Math.max(0, feeds - 1), all: Number.isNaN(all) ? null : all })
  }
  const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'ledger'
  return { blob: new Blob(pieces, { type: response.headers.get('Content-Type') ?? '' }), name }
}

export function save({ blob, name }: { readonly blob: Blob; readonly name: string }): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
