import type { Tables } from '../lib/types'

/** What is asked of the province beside tasks, and what it asked for and was answered: each by a key of its own. Pure. */
export function askedAndAnswered(tables: Tables): { readonly asked: readonly string[]; readonly answered: readonly string[] } {
  const of = (table: string, states: readonly string[]): string[] =>
    Object.entries(tables[table] ?? {}).filter(([, row]) => states.includes(String(row.state))).map(([id, row]) => `${id} ${String(row.state)}`)
  return { asked: of('aid_part', ['asked', 'committed']), answered: of('ask', ['accepted', 'declined']) }
}
