/** GET /people (incident/api/people.py), and which role goes with which scope (incident/rules/permissions.py). */
export interface Grant {
  readonly role: string
  readonly scope: string
}
export interface PersonRow {
  readonly id: string
  readonly login: string
  readonly name_zh: string
  readonly name_en: string
  readonly employee: string
  readonly state: 'active' | 'disabled'
  readonly mail: string | null
  readonly roles: readonly Grant[]
  readonly created_at: string
}

export const ROLES = ['duty_officer', 'commander', 'approver', 'planner', 'province_lead', 'province_member', 'reviewer', 'administrator', 'auditor'] as const
const PROVINCE_ONLY = new Set(['province_lead', 'province_member'])
const NATION_ONLY = new Set(['administrator', 'approver', 'planner'])
export const LEAST_LENGTH = 12

export function scopesOf(role: string): 'nation' | 'province' | 'both' {
  if (PROVINCE_ONLY.has(role)) return 'province'
  return NATION_ONLY.has(role) ? 'nation' : 'both'
}

/** Letters and digits that are not mistaken for one another when read aloud. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password to hand over: four groups of four, over 79 bits. */
export function madeUp(): string {
  const bytes = crypto.getRandomValues(new Uint32Array(16))
  const letters = [...bytes].map((byte) => LETTERS[byte % LETTERS.length])
  return [0, 4, 8, 12].map((at) => letters.slice(at, at + 4).join('')).join('-')
}
