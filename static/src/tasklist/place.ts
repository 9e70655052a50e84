/** A place as typed in degrees, in the wire's 1e-7 degree; null for none, 'bad' for half of one or one off the globe. */
export interface Point {
  readonly lon_e7: number
  readonly lat_e7: number
}

export function readPlace(lon: string, lat: string): Point | null | 'bad' {
  if (lon.trim() === '' && lat.trim() === '') return null
  const [x, y] = [Number(lon), Number(lat)]
  if (lon.trim() === '' || lat.trim() === '' || !(Math.abs(x) <= 180) || !(Math.abs(y) <= 90)) return 'bad'
  return { lon_e7: Math.round(x * 1e7), lat_e7: Math.round(y * 1e7) }
}
