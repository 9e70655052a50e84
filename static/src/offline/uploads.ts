/**
 * Sends the files that wait, one after another and beside the words: an acknowledgement never waits behind a photo.
 * A file leaves the shelf when the server has it; a refused one stays for its author, with its bytes.
 */
import { Problem } from '../lib/api'
import { isFile, nextFile, type Action } from './action'
import { meaningOf, refusedOf } from './answers'
import { fileOf, type KeptFile } from './files'
import { renewed, type Stop } from './sender'
import type { Shelf } from './shelf'

export interface FileServer {
  /** Put the file on its task. Throws Problem. */
  upload(action: Action, file: KeptFile): Promise<void>
  whoIsIn(): Promise<string | null>
}

export interface UploadTold {
  /** The attachment that is under way now; null: none. */
  under(attachment: string | null): void
  changed(): Promise<void>
}

const LATER: Stop = { kind: 'later', afterMs: null }
/** The id is ours alone: an attachment of that id is this file, sent before. */
const THERE = new Set(['attachment.exists', 'idempotency.other_body'])
const GONE = {
  status: 0, code: 'file_gone',
  zh: '这个浏览器没有留住文件，请重新选一次。',
  en: 'This browser has not kept the file; please choose it again.',
}

export class Uploads {
  constructor(
    private readonly person: string,
    private readonly shelf: Shelf,
    private readonly server: FileServer,
    private readonly told: UploadTold,
  ) {}

  /** Try each waiting file once; what stopped it, or `later` where one of them is to be tried again. */
  async empty(): Promise<Stop> {
    const tried = new Set<number>()
    let [stop, asked]: [Stop, boolean] = [{ kind: 'empty' }, false]
    try {
      for (;;) {
        const action = nextFile(await this.shelf.list(this.person), tried)
        if (!action) return stop
        const came = await this.one(action)
        if (came === 'whose' && !asked) {
          asked = true
          const other = await renewed(this.server, this.person)
          if (other) return other
          continue
        }
        tried.add(action.order)
        if (came === 'whose') stop = LATER
        else if (came?.kind === 'login') return came
        else if (came) stop = came
        await this.told.changed()
      }
    } finally {
      this.told.under(null)
    }
  }

  private async one(action: Action): Promise<Stop | 'whose' | null> {
    const leaving = await this.shelf.change(action.order, (row) => (row.state === 'waiting' ? { ...row, tries: row.tries + 1 } : 'leave'))
    const body = leaving ? fileOf(leaving) : null
    if (!leaving || !body) return null
    const file = await this.shelf.file(body.id)
    if (!file) return this.refuse(leaving, 'refused', GONE)
    this.told.under(body.id)
    try {
      await this.server.upload(leaving, file)
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      if (!THERE.has(failure.code)) return this.refusal(leaving, failure)
    }
    await this.shelf.change(leaving.order, () => 'delete')
    return null
  }

  private async refusal(action: Action, problem: Problem): Promise<Stop | 'whose' | null> {
    const meaning = meaningOf(problem)
    if (meaning.kind === 'whose') return 'whose'
    if (meaning.kind === 'later' || meaning.kind === 'login') return meaning
    return this.refuse(action, meaning.kind, refusedOf(problem))
  }

  private async refuse(action: Action, state: 'conflict' | 'refused', refused: NonNullable<Action['refused']>): Promise<null> {
    await this.shelf.change(action.order, (row) => (isFile(row) ? { ...row, state, refused } : 'leave'))
    return null
  }
}
