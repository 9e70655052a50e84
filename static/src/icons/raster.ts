/**
 * Our own icon as pictures of fixed size, at the build: phones want PNG, and a drawing of a square and two circles
 * needs no library. Reads exactly what icon.svg uses (rect with rx, circle with fill or stroke) and refuses the rest.
 */
import { crc32, deflateSync } from 'node:zlib'

type Colour = readonly [number, number, number]

interface Shape {
  readonly covers: (x: number, y: number) => boolean
  readonly colour: Colour
}

function attributes(tag: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]))
}

function colourOf(text: string | undefined): Colour {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text ?? '')
  if (!hex) throw new Error(`The icon has a colour that is not #rrggbb: ${text}`)
  return [1, 2, 3].map((at) => parseInt(hex[at] ?? '', 16)) as unknown as Colour
}

function rectOf(a: Readonly<Record<string, string>>, full: boolean): Shape {
  const [left, top, width, height, round] = ['x', 'y', 'width', 'height', 'rx'].map((name) => Number(a[name] ?? 0)) as [number, number, number, number, number]
  const rx = full ? 0 : round
  const beyond = (at: number, from: number, size: number): number => Math.max(from + rx - at, at - (from + size - rx), 0)
  return { colour: colourOf(a['fill']), covers: (x, y) => x >= left && x <= left + width && y >= top && y <= top + height && Math.hypot(beyond(x, left, width), beyond(y, top, height)) <= Math.max(rx, 1e-9) }
}

function circleOf(a: Readonly<Record<string, string>>): Shape {
  const [cx, cy, r, line] = ['cx', 'cy', 'r', 'stroke-width'].map((name) => Number(a[name] ?? 0)) as [number, number, number, number]
  const away = (x: number, y: number): number => Math.hypot(x - cx, y - cy)
  if (a['fill'] === 'none') return { colour: colourOf(a['stroke']), covers: (x, y) => Math.abs(away(x, y) - r) <= line / 2 }
  return { colour: colourOf(a['fill']), covers: (x, y) => away(x, y) <= r }
}

export function shapesIn(svg: string, full: boolean): readonly Shape[] {
  return [...svg.matchAll(/<(\w+)\b([^>]*)>/g)].flatMap(([, name, rest = '']) => {
    if (name === 'svg') return []
    if (name === 'rect') return [rectOf(attributes(rest), full)]
    if (name === 'circle') return [circleOf(attributes(rest))]
    throw new Error(`The icon has a <${name}>, which raster.ts does not draw`)
  })
}

/** Points asked in each direction of a pixel. */
const FINE = 4
const BOX = 24

/** RGBA rows of a square picture; `full` fills the corners, for systems that cut the shape themselves. */
export function pixels(svg: string, size: number, full = false): Uint8Array {
  const shapes = shapesIn(svg, full)
  const out = new Uint8Array(size * size * 4)
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      out.set(pixel(shapes, x, y, BOX / size), (y * size + x) * 4)
    }
  }
  return out
}

function pixel(shapes: readonly Shape[], x: number, y: number, scale: number): readonly number[] {
  const topAt = (px: number, py: number): Shape | undefined => shapes.findLast((shape) => shape.covers(px * scale, py * scale))
  const corner = topAt(x, y)
  // Where all corners agree there is no edge to be softened.
  if ([topAt(x + 1, y), topAt(x, y + 1), topAt(x + 1, y + 1)].every((top) => top === corner)) {
    return corner ? [...corner.colour, 255] : [0, 0, 0, 0]
  }
  const sum = [0, 0, 0, 0]
  for (let at = 0; at < FINE * FINE; at += 1) {
    const top = topAt(x + ((at % FINE) + 0.5) / FINE, y + (Math.floor(at / FINE) + 0.5) / FINE)
    if (!top) continue
    top.colour.forEach((value, channel) => (sum[channel] = (sum[channel] ?? 0) + value))
    sum[3] = (sum[3] ?? 0) + 1
  }
  const [red = 0, green = 0, blue = 0, hit = 0] = sum
  return hit > 0 ? [red / hit, green / hit, blue / hit, (255 * hit) / (FINE * FINE)].map(Math.round) : sum
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** The picture as PNG: 8 bits, RGBA, no filter. */
export function png(svg: string, size: number, full = false): Uint8Array {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head.set([8, 6, 0, 0, 0], 8)
  const rows = pixels(svg, size, full)
  const lines = Buffer.alloc((size * 4 + 1) * size)
  for (let y = 0; y < size; y += 1) lines.set(rows.subarray(y * size * 4, (y + 1) * size * 4), y * (size * 4 + 1) + 1)
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(lines, { level: 9 })), chunk('IEND', new Uint8Array())])
}
