/** An exact place of a task: as typed in degrees, on the wire in 1e-7 degree, and as people read it out. */
import type { TaskRow } from '../lib/types'

export interface Point {
  readonly lon_e7: number
  readonly lat_e7: number
}

/** Null for none, 'bad' for half of one or one off the globe. */
export function readPlace(lon: string, lat: string): Point | null | 'bad' {
  if (lon.trim() === '' && lat.trim() === '') return null
  const [x, y] = [Number(lon), Number(lat)]
  if (lon.trim() === '' || lat.trim() === '' || !(Math.abs(x) <= 180) || !(Math.abs(y) <= 90)) return 'bad'
  return { lon_e7: Math.round(x * 1e7), lat_e7: Math.round(y * 1e7) }
}

/** Longitude and latitude; null for a task that stands at its region as a whole. */
export function pointOf(task: Pick<TaskRow, 'lon_e7' | 'lat_e7'>): readonly [number, number] | null {
  return task.lon_e7 == null || task.lat_e7 == null ? null : [task.lon_e7 / 1e7, task.lat_e7 / 1e7]
}

/** 31.82345, 104.45678: latitude first, as people read them out; a metre. */
export function pointText([lon, lat]: readonly [number, number]): string {
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}`
}
