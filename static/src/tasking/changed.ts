/** Where a kind of change is looked at, and how a link between incidents reads. Pure but for the language. */
import { named } from '../lib/i18n'
import type { LinkRow } from '../lib/tasking-types'
import { taskingWords } from './words'

const PAGES: Readonly<Record<string, string>> = { task: 'tasking', measure: 'measures', broadcast: 'measures' }

export function placeOfKind(kind: string, incident: string): string {
  const page = PAGES[kind]
  return page ? `/${page}/${incident}` : `/live/${incident}#feed`
}

export function linkWords(link: LinkRow): string {
  return taskingWords().linkOf(link.kind, link.direction, named(link, 'other_title'))
}
