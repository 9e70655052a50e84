/**
 * Two who save at once: what is being written, what the server holds of it, and what becomes of both. Pure.
 *
 * A text that came second was set aside by the server and stays in the editor; nothing here drops what somebody wrote.
 */
import type { DraftAnswer, KeptText } from './types'

export interface Writing {
  /** The revision that is written on. */
  readonly base: number
  /** The text that the server holds of it. */
  readonly kept: string
  readonly text: string
}

/** What the server holds, to write on. */
export function begunFrom(answer: DraftAnswer): Writing {
  return { base: answer.draft.revision, kept: answer.text, text: answer.text }
}

/** A text was saved; what was typed since stays. */
export function saved(writing: Writing, mine: string, revision: number): Writing {
  return { base: revision, kept: mine, text: writing.text }
}

/** Somebody else's text stands and mine goes on: it is written on theirs, and the next save replaces it. */
export function keepingMine(writing: Writing, theirs: DraftAnswer): Writing {
  return { ...begunFrom(theirs), text: writing.text }
}

/** Texts that came second, newest first: they are kept beside the draft and can be looked at and used again. */
export function setAside(texts: readonly KeptText[]): readonly KeptText[] {
  return texts.filter((one) => one.revision === null)
}
