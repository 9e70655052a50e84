/** The map as it is shown, with its caption and its legend's rows, as a picture. */
import type { Map as Drawn } from 'maplibre-gl'
import { asPng } from './share'

/** One row of the legend: the colour, its words, its count. */
export interface LegendRow {
  readonly colour: string
  readonly text: string
}

const [EDGE, LINE, SWATCH] = [12, 20, 14] as const
const FONT = 'px system-ui, "Noto Sans SC", "Microsoft YaHei", sans-serif'

/** The rows that the legend beside the map shows now. */
export function legendRows(legend: Element | null): readonly LegendRow[] {
  return [...(legend?.querySelectorAll('.legend-row') ?? [])].map((row) => ({
    colour: getComputedStyle(row.querySelector('.swatch') ?? row).backgroundColor,
    text: [...row.children].slice(1).map((one) => one.textContent.trim()).filter(Boolean).join('  '),
  }))
}

/** What a graphics card has drawn is gone after the frame, so it is copied while the frame is being drawn. */
export async function mapPicture(map: Drawn, caption: string, rows: readonly LegendRow[]): Promise<Blob> {
  const canvas = document.createElement('canvas')
  await new Promise<void>((resolve) => {
    map.once('render', () => {
      const drawn = map.getCanvas()
      canvas.width = drawn.width
      canvas.height = drawn.height
      canvas.getContext('2d')?.drawImage(drawn, 0, 0)
      resolve()
    })
    map.triggerRepaint()
  })
  const pen = canvas.getContext('2d')
  if (pen) write(pen, canvas.width / map.getCanvas().clientWidth, caption, rows)
  return asPng(canvas)
}

function write(pen: CanvasRenderingContext2D, scale: number, caption: string, rows: readonly LegendRow[]): void {
  pen.scale(scale, scale)
  pen.textBaseline = 'middle'
  pen.font = `14${FONT}`
  plate(pen, EDGE, EDGE, pen.measureText(caption).width + 2 * EDGE, LINE + EDGE)
  pen.fillStyle = '#14181f'
  pen.fillText(caption, 2 * EDGE, EDGE + (LINE + EDGE) / 2)
  if (rows.length === 0) return
  pen.font = `12${FONT}`
  const top = 2 * EDGE + LINE + EDGE
  plate(pen, EDGE, top, Math.max(...rows.map((row) => pen.measureText(row.text).width)) + SWATCH + 3 * EDGE, rows.length * LINE + EDGE)
  rows.forEach((row, at) => {
    const y = top + EDGE / 2 + at * LINE + LINE / 2
    pen.fillStyle = row.colour
    pen.fillRect(2 * EDGE, y - SWATCH / 2, SWATCH, SWATCH)
    pen.strokeStyle = '#8a939e'
    pen.strokeRect(2 * EDGE, y - SWATCH / 2, SWATCH, SWATCH)
    pen.fillStyle = '#14181f'
    pen.fillText(row.text, 2 * EDGE + SWATCH + EDGE / 2, y)
  })
}

function plate(pen: CanvasRenderingContext2D, x: number, y: number, width: number, height: number): void {
  pen.fillStyle = 'rgba(255, 255, 255, 0.92)'
  pen.fillRect(x, y, width, height)
}
