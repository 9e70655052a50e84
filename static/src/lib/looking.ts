/**
 * Who has a task open: each screen says which one it shows, and hears who else does (incident/realtime/looking.py).
 * A hint among people, told only while sockets live; never kept, and nothing is decided by it.
 */
import { effect } from '@preact/signals'
import type { Wire } from './follow'
import type { Store } from './store'
import type { PersonName } from './wire-types'

export interface Look {
  readonly room: string
  /** `task:<id>` */
  readonly subject: string
}

export interface LookedAt {
  readonly people: readonly (PersonName & { readonly id: string })[]
  /** Beyond the names that are told. */
  readonly more: number
}

interface Told extends LookedAt {
  readonly incident: string
  readonly subject: string | null
}

/** Whoever steps through a list by keys looks at nothing for so short a time. */
const SETTLED_MS = 400

export class Looking {
  private said: Look | null = null
  private joined = false
  private timer: ReturnType<typeof setTimeout> | undefined
  private stopEffect: (() => void) | undefined

  constructor(
    private readonly store: Pick<Store, 'incidentId' | 'look' | 'looking'>,
    private readonly wire: Wire,
  ) {}

  start(): void {
    this.wire.on('looking', (told: Told) => this.hear(told))
    this.stopEffect = effect(() => {
      const look = this.store.look.value
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.say(look), SETTLED_MS)
    })
  }

  stop(): void {
    clearTimeout(this.timer)
    this.stopEffect?.()
  }

  /** The socket follows, perhaps anew: the server has forgotten what was said before. */
  rejoined(): void {
    this.joined = true
    this.said = null
    this.say(this.store.look.peek())
  }

  /** The line is gone, and with it what the others told. */
  left(): void {
    this.joined = false
    this.store.looking.value = {}
  }

  private say(look: Look | null): void {
    const room = look?.room ?? this.said?.room
    if (!this.joined || room === undefined || look?.subject === this.said?.subject) return
    this.said = look
    this.wire.emit('look', { incident: this.store.incidentId, room, subject: look?.subject ?? null })
  }

  private hear({ incident, subject, people, more }: Told): void {
    if (incident !== this.store.incidentId || subject === null) return
    const others = Object.entries(this.store.looking.peek()).filter(([known]) => known !== subject)
    this.store.looking.value = Object.fromEntries(people.length > 0 ? [...others, [subject, { people, more }]] : others)
  }
}
