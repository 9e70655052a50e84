import { expect, test } from 'vitest'
import { byPhase, phaseTitle, type PhaseOf } from './language'

const moment = { zh: '', en: '', moment: 'T+0', minutes: 0 }
const phase = (id: string, en: string): PhaseOf => ({ id, title: { zh: en, en }, from: moment, until: moment })
const PHASES = [phase('warn', 'Warn'), phase('respond', 'Respond'), phase('recover', 'Recover')]

test('items stand under their phases in the order of the phases, and no phase is empty', () => {
  const items = [{ id: 'a', phase: 'recover' }, { id: 'b', phase: 'warn' }, { id: 'c', phase: 'recover' }]

  expect(byPhase(items, PHASES).map(([one, found]) => [one.id, found.map((item) => item.id)])).toEqual([['warn', ['b']], ['recover', ['a', 'c']]])
})

test('a phase that the playbook does not have is called by its word', () => {
  expect(phaseTitle(PHASES, 'respond').en).toBe('Respond')
  expect(phaseTitle(PHASES, 'prepare').en).toBe('prepare')
})
