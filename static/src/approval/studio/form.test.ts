import { describe, expect, it } from 'vitest'
import type { BroadcastRow } from '../../lib/types'
import { asSent, blank, bodyOf, EMPTY, formOf, missing } from './form'

const PREFIX = '「演练 EXERCISE」'
const full = { title: 'a', body: 'b', correction: 'c', cancel: 'd' }

describe('a message while it is written', () => {
  it('asks for every text of every language but the cancels that are drafted from the title', () => {
    const form = { ...blank('', {}), blocks: { zh: { ...full, cancel: '' }, en: { ...full, body: ' ' }, bo: { ...EMPTY, title: 't' } } }
    expect(missing(form)).toEqual(['en.body', 'bo.body', 'bo.correction', 'bo.cancel'])
  })

  it('is asked for with further languages as blocks and only the ticked ones sent', () => {
    const form = { ...blank('', { urgency: 'Immediate' }), blocks: { zh: full, en: full, bo: full }, sent: new Set(['bo', 'zh', 'ug']) }
    expect(bodyOf(form)).toMatchObject({ body_zh: 'b', cancel_en: 'd', more_texts: { bo: full }, languages: ['zh', 'bo'], cap: { urgency: 'Immediate' } })
    expect(bodyOf(form).more_texts).not.toHaveProperty('zh')
  })

  it('shows a kept message without the word that an exercise puts in front, and sends it with it once', () => {
    const row = { title_zh: 'a', title_en: 'a', body_zh: `${PREFIX}b`, body_en: 'b', correction_zh: 'c', correction_en: 'c', cancel_zh: `${PREFIX}d`, cancel_en: null, more_texts: { bo: { ...full, body: `${PREFIX}b` } }, channel: 'sms', languages: ['zh'] }
    const form = formOf(row as unknown as BroadcastRow, PREFIX, '')
    expect(form.blocks.zh).toEqual(full)
    expect(form.blocks.bo?.body).toBe('b')
    expect(form.blocks.en?.cancel).toBe('')
    expect(asSent('b', PREFIX)).toBe(`${PREFIX}b`)
    expect(asSent(`${PREFIX} b`, PREFIX)).toBe(`${PREFIX}b`)
  })
})
