/** Dark in the centre, light at choice; wherever it is drawn by hand (map) the colours come from the tokens. */
import { signal } from '@preact/signals'

export type Theme = 'dark' | 'light'

export const theme = signal<Theme>('dark')
const KEY = 'tongxin.theme'

export function readTheme(fallback: Theme): Theme {
  const kept = localStorage.getItem(KEY)
  return kept === 'dark' || kept === 'light' ? kept : fallback
}

export function setTheme(next: Theme): void {
  document.documentElement.dataset.theme = next
  localStorage.setItem(KEY, next)
  document.cookie = `tongxin_theme=${next}; path=/; max-age=31536000; samesite=lax`
  theme.value = next
}

/** Paper is white whatever the screen is: while the page prints it has the light theme, and its own again afterwards. */
export function lightOnPaper(): void {
  addEventListener('beforeprint', () => { document.documentElement.dataset.theme = 'light' })
  addEventListener('afterprint', () => { document.documentElement.dataset.theme = theme.value })
}

/** The value of a token as the page has it now, e.g. `token('--m-land')`. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}
