/**
 * The short code of a task, for paper and telephone: the twin of incident/rules/task_codes.py. Eight signs of
 * Crockford's base 32 hold the first 40 bits of the id, a ninth is a check over GF(32).
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** x^5 + x^2 + 1, which generates all of GF(32). */
const FIELD = 0b100101

function times(one: number, other: number): number {
  let product = 0
  for (let [left, right] = [one, other]; right > 0; right >>= 1) {
    if (right & 1) product ^= left
    left <<= 1
    if (left & 32) left ^= FIELD
  }
  return product
}

/** The code as people read it: `7KQ-M2X-P9D`. */
export function codeOf(task: string): string {
  const bits = BigInt(`0x${task.replaceAll('-', '').slice(0, 10)}`)
  const signs = Array.from({ length: 8 }, (_, at) => Number((bits >> BigInt(35 - 5 * at)) & 31n))
  let [check, weight] = [0, 1]
  for (const sign of signs) {
    weight = times(weight, 2)
    check ^= times(sign, weight)
  }
  const text = [...signs, check].map((sign) => ALPHABET[sign]).join('')
  return [text.slice(0, 3), text.slice(3, 6), text.slice(6)].join('-')
}
