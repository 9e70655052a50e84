/**
 * Follow logs only to hear that something happened, for pages whose tables the server works out (who is on duty now,
 * what is missing in a roster): nothing is folded, the page reads anew. Positions are kept as `follow.ts` keeps them,
 * so that a line that was lost rings for what was missed, and for nothing twice.
 */
import type { Wire } from './follow'
import type { EventRecord, Frame, Head } from './types'

/** Followed (`duty` or an incident) → room → position. */
export type Positions = Readonly<Record<string, Readonly<Record<string, number>>>>

/** A burst of frames is one reading. */
export const TOGETHER_MS = 150

export class Bells {
  private at: Record<string, Record<string, number>> = {}
  private timer: ReturnType<typeof setTimeout> | undefined
  private connected = false

  constructor(
    private readonly wire: Wire,
    private readonly rings: (event: EventRecord) => boolean,
    private readonly ring: () => void,
  ) {
    wire.on('connect', () => {
      this.connected = true
      Object.keys(this.at).forEach((followed) => this.follow(followed))
    })
    wire.on('disconnect', () => (this.connected = false))
    wire.on('frame', (frame: Frame) => this.hearFrame(frame))
    wire.on('head', (head: Head) => this.reach(head.incident, head.room, head.position))
    wire.on('resync', (note: { incident: string }) => this.soon(note.incident in this.at))
    wire.on('ended', () => this.stop())
  }

  /** Follow these from here on, and nothing else; what is followed already stays where it is. */
  want(positions: Positions): void {
    for (const followed of Object.keys(this.at)) {
      if (followed in positions) continue
      delete this.at[followed]
      if (this.connected) this.wire.emit('unfollow', { incident: followed })
    }
    for (const [followed, rooms] of Object.entries(positions)) {
      if (followed in this.at) continue
      this.at[followed] = { ...rooms }
      if (this.connected) this.follow(followed)
    }
  }

  stop(): void {
    clearTimeout(this.timer)
    this.wire.close()
  }

  private follow(followed: string): void {
    this.wire.emit('follow', { incident: followed, after: this.at[followed] })
  }

  private hearFrame(frame: Frame): void {
    const mine = this.at[frame.incident]?.[frame.room]
    if (mine === undefined || frame.after <= mine) return
    if (frame.before > mine) this.reach(frame.incident, frame.room, frame.after)
    else {
      this.move(frame.incident, frame.room, frame.after)
      this.soon(frame.events.some((event) => event.position > mine && this.rings(event)))
    }
  }

  /** The log stands at `position`; what lies between was missed, and may have been anything. */
  private reach(followed: string, room: string, position: number): void {
    const mine = this.at[followed]?.[room]
    if (mine === undefined || position <= mine) return
    this.move(followed, room, position)
    this.soon(true)
  }

  private move(followed: string, room: string, position: number): void {
    this.at[followed] = { ...this.at[followed], [room]: position }
  }

  private soon(rings: boolean): void {
    if (!rings || this.timer !== undefined) return
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.ring()
    }, TOGETHER_MS)
  }
}
