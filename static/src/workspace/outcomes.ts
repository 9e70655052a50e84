/** The outcome form: figures in whole units, each with the range in which it is believable. */

export interface OutcomeField {
  name: string
  zh: string
  en: string
  unit_zh: string
  unit_en: string
  minimum: number | null
  maximum: number | null
  target: number | null
  required: boolean
}

export interface OutcomeValue {
  name: string
  value: number
  /** Why a figure outside the plausible range is true. */
  reason?: string
}

/** The last two are faults only as long as no reason is given. */
export type Fault = 'missing' | 'not_whole' | 'too_small' | 'too_large'

export interface Checked {
  values: OutcomeValue[]
  faults: Record<string, Fault>
}

/** Digits as people type them: grouped, full-width or with spaces. Anything else is not a whole number. */
export function wholeNumber(text: string): number | null {
  const plain = text
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[,，\s  ]/g, '')
  if (!/^-?\d{1,15}$/.test(plain)) return null
  return Number(plain)
}

export function checkField(field: OutcomeField, text: string, reason = ''): Fault | OutcomeValue | null {
  if (text.trim() === '') return field.required ? 'missing' : null
  const value = wholeNumber(text)
  if (value === null) return 'not_whole'
  const outside = implausible(field, value)
  if (outside === null) return { name: field.name, value }
  return reason.trim() === '' ? outside : { name: field.name, value, reason: reason.trim() }
}

/** On which side of its plausible range a figure lies; null within it. Without a least figure it is 0, as the server has it. */
export function implausible(field: OutcomeField, value: number | null): 'too_small' | 'too_large' | null {
  if (value === null) return null
  if (value < (field.minimum ?? 0)) return 'too_small'
  return field.maximum !== null && value > field.maximum ? 'too_large' : null
}

export function checkOutcomes(
  fields: readonly OutcomeField[], typed: Readonly<Record<string, string>>, reasons: Readonly<Record<string, string>> = {},
): Checked {
  const checked: Checked = { values: [], faults: {} }
  for (const field of fields) {
    const result = checkField(field, typed[field.name] ?? '', reasons[field.name])
    if (typeof result === 'string') checked.faults[field.name] = result
    else if (result !== null) checked.values.push(result)
  }
  return checked
}
