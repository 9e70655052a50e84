/** What the server found wrong, brought to the field that it names. */
import { Problem } from '../../lib/api'
import { exact } from '../../lib/format'
import type { Fault } from './schema'
import { byHandWords } from './words'

/** The sentence for `field` (or anything below it), or '' when the refusal is about something else. */
export function refusedAt(error: unknown, ...fields: readonly string[]): string {
  const at = error instanceof Problem ? (error.body.field ?? '') : ''
  const ours = fields.some((field) => at === field || at.startsWith(`${field}.`) || at.startsWith(`${field}[`))
  return ours && error instanceof Problem ? error.words : ''
}

export function faultWords(fault: Fault | undefined): string {
  const w = byHandWords()
  if (!fault) return ''
  switch (fault.code) {
    case 'missing':
      return w.missing
    case 'number':
      return w.number
    case 'pattern':
      return w.pattern
    case 'text':
      return w.text(fault.text)
    case 'least':
      return w.least(exact(fault.limit))
    case 'most':
      return w.most(exact(fault.limit))
  }
}

/** Bring the first thing that is wrong into view, once it is drawn. */
export function showFirstFault(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector('.field-error')?.closest('.field, .block')?.scrollIntoView({ block: 'center' }))
}
