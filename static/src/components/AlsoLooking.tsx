/** Who else has this task open, in one quiet line; nothing where nobody has. Saying so is saying that I have it open. */
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { language, named, words } from '../lib/i18n'
import type { LookedAt } from '../lib/looking'
import { session } from '../lib/session'
import type { Store } from '../lib/store'
import type { TaskRow } from '../lib/types'

const lookWords = words(
  { also: (names: string, more: number) => `${names}${more ? `等 ${more} 人` : ''}也开着这项任务` },
  { also: (names: string, more: number) => `Also open with ${names}${more ? ` and ${more} more` : ''}` },
)
const MOST = 3

interface AlsoProps {
  readonly store: Store
  readonly task: Pick<TaskRow, 'id' | 'province'>
}

/** A screen that only watches, or that nobody sees, looks at nothing. */
export function useLook(store: Store, { id, province }: AlsoProps['task']): void {
  useEffect(() => {
    if (session.value?.kiosk) return undefined
    const look = { room: province, subject: `task:${id}` }
    const seen = (): void => {
      store.look.value = document.visibilityState === 'visible' ? look : null
    }
    seen()
    document.addEventListener('visibilitychange', seen)
    return () => {
      document.removeEventListener('visibilitychange', seen)
      if (store.look.peek() === look) store.look.value = null
    }
  }, [store, id, province])
}

/** Everybody else who has the task open now, as the sockets say. */
export function othersLooking(store: Store, task: string): LookedAt['people'] {
  return (store.looking.value[`task:${task}`]?.people ?? []).filter((person) => person.id !== session.value?.person.id)
}

export function AlsoLooking({ store, task }: AlsoProps): JSX.Element | null {
  useLook(store, task)
  const others = othersLooking(store, task.id)
  if (others.length === 0) return null
  const names = others.slice(0, MOST).map((person) => named(person, 'name'))
  const beyond = Math.max(0, others.length - MOST) + (store.looking.value[`task:${task.id}`]?.more ?? 0)
  return <p class="also-looking">{lookWords().also(names.join(language.value === 'zh' ? '、' : ', '), beyond)}</p>
}
