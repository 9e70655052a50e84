/** Whose a shift is: a person's, a team's, or anybody's of it. */
import { named } from '../lib/i18n'
import { personName } from './parts'
import type { Roster, Shift } from './types'
import { dutyWords } from './words'

interface Named {
  readonly people: Roster['people']
  readonly teams: Roster['teams']
}

export function whose(shift: Shift, roster: Named): string {
  if (shift.person_id) return personName(roster.people, shift.person_id)
  const team = roster.teams.find((one) => one.id === shift.team_id)
  return team ? named(team, 'name') : dutyWords().wholeTeam
}
