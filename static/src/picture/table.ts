/** A table as a picture: black on white whatever the screen's colours, its numbers to the right, a line of where it is from. */
import { asPng } from './share'

export interface Drawn {
  readonly caption: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly numeric: readonly boolean[]
}

interface Plan {
  readonly widths: readonly number[]
  readonly width: number
  readonly height: number
}

const [LINE, GAP, EDGE, WIDEST] = [26, 12, 16, 420] as const
const FONT = '13px system-ui, "Noto Sans SC", "Microsoft YaHei", sans-serif'
/** Twice the pixels of a screen: sharp on paper. */
const SCALE = 2

/** How wide each column must be for its longest text, at most `WIDEST`; `measure` says how wide a text is. */
export function planned({ head, rows }: Pick<Drawn, 'head' | 'rows'>, measure: (text: string) => number): Plan {
  const widths = head.map((title, at) => Math.min(WIDEST, Math.ceil(Math.max(measure(title), ...rows.map((row) => measure(row[at] ?? ''))))))
  const width = widths.reduce((all, one) => all + one + GAP, 2 * EDGE - GAP)
  return { widths, width, height: 2 * EDGE + LINE * (rows.length + 2) }
}

/** The text as far as it fits, with an ellipsis where it does not. */
export function fitted(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text
  let end = text.length
  while (end > 0 && measure(`${text.slice(0, end)}…`) > width) end -= 1
  return `${text.slice(0, end)}…`
}

export async function tablePicture(told: Drawn): Promise<Blob> {
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d') as CanvasRenderingContext2D
  pen.font = FONT
  const measure = (text: string): number => pen.measureText(text).width
  const plan = planned(told, measure)
  canvas.width = Math.max(plan.width, 2 * EDGE + Math.ceil(measure(told.caption))) * SCALE
  canvas.height = plan.height * SCALE
  pen.scale(SCALE, SCALE)
  pen.font = FONT
  pen.textBaseline = 'middle'
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  const line = (cells: readonly string[], y: number, ink: string): void => {
    pen.fillStyle = ink
    let x = EDGE
    plan.widths.forEach((width, at) => {
      const text = fitted(cells[at] ?? '', width, measure)
      pen.textAlign = told.numeric[at] ? 'right' : 'left'
      pen.fillText(text, told.numeric[at] ? x + width : x, y + LINE / 2)
      x += width + GAP
    })
    pen.fillStyle = '#d5dbe2'
    pen.fillRect(EDGE, y + LINE - 1, plan.width - 2 * EDGE, 1)
  }
  pen.fillStyle = '#5a6673'
  pen.textAlign = 'left'
  pen.fillText(told.caption, EDGE, EDGE + LINE / 2)
  line(told.head, EDGE + LINE, '#5a6673')
  told.rows.forEach((row, at) => line(row, EDGE + LINE * (at + 2), '#14181f'))
  return asPng(canvas)
}
