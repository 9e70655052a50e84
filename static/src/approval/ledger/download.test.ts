import { expect, test } from 'vitest'
import { readFile, type Progress } from './download'

function answer(pieces: readonly string[], headers: Record<string, string>, status = 200): typeof fetch {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece))
      controller.close()
    },
  })
  return (async () => new Response(body, { status, headers })) as unknown as typeof fetch
}

const CSV = { 'Content-Type': 'text/csv; charset=utf-8', 'Tongxin-Rows': '3', 'Content-Disposition': 'attachment; filename="ledger.csv"' }

test('a long file tells of its lines while it comes, without its head', async () => {
  const heard: Progress[] = []
  const { blob, name } = await readFile('/x', (one) => heard.push(one), answer(['head\r\na\r\n', 'b\r\nc\r\n'], CSV))
  expect(heard).toEqual([{ lines: 1, all: 3 }, { lines: 3, all: 3 }])
  expect([name, await blob.text()]).toEqual(['ledger.csv', 'head\r\na\r\nb\r\nc\r\n'])
})

test('a refusal is a problem with its words, and nothing is saved', async () => {
  const refused = answer([JSON.stringify({ status: 422, code: 'ledger.too_long', detail_zh: '太长', detail_en: 'too long' })], { 'Content-Type': 'application/problem+json' }, 422)
  await expect(readFile('/x', () => undefined, refused)).rejects.toMatchObject({ code: 'ledger.too_long' })
})
