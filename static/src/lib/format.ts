/** Figures for reading: rounded in the reader's units, exact on hover; a unit is never parted from its figure. */
import { language, type Language } from './i18n'

export interface Figure {
  readonly figure: string
  readonly unit: string
  /** The exact figure, for the title. */
  readonly exact: string
}

const NBSP = '\u00a0'

export function exact(value: number): string {
  return value.toLocaleString('en-US')
}

function fixed(value: number, digits: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** People, customers, sites: 万 and 亿 in Chinese, k and M in English. */
export function count(value: number, to: Language = language.value): Figure {
  const whole = exact(value)
  const size = Math.abs(value)
  if (to === 'zh') {
    if (size >= 1e10) return { figure: fixed(value / 1e8, 2), unit: '亿', exact: whole }
    if (size >= 1e4) return { figure: fixed(value / 1e4, size >= 1e5 ? 1 : 2), unit: '万', exact: whole }
    return { figure: whole, unit: '', exact: whole }
  }
  if (size >= 1e6) return { figure: fixed(value / 1e6, size >= 1e7 ? 2 : 3), unit: 'M', exact: whole }
  if (size >= 1e4) return { figure: fixed(value / 1e3, 1), unit: 'k', exact: whole }
  return { figure: whole, unit: '', exact: whole }
}

/** As one string, joined so that it does not break. */
export function countText(value: number, noun = ''): string {
  const { figure, unit } = count(value)
  const tail = language.value === 'zh' ? unit + noun : [unit, noun].filter(Boolean).join(NBSP)
  return tail ? `${figure}${NBSP}${tail}` : figure
}

/** Money: 万元 in Chinese, ¥ with k or M in English. */
export function money(fen: number, to: Language = language.value): Figure {
  const yuan = fen / 100
  const whole = `¥${fixed(yuan, 2)}`
  if (to === 'zh') {
    if (Math.abs(yuan) >= 1e8) return { figure: fixed(yuan / 1e8, 2), unit: '亿元', exact: whole }
    if (Math.abs(yuan) >= 1e4) return { figure: fixed(yuan / 1e4, 1), unit: '万元', exact: whole }
    return { figure: fixed(yuan, 0), unit: '元', exact: whole }
  }
  if (Math.abs(yuan) >= 1e6) return { figure: `¥${fixed(yuan / 1e6, 2)}`, unit: 'M', exact: whole }
  if (Math.abs(yuan) >= 1e4) return { figure: `¥${fixed(yuan / 1e3, 1)}`, unit: 'k', exact: whole }
  return { figure: `¥${fixed(yuan, 0)}`, unit: '', exact: whole }
}

export function moneyText(fen: number): string {
  const { figure, unit } = money(fen)
  return unit ? `${figure}${NBSP}${unit}` : figure
}

export function percent(part: number, whole: number, digits = 1): string {
  return whole > 0 ? fixed((100 * part) / whole, digits) : '·'
}

/** Zero is 「·」 in a column of figures. */
export function orDot(value: number): string {
  return value === 0 ? '·' : exact(value)
}

const ROMAN_FULL = ['', 'Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ', 'Ⅴ', 'Ⅵ', 'Ⅶ', 'Ⅷ', 'Ⅸ', 'Ⅹ', 'Ⅺ', 'Ⅻ']
const ROMAN = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII']

export function roman(value: number, to: Language = language.value): string {
  return (to === 'zh' ? ROMAN_FULL : ROMAN)[Math.round(value)] ?? String(value)
}

/** 「Ⅺ度」: intensity always with its word, since the level is Roman too. */
export function intensity(valueMilli: number, to: Language = language.value): string {
  return to === 'zh' ? `${roman(valueMilli / 1000, to)}度` : roman(valueMilli / 1000, to)
}

const LEVEL = { I: 'Ⅰ', II: 'Ⅱ', III: 'Ⅲ', IV: 'Ⅳ' } as const

/** 「Ⅰ 级响应」, Level I. */
export function levelText(level: keyof typeof LEVEL, to: Language = language.value): string {
  return to === 'zh' ? `${LEVEL[level]}${NBSP}级响应` : `Level${NBSP}${level}`
}

const ZONE = 'Asia/Shanghai'
const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE, year: 'numeric', month: 'numeric', day: 'numeric',
  hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
})
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function split(at: string | number): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(new Date(at)).map((part) => [part.type, part.value]))
}

export function clock(at: string | number): string {
  const { hour, minute, second } = split(at)
  return `${hour}:${minute}:${second}`
}

export function clockMinutes(at: string | number): string {
  const { hour, minute } = split(at)
  return `${hour}:${minute}`
}

/** 5月12日, 12 May */
export function day(at: string | number, to: Language = language.value): string {
  const { month, day: date } = split(at)
  return to === 'zh' ? `${Number(month)}月${Number(date)}日` : `${Number(date)} ${MONTHS[Number(month) - 1]}`
}

/** For the tooltip: date, time and offset. */
export function moment(at: string | number): string {
  const { year, month, day: date } = split(at)
  return `${year}-${month?.padStart(2, '0')}-${date?.padStart(2, '0')} ${clock(at)} UTC+8`
}

/** 3'20" in picture 01: how long an acknowledgement took. */
export function took(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)}h${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')}′`
  return `${Math.floor(seconds / 60)}′${String(seconds % 60).padStart(2, '0')}″`
}
