/**
 * What somebody has typed but not yet sent. It survives a reload, an expired login and a dead network,
 * and is thrown away only when the server has taken it. Kept per person, so that a shared phone tells nothing.
 */

const PREFIX = 'tongxin.draft.'

export interface Draft {
  /** Typed outcome figures by field name, as typed. */
  outcomes: Record<string, string>
  /** Why figures outside their plausible range are true, by field name. */
  outcomeReasons: Record<string, string>
  /** Reason of a decline, a pend or a hold. */
  reason: string
  comment: string
}

export const EMPTY: Draft = { outcomes: {}, outcomeReasons: {}, reason: '', comment: '' }

function name(person: string, task: string): string {
  return `${PREFIX}${person}.${task}`
}

export function readDraft(person: string, task: string, store: Storage = localStorage): Draft {
  const text = store.getItem(name(person, task))
  if (text === null) return EMPTY
  try {
    return { ...EMPTY, ...(JSON.parse(text) as Partial<Draft>) }
  } catch (fault) {
    if (fault instanceof SyntaxError) return EMPTY
    throw fault
  }
}

export function keepDraft(person: string, task: string, draft: Draft, store: Storage = localStorage): void {
  const typed = [draft.reason, draft.comment, ...Object.values(draft.outcomes), ...Object.values(draft.outcomeReasons)]
  const empty = typed.every((text) => text === '')
  if (empty) store.removeItem(name(person, task))
  else store.setItem(name(person, task), JSON.stringify(draft))
}

export function dropDraft(person: string, task: string, store: Storage = localStorage): void {
  store.removeItem(name(person, task))
}
