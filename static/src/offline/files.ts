/**
 * Files from the field, as far as a phone can tell them: kinds and sizes of incident/rules/attachments.py. Checked here
 * so that a person in a valley hears at once what the server would refuse hours later; the server looks at the bytes.
 */
import type { Action } from './action'

export type Sort = 'photo' | 'voice' | 'document'

/** What lies on the shelf beside an action until the server has it. */
export interface KeptFile {
  readonly bytes: ArrayBuffer
  readonly name: string
  readonly type: string
}

/** What the action says of its file. */
export interface FileBody {
  /** Of the attachment; made here. */
  readonly id: string
  readonly sort: Sort
  readonly name: string
  readonly type: string
  readonly size: number
  /** Whether the server takes place, device and comments out. */
  readonly strip: boolean
}

const MEGA = 1_000_000
export const MOST_MB: Readonly<Record<Sort, number>> = { photo: 12, voice: 10, document: 20 }
const MOST_TEXT_MB = 2

/** By the end of the name, since browsers leave the type of some empty. */
const BY_END: Readonly<Record<string, Sort>> = {
  jpg: 'photo', jpeg: 'photo', png: 'photo', webp: 'photo', heic: 'photo', heif: 'photo',
  ogg: 'voice', oga: 'voice', opus: 'voice', weba: 'voice', webm: 'voice', m4a: 'voice', mp3: 'voice', wav: 'voice', amr: 'voice',
  pdf: 'document', docx: 'document', xlsx: 'document', txt: 'document', csv: 'document',
}
/** What the file dialog offers. Without HEIC, which an iPhone then gives as JPEG. */
export const ACCEPT: Readonly<Record<Sort, string>> = {
  photo: 'image/jpeg,image/png,image/webp', voice: 'audio/*', document: '.pdf,.docx,.xlsx,.txt,.csv',
}
const STRIPPED_BY_SERVER = /\.(jpe?g|png|webp)$|^image\/(jpeg|png|webp)$/i

export type FileFault = 'kind' | 'size' | 'strip' | 'empty'

interface Given {
  readonly name: string
  readonly type: string
  readonly size: number
}

export function sortOf({ name, type }: Given): Sort | null {
  const end = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const known = BY_END[end]
  if (known) return known
  if (/^image\/(jpeg|png|webp|heic|heif)$/.test(type)) return 'photo'
  return type.startsWith('audio/') ? 'voice' : null
}

/** What the file is, or why it would be refused; a place is only taken out of photos. */
export function judge(file: Given, strip: boolean): { readonly sort: Sort; readonly strip: boolean } | FileFault {
  const sort = sortOf(file)
  if (sort === null) return 'kind'
  if (file.size === 0) return 'empty'
  const most = /\.(txt|csv)$/i.test(file.name) ? MOST_TEXT_MB : MOST_MB[sort]
  if (file.size > most * MEGA) return 'size'
  const taken = strip && sort === 'photo'
  if (taken && !STRIPPED_BY_SERVER.test(file.name) && !STRIPPED_BY_SERVER.test(file.type)) return 'strip'
  return { sort, strip: taken }
}

/** The body of an action that carries a file; null for all others. */
export function fileOf(action: Pick<Action, 'verb' | 'body'>): FileBody | null {
  return action.verb === 'attach' ? (action.body as FileBody) : null
}

/** 2.4 MB, 380 kB. */
export function sizeText(bytes: number): string {
  return bytes >= MEGA ? `${(bytes / MEGA).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1000))} kB`
}
