/**
 * World time in the browser. The server says what its world clock shows and how fast it runs; between two such
 * words the page counts on by itself, so that countdowns agree everywhere without a message a second.
 */
import { signal } from '@preact/signals'
import type { Language } from './i18n'
import type { WorldTime } from './types'

interface Anchor {
  readonly worldMs: number
  readonly localMs: number
  readonly rate: number
}

const anchor = signal<Anchor>({ worldMs: Date.now(), localMs: Date.now(), rate: 1 })
/** The moment that the page shows, in ms of world time, renewed each second; read it in what must step. */
export const now = signal(Date.now())
/** World time itself, also while the page shows a past moment. */
export const present = signal(Date.now())
const held = signal<number | null>(null)
export const worldRate = signal(1)

/** Take the server's word. `real_now` is its own clock at that moment; the way here is too short to count. */
export function setWorldTime(time: Pick<WorldTime, 'now' | 'rate'>, localMs = Date.now()): void {
  anchor.value = { worldMs: Date.parse(time.now), localMs, rate: time.rate }
  worldRate.value = time.rate
  tick(localMs)
}

/** Show a past moment on every clock and countdown of the page; null: the present again. */
export function holdClock(atMs: number | null): void {
  held.value = atMs
  tick(Date.now())
}

function tick(localMs: number): void {
  present.value = worldAt(localMs)
  now.value = held.peek() ?? present.peek()
}

export function worldAt(localMs: number): number {
  const { worldMs, localMs: then, rate } = anchor.peek()
  return worldMs + (localMs - then) * rate
}

let timer: ReturnType<typeof setInterval> | undefined

export function startClock(): void {
  timer ??= setInterval(() => tick(Date.now()), 1000)
}

export interface Countdown {
  readonly text: string
  readonly late: boolean
  /** Under a quarter of the allowed time is left. */
  readonly close: boolean
}

/** 「剩 03:48」, past it 「超 01:05」; in English 03:48 and +01:05. */
export function countdown(dueMs: number, nowMs: number, language: Language, allowedMs = 0): Countdown {
  const left = dueMs - nowMs
  const late = left < 0
  const figure = span(Math.abs(left))
  const text = language === 'zh' ? `${late ? '超' : '剩'} ${figure}` : late ? `+${figure}` : figure
  return { text, late, close: !late && allowedMs > 0 && left < allowedMs / 4 }
}

/** 03:48, 1:02:03, or days from 100 hours on. */
export function span(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  if (hours >= 100) return `${Math.floor(hours / 24)}d ${two(hours % 24)}h`
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`
}

/** Time since the hazard struck: T+03:42:16, T−02:00:00 before it, T+12d 03:42 from 100 hours on. */
export function sinceStruck(struckMs: number, nowMs: number): string {
  const sign = nowMs < struckMs ? '\u2212' : '+'
  const seconds = Math.floor(Math.abs(nowMs - struckMs) / 1000)
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  if (hours >= 100) return `T${sign}${Math.floor(hours / 24)}d ${two(hours % 24)}:${two(minutes)}`
  return `T${sign}${two(hours)}:${two(minutes)}:${two(rest)}`
}

function two(figure: number): string {
  return String(figure).padStart(2, '0')
}
