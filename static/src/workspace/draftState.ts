/** A draft as component state: each keystroke is kept at once. */
import { useEffect, useState } from 'preact/hooks'
import { keepDraft, readDraft, type Draft } from './drafts'

export function useDraft(person: string, task: string): [Draft, (change: Partial<Draft>) => void] {
  const [draft, setDraft] = useState<Draft>(() => readDraft(person, task))
  useEffect(() => setDraft(readDraft(person, task)), [person, task])
  const change = (part: Partial<Draft>): void => {
    setDraft((before) => {
      const after = { ...before, ...part }
      keepDraft(person, task, after)
      return after
    })
  }
  return [draft, change]
}
