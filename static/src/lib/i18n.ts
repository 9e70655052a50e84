/**
 * Two languages, typed. Each part of the page brings its own words: `const w = words(zh, en)`, then `w().title`
 * or `w().overdue(3)`. English that lacks a key of Chinese does not compile. Reading `w()` inside a component
 * subscribes it, so that a change of language redraws.
 */
import { signal } from '@preact/signals'

export type Language = 'zh' | 'en'

export const language = signal<Language>('zh')

type Word = string | ((...args: never[]) => string)
type Shape<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => string ? (...args: A) => string : string
}

export function words<T extends Record<string, Word>>(zh: T, en: Shape<T>): () => Shape<T> {
  return () => (language.value === 'zh' ? (zh as unknown as Shape<T>) : en)
}

/** The field of a row in the reader's language: `title` reads title_zh or title_en. */
export function named(row: object | null | undefined, field: string): string {
  if (!row) return ''
  const cells = row as Record<string, unknown>
  return String(cells[`${field}_${language.value}`] ?? cells[`${field}_zh`] ?? '')
}

/** The side of `{zh, en}` for the reader. */
export function said(pair: { readonly zh: string; readonly en: string } | undefined): string {
  return pair ? pair[language.value] || pair.zh : ''
}

const COOKIE = 'tongxin_language'

/** Keep the choice for the server's pages too, and for the next visit. */
export function setLanguage(next: Language): void {
  language.value = next
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
  document.cookie = `${COOKIE}=${next}; path=/; max-age=31536000; samesite=lax`
}

/** The reader's half of a title written `中文 / English`; the whole of any other. */
export function half(title: string): string {
  const [first = '', second] = title.split(' / ')
  return second && language.value === 'en' ? second : first
}
