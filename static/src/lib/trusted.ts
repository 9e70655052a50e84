/**
 * Trusted Types: the page allows no string where script could run. One default policy lets workers and modules
 * of this origin through and nothing else; there is no createHTML, so innerHTML throws.
 */
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): unknown
  readonly defaultPolicy: unknown
}

export function sameOriginOnly(url: string, base: string): string {
  const target = new URL(url, base)
  const own = new URL(base)
  if (target.origin !== own.origin) throw new TypeError(`Script address outside this origin: ${target.origin}`)
  return target.href
}

export function installTrustedTypes(): void {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes
  if (!factory || factory.defaultPolicy) return
  factory.createPolicy('default', { createScriptURL: (url) => sameOriginOnly(url, document.baseURI) })
}
