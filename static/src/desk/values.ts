/** A measure type's field for reading: money, shares, lists and figures by segment, in the reader's language. */
import { exact, money, moneyText } from '../lib/format'
import { language, said } from '../lib/i18n'
import type { Said } from '../lib/types'
import { commonWords } from '../locales/common'

/** Words that fields use as values (playbooks/measures). */
const VALUES: Readonly<Record<string, Said>> = {
  late_fee: { zh: '滞纳金', en: 'late fee' }, suspension: { zh: '停机', en: 'suspension' }, termination: { zh: '销号', en: 'termination' },
  included: { zh: '包括', en: 'included' }, excluded: { zh: '不包括', en: 'excluded' },
  monthly_fee: { zh: '月租', en: 'monthly fee' }, voice: { zh: '语音', en: 'voice' }, sms: { zh: '短信', en: 'texts' }, data: { zh: '流量', en: 'data' }, roaming: { zh: '漫游', en: 'roaming' },
  affected: { zh: '受灾客户', en: 'people affected' }, disabled: { zh: '残障人士', en: 'people with disabilities' }, elderly: { zh: '老年人', en: 'the elderly' }, rescuers: { zh: '救援人员', en: 'rescuers' },
  zh: { zh: '中文', en: 'Chinese' }, en: { zh: '英文', en: 'English' },
  yes: { zh: '是', en: 'yes' }, no: { zh: '否', en: 'no' },
}
const UNITS: Readonly<Record<string, Said>> = {
  fen: { zh: '元', en: 'CNY' }, ppm: { zh: '%', en: '%' }, minutes: { zh: '分钟', en: 'minutes' }, parts: { zh: '条', en: 'parts' }, messages: { zh: '条', en: 'messages' },
  'parts per second': { zh: '条/秒', en: 'parts/s' }, 'local time': { zh: '当地时间', en: 'local time' },
}
const SEGMENTS = new Set(['gotone', 'easyown', 'mzone', 'other'])

/** A schema's unit as people call it, money in yuan and shares in percent. */
export function unitName(unit: string): string {
  return UNITS[unit] ? said(UNITS[unit]) : unit
}

function word(text: string): string {
  const found = VALUES[text]
  return found ? said(found) : SEGMENTS.has(text) ? commonWords().segment(text) : text
}

function figure(value: number, unit: string): string {
  // What one customer pays a day is a matter of fen: 1.50 is not 2.
  if (unit.startsWith('fen')) return value % 100 === 0 || Math.abs(value) >= 1_000_000 ? moneyText(value) : money(value).exact
  if (unit === 'ppm') return `${(value / 10_000).toLocaleString('en-US', { maximumFractionDigits: 2 })}%`
  return unit ? `${exact(value)}\u00a0${unitName(unit)}` : exact(value)
}

export function valueText(value: unknown, unit = ''): string {
  const join = language.value === 'zh' ? '、' : ', '
  if (value === null || value === undefined) return '-'
  if (typeof value === 'boolean') return word(value ? 'yes' : 'no')
  if (typeof value === 'number') return figure(value, unit)
  if (Array.isArray(value)) return value.map((part) => valueText(part, unit)).join(join)
  if (typeof value === 'object') {
    if ('zh' in value && 'en' in value) return said(value as Said)
    return Object.entries(value).map(([name, part]) => `${word(name)} ${valueText(part, unit)}`).join(join)
  }
  return word(String(value))
}
