import type { FeatureCollection } from 'geojson'
import { describe, expect, it } from 'vitest'
import { shapesOf } from './geometry'

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
  })
})
