/** Changing an order of channels: by value, so that a test can hold every press. */
import type { Channel, WishedStep } from './types'

export function move(steps: readonly WishedStep[], index: number, by: -1 | 1): readonly WishedStep[] {
  const other = index + by
  const [here, there] = [steps[index], steps[other]]
  if (!here || !there) return steps
  return steps.map((step, at) => (at === index ? there : at === other ? here : step))
}

export function remove(steps: readonly WishedStep[], channel: Channel): readonly WishedStep[] {
  return steps.length > 1 ? steps.filter((step) => step.channel !== channel) : steps
}

/** A new channel comes last, not sooner than what is there. */
export function add(steps: readonly WishedStep[], channel: Channel): readonly WishedStep[] {
  return [...steps, { channel, after_s: Math.max(0, ...steps.map((step) => step.after_s)) }]
}

/** Minutes as typed, kept as whole seconds; what is no number counts as at once. */
export function setDelay(steps: readonly WishedStep[], channel: Channel, minutes: number): readonly WishedStep[] {
  const after_s = Number.isFinite(minutes) ? Math.min(86_400, Math.max(0, Math.round(minutes * 60))) : 0
  return steps.map((step) => (step.channel === channel ? { ...step, after_s } : step))
}

/** 1320 as 22:00. */
export function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

export function minutesOf(clock: string, otherwise: number): number {
  const found = /^(\d{2}):(\d{2})/.exec(clock)
  return found ? Number(found[1]) * 60 + Number(found[2]) : otherwise
}
