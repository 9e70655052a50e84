/** A measure type's field for reading: money, shares, lists and figures by segment, in the reader's language. */
import { exact, money, moneyText } from '../lib/format'
import { language, said } from '../lib/i18n'
import type { Said } from '../lib/types'
import { commonWords } from '../locales/common'
import { UNITS, VALUES } from './fieldwords'

const SEGMENTS = new Set(['gotone', 'easyown', 'mzone', 'other'])

/** A schema's unit as people call it, money in yuan and shares in percent. */
export function unitName(unit: string): string {
  return UNITS[unit] ? said(UNITS[unit]) : unit
}

/** One of an English unit: 1 point. */
function single(name: string): string {
  return /^[a-z]+s$/.test(name) ? name.slice(0, -1) : name
}

function word(text: string): string {
  const found = VALUES[text]
  return found ? said(found) : SEGMENTS.has(text) ? commonWords().segment(text) : text
}

function figure(value: number, unit: string): string {
  // What one customer pays a day is a matter of fen: 1.50 is not 2.
  if (unit.startsWith('fen')) return value % 100 === 0 || Math.abs(value) >= 1_000_000 ? moneyText(value) : money(value).exact
  if (unit === 'ppm') return `${(value / 10_000).toLocaleString('en-US', { maximumFractionDigits: 2 })}%`
  return unit ? `${exact(value)}\u00a0${value === 1 ? single(unitName(unit)) : unitName(unit)}` : exact(value)
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
