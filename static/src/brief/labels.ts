/** Names on the small map, moved down where two would stand on one another: provinces are close, English names long. */

export interface Label {
  readonly name: string
  readonly x: number
  readonly y: number
}

/** In units of the outline; `font-size` of brief.css. */
const FONT = 130
const LINE = FONT * 1.15

/** A name's width: ideographs are as wide as high, Latin letters little more than half. */
function width(name: string): number {
  return [...name].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? FONT : FONT * 0.56), 0)
}

function collide(one: Label, other: Label): boolean {
  return Math.abs(one.y - other.y) < LINE && Math.abs(one.x - other.x) < (width(one.name) + width(other.name)) / 2
}

/** The labels from north to south, each at its place or as little below it as is free. */
export function apart(labels: readonly Label[]): readonly Label[] {
  const placed: Label[] = []
  for (const label of [...labels].sort((a, b) => a.y - b.y)) {
    let free = label
    for (let hit = placed.find((other) => collide(free, other)); hit; hit = placed.find((other) => collide(free, other))) free = { ...free, y: hit.y + LINE }
    placed.push(free)
  }
  return placed
}
