/**
 * Why a task is there: the row keeps codes with arguments, and the sentence is made when it is read, so that an
 * old task reads well in either language. The sentences are those of playbooks/planning/reasons.py that a task can carry;
 * an unknown code is left out here, since the playbook's own "why" always stands first.
 */
import { language, type Language } from '../lib/i18n'

export interface Reason {
  readonly code: string
  readonly args?: Readonly<Record<string, string | number>>
}

const SENTENCES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  why: { zh: '{zh}', en: '{en}' },
  level_is: { zh: '响应级别为 {level} 级。', en: 'Response level is {level}.' },
  colour_is: { zh: '预警颜色为{colour_zh}。', en: 'Warning colour is {colour_en}.' },
  counties_reach: {
    zh: '{provinces} 个省的 {counties} 个县达到{threshold_zh}及以上，最高为{name_zh}（{highest_zh}）。',
    en: '{counties:county|counties} in {provinces:province|provinces} at {threshold_en} or above; the highest is {name_en} ({highest_en}).',
  },
  province_reached: {
    zh: '{name_zh}有 {counties} 个县达到{threshold_zh}及以上，最高为{highest_zh}。',
    en: '{name_en} has {counties:county|counties} at {threshold_en} or above; the highest is {highest_en}.',
  },
  county_reached: {
    zh: '{name_zh}达到{highest_zh}（要求{threshold_zh}及以上）。',
    en: '{name_en} is at {highest_en} (needs {threshold_en} or above).',
  },
  province_not_reached: {
    zh: '{name_zh}没有县达到{threshold_zh}，作为支援省份。',
    en: 'No county in {name_en} reaches {threshold_en}; it stands ready to support.',
  },
  every_province: { zh: '各省公司都要做。', en: 'Every provincial company does this.' },
  has_quantity: { zh: '范围内有 {count} {quantity_zh}。', en: 'Within the area: {count} {quantity_en}.' },
  brought_by: { zh: '随「{title_zh}」一并下达。', en: 'Comes with "{title_en}".' },
  waits_for: { zh: '在「{title_zh}」之后。', en: 'Follows "{title_en}".' },
  dependency_not_planned: {
    zh: '本应在「{title_zh}」之后，但该项未列入，故不等待。',
    en: 'Would follow "{title_en}", which is not planned, so it does not wait.',
  },
}

function fill(template: string, args: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{([a-z_]+)(?::([^|}]*)\|([^}]*))?\}/g, (_, name: string, one?: string, many?: string) => {
    const value = args[name]
    if (value === undefined) return ''
    if (typeof value === 'string') return value
    const figure = value.toLocaleString('en-US')
    return one === undefined ? figure : `${figure} ${value === 1 ? one : many}`
  })
}

export function sayReason(reason: Reason, to: Language = language.value): string | null {
  const sentence = SENTENCES[reason.code]
  return sentence ? fill(sentence[to], reason.args ?? {}) : null
}

export function sayReasons(reasons: readonly unknown[], to: Language = language.value): string[] {
  return (reasons as readonly Reason[]).flatMap((reason) => sayReason(reason, to) ?? [])
}
