import { expect, it } from 'vitest'
import type { TaskRow } from '../lib/types'
import { joined, listPath } from './rows'

const none = { text: '', province: '', group: '', state: '', late: false, critical: false }

it('asks the server for exactly what the filter says', () => {
  expect(listPath('i', none, 0)).toBe('/incidents/i/tasks')
  expect(listPath('i', { ...none, text: ' 营业厅 ', province: '510000', late: true }, 200)).toBe(`/incidents/i/tasks?province=510000&q=${encodeURIComponent('营业厅')}&late=1&offset=200`)
})

it('shows a row that moved between two pages once, as it was read last', () => {
  const row = (id: string, revision: number): TaskRow => ({ id, revision }) as TaskRow
  expect(joined([row('a', 1), row('b', 1)], [row('b', 2), row('c', 1)])).toEqual([row('a', 1), row('b', 2), row('c', 1)])
})
