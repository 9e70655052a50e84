/** What the server tells of open tasks in a map's view, and how a view is asked about. */
import type { TaskRow } from '../../lib/types'

export interface Pins {
  readonly pins: readonly {
    readonly lon_e7: number
    readonly lat_e7: number
    readonly n: number
    readonly late: number
    /** Null where several stand close. */
    readonly task: Pick<TaskRow, 'id' | 'province' | 'title_zh' | 'title_en' | 'state' | 'ack_overdue' | 'work_overdue'> | null
  }[]
  readonly more: number
}

export interface Corners {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

/** To a hundredth of a degree outwards, so that the same view is asked about by the same address. */
export function boxText({ west, south, east, north }: Corners): string {
  const out = (degrees: number, way: 'floor' | 'ceil', most: number): number => Math.max(-most, Math.min(most, Math[way](degrees * 100) / 100))
  return [out(west, 'floor', 180), out(south, 'floor', 90), out(east, 'ceil', 180), out(north, 'ceil', 90)].join(',')
}
