import { describe, expect, it } from 'vitest'
import { fitting, HAZARDS } from '../lib/hazards'
import { byKind } from './Library'
import type { PlaybookRow } from './types'

const row = (slug: string): PlaybookRow => ({ slug, version: 1, digest: 'd', title_zh: slug, title_en: slug, owner_zh: '', owner_en: '', hazards: [slug], state: 'published' })

describe('the library', () => {
  it('groups playbooks by kind of incident, in the order in which hazards are offered', () => {
    const groups = byKind([row('ice'), row('major_event'), row('earthquake'), row('network_outage')])

    expect(groups.map(([kind, rows]) => [kind, rows.map((one) => one.slug)])).toEqual([
      ['disaster', ['earthquake', 'ice']], ['network', ['network_outage']], ['planned_event', ['major_event']],
    ])
  })
  it('shows a playbook for a hazard that has no kind, too', () => {
    expect(byKind([row('meteorite')])).toEqual([['disaster', [row('meteorite')]]])
  })
})

describe('hazards', () => {
  it('keep what fits the kind of incident and change what does not', () => {
    expect(fitting('flood', 'disaster')).toBe('flood')
    expect(fitting('flood', 'network')).toBe(HAZARDS.network[0])
  })
})
