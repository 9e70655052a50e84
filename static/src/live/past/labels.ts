/** Words of the track's marks: a flag always, its words only where they don't run into the next. */
import { said } from '../../lib/i18n'
import { provinceName } from '../../lib/regions'
import type { Mark, MarkKind, Track } from './track'
import { pastWords } from './words'

const LABEL_ROOM = 74
const TICKS: ReadonlySet<MarkKind> = new Set(['approval', 'broadcast'])

export interface Labelled {
  readonly mark: Mark
  readonly label: string
  readonly flag: boolean
}

export function labelled(track: Track, x: (at: number) => number, width: number): readonly Labelled[] {
  const named = namesOf(track.marks)
  const flags = named.filter(({ mark }) => !TICKS.has(mark.kind))
  const ticks = named.filter(({ mark }) => TICKS.has(mark.kind))
  return [
    ...ticks.map(({ mark }) => ({ mark, label: '', flag: false })),
    ...flags.map(({ mark, name }, index) => {
      const next = flags[index + 1]
      const room = (next ? x(next.mark.atMs) : width) - x(mark.atMs)
      return { mark, label: room >= LABEL_ROOM ? name : '', flag: true }
    }),
  ]
}

/** What a list of moments calls them. */
export function namesOf(marks: readonly Mark[]): readonly { readonly mark: Mark; readonly name: string }[] {
  const w = pastWords()
  let version = 0
  return marks.map((mark) => {
    if (mark.kind === 'footprint') version += 1
    const name = mark.kind === 'footprint' ? w.version(version)
      : mark.kind === 'silent' ? w.silent(provinceName(mark.room))
        : mark.kind === 'level' && mark.level ? w.level(mark.level) : w.kind(mark.kind)
    return { mark, name: name || said(mark.say) }
  })
}
