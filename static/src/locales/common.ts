import { words } from '../lib/i18n'
import { en } from './en'
import { zh } from './zh'

/** `commonWords().close`: words that every screen shares, in the reader's language. */
export const commonWords = words(zh, en)
