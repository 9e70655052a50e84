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
}

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

export function checkField(field: OutcomeField, text: string): Fault | number | null {
  if (text.trim() === '') return field.required ? 'missing' : null
  const value = wholeNumber(text)
  if (value === null) return 'not_whole'
  if (field.minimum !== null && value < field.minimum) return 'too_small'
  if (field.maximum !== null && value > field.maximum) return 'too_large'
  return value
}

export function checkOutcomes(fields: readonly OutcomeField[], typed: Record<string, string>): Checked {
  const checked: Checked = { values: [], faults: {} }
  for (const field of fields) {
    const result = checkField(field, typed[field.name] ?? '')
    if (typeof result === 'number') checked.values.push({ name: field.name, value: result })
    else if (result !== null) checked.faults[field.name] = result
  }
  return checked
}
