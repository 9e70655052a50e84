/** What stands on every picture: which page it is of (an exercise says so there), and when it was, by the world's clock. */
import { moment } from '../lib/format'
import { now } from '../lib/worldclock'

export function captionOf(): string {
  return `${document.title.replace(/^\(\d+\) /, '')} · ${moment(now.peek())}`
}
