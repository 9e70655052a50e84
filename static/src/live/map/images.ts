/** Small pictures for the map drawn by hand: the hatch of "not assessed" (45°, 1.6 on 6) and the place dot. */
import { token } from '../../lib/theme'

export interface Picture {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
}

const RATIO = 2

export function drawn(side: number, draw: (pen: CanvasRenderingContext2D) => void): Picture {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = side * RATIO
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('This browser draws no 2D canvas')
  pen.scale(RATIO, RATIO)
  draw(pen)
  return pen.getImageData(0, 0, side * RATIO, side * RATIO)
}

export function hatch(): Picture {
  const side = 8
  return drawn(side, (pen) => {
    pen.fillStyle = token('--m-hatch-bg')
    pen.fillRect(0, 0, side, side)
    pen.strokeStyle = token('--m-hatch')
    pen.lineWidth = 1.3
    for (const shift of [-side, 0, side]) {
      pen.beginPath()
      pen.moveTo(shift - 2, side + 2)
      pen.lineTo(shift + side + 2, -2)
      pen.stroke()
    }
  })
}

export function dot(): Picture {
  return drawn(6, (pen) => {
    pen.fillStyle = token('--m-halo')
    pen.beginPath()
    pen.arc(3, 3, 2.6, 0, 7)
    pen.fill()
    pen.fillStyle = token('--m-label')
    pen.beginPath()
    pen.arc(3, 3, 1.6, 0, 7)
    pen.fill()
  })
}

export const PIXEL_RATIO = RATIO
