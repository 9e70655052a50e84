import { describe, expect, it } from 'vitest'
import { language } from '../lib/i18n'
import { visible } from '../lib/visible'
import { ageText, signalWords } from './words'

describe('a message as it came', () => {
  it('shows direction marks, joiners and controls instead of obeying them', () => {
    expect(visible('a\u202eb\u200b\u0007\ufeff')).toBe('a⟨U+202E⟩b⟨U+200B⟩⟨U+0007⟩⟨U+FEFF⟩')
  })
  it('keeps lines and tabs, and leaves words alone', () => {
    expect(visible('<alert>\n\t暴雨 é</alert>')).toBe('<alert>\n\t暴雨 é</alert>')
  })
})

describe('a signature', () => {
  it('is told in words, with whose it is only where that was verified', () => {
    language.value = 'en'
    const { signature } = signalWords()
    expect([signature(null, null), signature('unverified', null), signature('verified', 'Sichuan Met')]).toEqual(['not signed', 'signed, not verified', 'signed, verified: Sichuan Met'])
    language.value = 'zh'
    expect(signalWords().signature('verified', '四川省气象台')).toBe('签名已验证：四川省气象台')
  })
})

describe('ages and reasons', () => {
  it('say an age in one unit that fits', () => {
    language.value = 'en'
    expect([0, 89, 90, 5399, 5400, 171_000, 172_800].map(ageText)).toEqual(['0 s', '89 s', '2 min', '90 min', '2 h', '48 h', '2 d'])
  })
  it('have words for every reason in both languages', () => {
    const reasons = ['reached', 'newer_version', 'unplaced', 'unreadable', 'broken', 'unsigned', 'status', 'expired', 'past', 'below', 'elsewhere', 'dismissed_before', 'known_elsewhere', 'followed', 'cancel', 'ack', 'error']
    for (const one of ['zh', 'en'] as const) {
      language.value = one
      for (const reason of reasons) expect(signalWords().why(reason, {})).not.toBe(reason)
    }
  })
})
