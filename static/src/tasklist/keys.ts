/** The list by keyboard: j/k or arrows move, x selects, a selects all, Enter opens, / searches, Esc clears. */
import { useEffect } from 'preact/hooks'

export type ListKey = 'next' | 'previous' | 'pick' | 'all' | 'open' | 'search' | 'clear'

const KEYS: Readonly<Record<string, ListKey>> = {
  j: 'next', ArrowDown: 'next', k: 'previous', ArrowUp: 'previous', x: 'pick', a: 'all', Enter: 'open', '/': 'search', Escape: 'clear',
}

/** What a key means here; nothing while somebody types, a dialog is open, or another key is held with it. */
export function listKey(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>, typing: boolean, dialogOpen: boolean): ListKey | null {
  if (typing || dialogOpen || event.ctrlKey || event.metaKey || event.altKey) return null
  return KEYS[event.key] ?? null
}

export function useListKeys(act: (key: ListKey) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target instanceof HTMLElement ? event.target : null
      const typing = target?.matches('input, textarea, select, [contenteditable]') ?? false
      const key = listKey(event, typing, document.querySelector('dialog[open]') !== null)
      // A focused button has its own Enter.
      if (key === null || (key === 'open' && target?.matches('a, button'))) return
      event.preventDefault()
      act(key)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
}
