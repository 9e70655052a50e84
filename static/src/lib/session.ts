/** Who is at the screen and what they may do. The server decides; this only hides what it would refuse. */
import { signal } from '@preact/signals'
import type { Session } from './types'

export const session = signal<Session | null>(null)

export function can(permission: string): boolean {
  return session.value?.permissions.includes(permission) ?? false
}

export function hasRole(...roles: string[]): boolean {
  return session.value?.roles.some((held) => roles.includes(held.role)) ?? false
}

/** True for headquarters people, who see the nation. */
export function seesNation(): boolean {
  return session.value?.rooms.includes('nation') ?? false
}

export function isExercise(): boolean {
  return session.value?.world.kind === 'exercise'
}
