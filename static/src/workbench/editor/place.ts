/** Where in a playbook's file the cursor stands: the path of names above it, lists as `-`. By indentation; pure. */

export type Step = string
const KEY = /^([A-Za-z_][\w+-]*|"[^"]*"):(?=\s|$)/

interface Token {
  readonly indent: number
  readonly name: Step
}

/** What a line opens, from the left: `  - id: a` opens an item at 2 and the name `id` at 4. */
function tokensOf(line: string): readonly Token[] {
  const tokens: Token[] = []
  let indent = line.length - line.trimStart().length
  let rest = line.slice(indent)
  while (rest === '-' || rest.startsWith('- ')) {
    tokens.push({ indent, name: '-' })
    const next = rest.slice(1).trimStart()
    indent += rest.length - next.length
    rest = next
  }
  const key = KEY.exec(rest)
  if (key?.[1]) tokens.push({ indent, name: key[1].replaceAll('"', '') })
  return tokens
}

/** Names that braces and brackets before the cursor have opened on its own line. */
function inBraces(before: string): readonly Step[] {
  const open: Step[] = []
  let name = ''
  for (const part of before.matchAll(/"(?:[^"\\]|\\.)*"|'[^']*'|([A-Za-z_][\w+-]*):|([[{])|([\]}])|,/g)) {
    if (part[1]) name = part[1]
    else if (part[2]) {
      if (name) open.push(name)
      open.push(part[2])
      name = ''
    } else if (part[3]) {
      const from = open.lastIndexOf(part[3] === '}' ? '{' : '[')
      if (from >= 0) open.splice(open[from - 1] && !'[{'.includes(open[from - 1] ?? '') ? from - 1 : from)
    } else if (part[0] === ',' && open.at(-1) !== '[') name = ''
  }
  return open.flatMap((step) => (step === '{' ? [] : step === '[' ? ['-'] : [step]))
}

/** The path of the group that the cursor (line from 0, column) is in, and the name whose value it stands behind. */
export function placeAt(lines: readonly string[], line: number, column: number): { readonly path: readonly Step[]; readonly value: string | null } {
  const here = (lines[line] ?? '').slice(0, column)
  const own = tokensOf(here)
  const inner = inBraces(here)
  const flow = /[[{]/.test(here) && inner.length > 0
  const last = own.at(-1)
  const path: Step[] = []
  let need = last && last.name !== '-' ? last.indent : here.length - here.trimStart().length
  if (last?.name === '-') need = here.length
  const above = [...lines.slice(0, line).map(tokensOf), last && last.name !== '-' ? own.slice(0, -1) : own]
  for (let at = above.length - 1; at >= 0 && need > 0; at -= 1) {
    for (const token of [...(above[at] ?? [])].reverse()) {
      const asItem = path[0] === '-'
      if (asItem ? token.name !== '-' && token.indent < need : token.indent < need) {
        path.unshift(token.name)
        need = token.name === '-' ? token.indent + 1 : token.indent
      }
    }
  }
  if (flow) {
    const named = /(?:^|[{,\s])([A-Za-z_][\w+-]*):\s*[^,{}[\]:]*$/.exec(here)
    return { path: [...path, ...inner], value: inner.at(-1) === '-' ? '-' : (named?.[1] ?? null) }
  }
  const value = last && last.name !== '-' && /:\s/.test(here.slice(last.indent)) ? last.name : null
  return { path, value }
}
