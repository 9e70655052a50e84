/** Rows that hang on one task: from the store, or asked for where a large incident's are not in it. */
import { useEffect } from 'preact/hooks'
import { useLoad } from '../desk/useLoad'
import type { Store } from '../lib/store'
import type { PersonName, Row, TaskRow } from '../lib/types'

type Name = 'outcome' | 'checkin' | 'attachment'

interface Records {
  readonly tables: Readonly<Record<Name, Readonly<Record<string, Row>>>>
  readonly texts: Readonly<Record<string, string>>
  readonly people: Readonly<Record<string, PersonName>>
}

export function useRecords(store: Store, task: TaskRow, name: Name): readonly Row[] {
  const far = useLoad<Records>(store.large.value ? `/tasks/${task.id}/records` : null, store.position.value)
  useEffect(() => {
    if (!far.value) return
    store.people.value = { ...far.value.people, ...store.people.value }
    store.folded.value = { ...store.folded.value, texts: { ...far.value.texts, ...store.folded.value.texts } }
  }, [far.value])
  const near = Object.values(store.folded.value.tables[name] ?? {}).filter((row) => row['task_id'] === task.id)
  return store.large.value ? Object.values(far.value?.tables[name] ?? {}) : near
}
