/** One draft on the page: its text as it is being written, what the server says of it, saving and its conflicts. */
import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { useAction } from '../desk/useAction'
import { get, newId, post } from '../lib/api'
import type { Described } from '../playbook/types'
import { begunFrom, keepingMine, saved, type Writing } from './conflict'
import type { Checked, DraftAnswer, Saved } from './types'

const PAUSE_MS = 450

export interface DraftModel {
  readonly id: string
  readonly answer: Signal<DraftAnswer | null>
  readonly failed: Signal<unknown>
  readonly text: Signal<string>
  /** The text that the server holds of the revision that is written on. */
  readonly kept: Signal<string>
  readonly checked: Signal<Checked | null>
  /** The last text without problems as people read it. */
  readonly described: Signal<Described | null>
  readonly checking: Signal<boolean>
  readonly testing: Signal<boolean>
  /** Set while somebody else's text stands and mine was set aside: theirs. */
  readonly conflict: Signal<DraftAnswer | null>
  readonly line: Signal<number>
  readonly goTo: Signal<{ readonly line: number; readonly turn: number } | null>
  readonly action: ReturnType<typeof useAction>
  readonly reload: () => Promise<void>
  readonly save: () => Promise<void>
  readonly runTests: () => Promise<void>
  readonly keepMine: () => void
  readonly takeTheirs: () => void
  readonly show: (line: number) => void
}

export function useDraft(id: string): DraftModel {
  const answer = useSignal<DraftAnswer | null>(null)
  const failed = useSignal<unknown>(null)
  const text = useSignal('')
  const kept = useSignal('')
  const checked = useSignal<Checked | null>(null)
  const described = useSignal<Described | null>(null)
  const checking = useSignal(false)
  const testing = useSignal(false)
  const conflict = useSignal<DraftAnswer | null>(null)
  const line = useSignal(1)
  const goTo = useSignal<{ readonly line: number; readonly turn: number } | null>(null)
  const base = useRef(1)
  const asked = useRef<AbortController | null>(null)
  const saveKey = useRef<{ readonly of: string; readonly key: string } | null>(null)

  const writing = (): Writing => ({ base: base.current, kept: kept.peek(), text: text.peek() })
  function goOn(next: Writing): void {
    base.current = next.base
    kept.value = next.kept
    text.value = next.text
  }
  function take(next: DraftAnswer): void {
    answer.value = next
    goOn(begunFrom(next))
  }
  async function reload(): Promise<void> {
    failed.value = null
    try {
      const next = await get<DraftAnswer>(`/playbook-drafts/${id}`)
      // What is being written stays; only what stands around it is read anew.
      if (answer.peek() && text.peek() !== kept.peek()) answer.value = next
      else take(next)
    } catch (failure) {
      failed.value = failure
    }
  }
  const action = useAction(() => void reload())

  async function check(tests: boolean): Promise<void> {
    asked.current?.abort()
    const stop = new AbortController()
    asked.current = stop
    checking.value = true
    testing.value = tests
    const newest = answer.peek()?.newest
    const against = newest ? { against: answer.peek()?.draft.slug, number: newest.number } : {}
    try {
      const told = await post<Checked>('/playbook-checks', { text: text.peek(), ...against, tests }, { signal: stop.signal })
      checked.value = told
      if (told.describe) described.value = told.describe
    } catch (failure) {
      if (!stop.signal.aborted) failed.value = failure
    } finally {
      if (asked.current === stop) checking.value = testing.value = false
    }
  }
  useEffect(() => void reload(), [id])
  useEffect(() => {
    if (!answer.value) return undefined
    const soon = setTimeout(() => void check(false), checked.peek() ? PAUSE_MS : 0)
    return () => clearTimeout(soon)
  }, [text.value, answer.value?.draft.revision, answer.value?.newest?.number])
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (text.peek() !== kept.peek()) event.preventDefault()
    }
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [])

  async function save(): Promise<void> {
    const mine = text.peek()
    if (mine === kept.peek() || action.busy) return
    failed.value = null
    const of = `${base.current}:${mine}`
    const key = saveKey.current?.of === of ? saveKey.current.key : newId()
    saveKey.current = { of, key }
    try {
      const done = await post<Saved>(`/playbook-drafts/${id}/save`, { text: mine, base_revision: base.current }, { key })
      const next = await get<DraftAnswer>(`/playbook-drafts/${id}`)
      if (done.outcome === 'set_aside') conflict.value = next
      else goOn(saved(writing(), mine, done.draft.revision))
      answer.value = next
    } catch (failure) {
      failed.value = failure
    }
  }
  return {
    id, answer, failed, text, kept, checked, described, checking, testing, conflict, line, goTo, action, reload, save,
    runTests: () => check(true),
    keepMine: () => {
      const theirs = conflict.peek()
      conflict.value = null
      if (theirs) goOn(keepingMine(writing(), theirs))
    },
    takeTheirs: () => {
      const theirs = conflict.peek()
      conflict.value = null
      if (theirs) take(theirs)
    },
    show: (wanted) => (goTo.value = { line: wanted, turn: (goTo.peek()?.turn ?? 0) + 1 }),
  }
}
