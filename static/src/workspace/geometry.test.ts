import type { FeatureCollection } from 'geojson'
import { describe, expect, it } from 'vitest'
import { frameAround, shapesOf } from './geometry'

const SQUARE: FeatureCollection = {
  type: 'FeatureCollection',
  features: [{ type: 'Feature', properties: { adcode: '510000' }, geometry: { type: 'Polygon', coordinates: [[[100, 30], [102, 30], [102, 32], [100, 32], [100, 30]]] } }],
}

describe('a province as paths', () => {
  it('fills its width, squeezes longitudes by the cosine of its latitude, north up', () => {
    const { width, height, counties, project } = shapesOf(SQUARE, 720)
    expect(project(100, 32)).toEqual([0, 0])
    expect(project(102, 30)[0]).toBeCloseTo(width)
    expect(height / width).toBeCloseTo(1 / Math.cos((31 * Math.PI) / 180))
    expect(counties[0]).toMatchObject({ adcode: '510000' })
    expect(counties[0]?.path.startsWith('M')).toBe(true)
    expect(counties[0]?.box.width).toBeCloseTo(width)
  })

  it('gives the place under a finger back in degrees', () => {
    const { project, unproject } = shapesOf(SQUARE, 720)
    const [lon, lat] = unproject(...project(101.25, 30.5))
    expect([lon, lat].map((degrees) => Number(degrees.toFixed(6)))).toEqual([101.25, 30.5])
  })

  it('is shown from near around a place, and never beyond its edge', () => {
    expect(frameAround([50, 40], 0.5, { width: 100, height: 80 })).toEqual({ x: 25, y: 20, width: 50, height: 40 })
    expect(frameAround([0, 80], 0.5, { width: 100, height: 80 })).toEqual({ x: 0, y: 40, width: 50, height: 40 })
  })
})
