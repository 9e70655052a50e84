/**
 * Sheets of this person that are being filled or wait for a network. Every answer is kept at its tap; a sheet that is
 * handed in stays here until the server has it, under one id, so that it is kept once however often it is sent.
 */
const PREFIX = 'tongxin.walk.'

export interface Given {
  readonly answer: 'yes' | 'no' | 'skipped'
  readonly note: string
  readonly finding: boolean
}
export interface Filled {
  readonly id: string
  readonly sheet: string
  readonly incident: string | null
  readonly scope: string
  readonly region: string | null
  /** When it was begun; null: not yet handed in counts from the server's world clock. */
  readonly walked_at: string
  readonly answers: Readonly<Record<string, Given>>
  /** Handed in and waiting for the server. */
  readonly done: boolean
}

function name(person: string, id: string): string {
  return `${PREFIX}${person}.${id}`
}

export function keep(person: string, filled: Filled, store: Storage = localStorage): void {
  store.setItem(name(person, filled.id), JSON.stringify(filled))
}

export function drop(person: string, id: string, store: Storage = localStorage): void {
  store.removeItem(name(person, id))
}

/** All that this person has here, the oldest first; what cannot be read is left alone and not shown. */
export function kept(person: string, store: Storage = localStorage): readonly Filled[] {
  const found: Filled[] = []
  for (let at = 0; at < store.length; at += 1) {
    const key = store.key(at)
    if (!key?.startsWith(`${PREFIX}${person}.`)) continue
    try {
      found.push(JSON.parse(store.getItem(key) ?? '') as Filled)
    } catch (fault) {
      if (!(fault instanceof SyntaxError)) throw fault
    }
  }
  return found.sort((a, b) => a.walked_at.localeCompare(b.walked_at))
}

/** The body that the server is sent. */
export function asBody(filled: Filled): Record<string, unknown> {
  const answers = Object.entries(filled.answers).map(([question, given]) => ({
    question, answer: given.answer, note: given.note, finding: given.answer === 'no' && given.finding,
  }))
  const { id, sheet, incident, scope, region, walked_at } = filled
  return { id, sheet, incident, scope, region, walked_at, answers }
}

/** What a refusal means: `there` the server has it already, `later` there was no answer, `wrong` it will never be taken. */
export function meaning(status: number, code: string): 'there' | 'later' | 'wrong' {
  if (code === 'walk.exists') return 'there'
  return status === 0 || status === 401 || status === 429 || status >= 500 ? 'later' : 'wrong'
}
