/** Text at 4.5:1 and state glyphs and control edges at 3:1 in every theme, computed from the tokens themselves. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Tokens = Readonly<Record<string, string>>
const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')

function block(selector: string): Tokens {
  const found = css.split('}').map((part) => part.split('{')).filter(([head]) => head?.trim() === selector)
  return Object.assign({}, ...found.map(([, body = '']) => Object.fromEntries([...body.matchAll(/(--[\w-]+)\s*:\s*(#[0-9A-Fa-f]{6})/g)].map((hit) => [hit[1], hit[2]]))))
}

const dark = block(':root,[data-theme="dark"]')
const exercise = block('[data-world="exercise"]')
const light = block('[data-theme="light"]')
const themes: readonly (readonly [string, Tokens])[] = [
  ['dark', dark], ['light', light], ['exercise, dark', { ...dark, ...exercise }],
  ['exercise, light', { ...light, ...exercise, ...block('[data-theme="light"][data-world="exercise"]') }],
]

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

describe.each(themes)('theme %s', (_name, tokens) => {
  const at = (name: string): string => {
    const value = tokens[name]
    if (!value) throw new Error(`${name} is not a token of this theme`)
    return value
  }
  it.each(['--tx-1', '--tx-2', '--tx-3', '--accent', '--warn', '--bad', '--ok', '--run'])('%s is read on the panel', (name) => {
    expect(contrast(at(name), at('--bg-1'))).toBeGreaterThanOrEqual(4.5)
  })
  it.each([['--warn', '--warn-bg'], ['--bad', '--bad-bg'], ['--ok', '--ok-bg'], ['--run', '--run-bg'], ['--line-3', '--bg-1']])('%s is seen on %s', (name, ground) => {
    expect(contrast(at(name), at(ground))).toBeGreaterThanOrEqual(3)
  })
  it('the primary button is read', () => expect(contrast(at('--btn-on'), at('--btn'))).toBeGreaterThanOrEqual(4.5))
})
