/**
 * IndexedDB in as much as we need of it: one database, four tables, each call one transaction. What a person did is
 * written with strict durability, since a phone may lose its power in the same second. Where the browser refuses to
 * keep anything (private windows of some browsers), `openKept` says so and the page works from memory alone.
 */

const NAME = 'tongxin'
const VERSION = 2
const FORGOTTEN = 'forgotten'

/**
 * actions: what is to be sent, by order; files: bytes that go with some of them, by attachment; copies: what the
 * screens show, by person; meta: small things by name.
 */
export type Table = 'actions' | 'files' | 'copies' | 'meta'

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

function committed(work: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    work.oncomplete = () => resolve()
    work.onabort = () => reject(work.error ?? new Error('IndexedDB gave the transaction up'))
    work.onerror = () => reject(work.error)
  })
}

export class Kept {
  constructor(private readonly db: IDBDatabase) {
    // Another tab brings a newer shape: let it, the page reads and writes anew after its reload.
    db.onversionchange = () => db.close()
  }

  get<T>(table: Table, key: IDBValidKey): Promise<T | undefined> {
    return settled(this.db.transaction(table).objectStore(table).get(key)) as Promise<T | undefined>
  }

  all<T>(table: Table): Promise<T[]> {
    return settled(this.db.transaction(table).objectStore(table).getAll()) as Promise<T[]>
  }

  keys(table: Table): Promise<IDBValidKey[]> {
    return settled(this.db.transaction(table).objectStore(table).getAllKeys())
  }

  /** Store `value`; resolves with its key when it is safe. Tables other than `actions` need the key given. */
  async put(table: Table, value: unknown, key?: IDBValidKey): Promise<IDBValidKey> {
    const work = this.db.transaction(table, 'readwrite', { durability: table === 'actions' ? 'strict' : 'relaxed' })
    const stored = settled(work.objectStore(table).put(value, key))
    await committed(work)
    return stored
  }

  /** Store an action and the bytes that go with it, both or neither; resolves with the action's order. */
  async putWithFile(action: unknown, file: unknown, name: string): Promise<IDBValidKey> {
    const work = this.db.transaction(['actions', 'files'], 'readwrite', { durability: 'strict' })
    work.objectStore('files').put(file, name)
    const stored = settled(work.objectStore('actions').put(action))
    await committed(work)
    return stored
  }

  /** Store a person's copy, unless somebody has logged in or out since; looked up and written in one transaction. */
  async putCopy(person: string, copy: unknown, since: number): Promise<void> {
    const work = this.db.transaction(['meta', 'copies'], 'readwrite')
    const reading = work.objectStore('meta').get(FORGOTTEN) as IDBRequest<number | undefined>
    reading.onsuccess = () => {
      if ((reading.result ?? 0) < since) work.objectStore('copies').put(copy, person)
    }
    await committed(work)
  }

  /** Remove everybody's copies, and let no page that is open now write its own anew. */
  async forgetCopies(now: number): Promise<void> {
    const work = this.db.transaction(['meta', 'copies'], 'readwrite')
    work.objectStore('meta').put(now, FORGOTTEN)
    work.objectStore('copies').clear()
    await committed(work)
  }

  async remove(table: Table, key: IDBValidKey): Promise<void> {
    const work = this.db.transaction(table, 'readwrite')
    work.objectStore(table).delete(key)
    await committed(work)
  }

  /**
   * Read an action, decide and write it in one transaction, so that two tabs can't both decide; its file, as `fileOf`
   * names it, goes with it.
   */
  async change<T>(key: IDBValidKey, decide: (now: T) => T | 'delete' | 'leave', fileOf: (row: T) => string | null): Promise<T | null> {
    const work = this.db.transaction(['actions', 'files'], 'readwrite', { durability: 'strict' })
    const rows = work.objectStore('actions')
    let after: T | null = null
    const reading = rows.get(key) as IDBRequest<T | undefined>
    reading.onsuccess = () => {
      if (reading.result === undefined) return
      const decided = decide(reading.result)
      if (decided === 'leave') return
      const file = fileOf(reading.result)
      if (decided === 'delete') {
        rows.delete(key)
        if (file !== null) work.objectStore('files').delete(file)
      } else {
        after = decided
        rows.put(decided)
      }
    }
    await committed(work)
    return after
  }
}

function makeTables(db: IDBDatabase): void {
  const missing = (table: Table): boolean => !db.objectStoreNames.contains(table)
  if (missing('actions')) db.createObjectStore('actions', { keyPath: 'order', autoIncrement: true })
  for (const table of ['files', 'copies', 'meta'] as const) if (missing(table)) db.createObjectStore(table)
}

/** The database of this browser; null where it keeps none. */
export async function openKept(factory: IDBFactory | undefined = globalThis.indexedDB): Promise<Kept | null> {
  if (!factory) return null
  try {
    const opening = factory.open(NAME, VERSION)
    opening.onupgradeneeded = () => makeTables(opening.result)
    return new Kept(await settled(opening))
  } catch (refused) {
    // A newer page has been here, and this is an older worker's logout: the tables it knows are all there.
    if (refused instanceof DOMException && refused.name === 'VersionError') return new Kept(await settled(factory.open(NAME)))
    if (refused instanceof DOMException) return null
    throw refused
  }
}
