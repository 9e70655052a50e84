/** Which requests the service worker answers, and how. All others go their own way, as if it were not there. */

export type Route =
  /** The app's own page: the network's if it answers in time, else the kept one. */
  | 'page'
  /** Another page: without a network, words and the way to the app. */
  | 'other-page'
  /** A built file of the app, whose name holds its content's hash. */
  | 'shell'
  /** Boundaries of one province: kept once somebody has asked for them. */
  | 'outline'
  /** Somebody logs in or out: what is kept for a person goes. */
  | 'login'
  | 'logout'
  | 'pass'

export interface Asked {
  readonly method: string
  readonly mode: string
  readonly path: string
}

const PAGE = /^\/workspace(\/tasks\/[^/]+)?\/?$/
const OUTLINE = /^\/basemap\/[^/]+\/counties\/\d{6}\.json$/

export function routeOf({ method, mode, path }: Asked): Route {
  if (method === 'DELETE' && path === '/api/v1/session') return 'logout'
  if (method === 'POST' && (path === '/login' || path === '/api/v1/session')) return 'login'
  if (method !== 'GET') return 'pass'
  if (mode === 'navigate') return PAGE.test(path) ? 'page' : 'other-page'
  if (path.startsWith('/static/assets/')) return 'shell'
  return OUTLINE.test(path) ? 'outline' : 'pass'
}

/** Whose page it is, by its boot record; null for a page that shows nobody (the login, a problem). */
export function personOf(html: string): string | null {
  const boot = /<script[^>]*\bid="boot"[^>]*>([^]*?)<\/script>/.exec(html)?.[1]
  if (!boot) return null
  const found = JSON.parse(boot) as { readonly session?: { readonly person?: { readonly id?: string } } | null }
  return found.session?.person?.id ?? null
}

/** Addresses of the built files that a page names. */
export function filesIn(html: string): readonly string[] {
  return [...html.matchAll(/(?:src|href)="(\/static\/assets\/[^"]+)"/g)].map(([, path = '']) => path)
}

/** The page as it is given out without a network: it says itself since when it has been kept. */
export function marked(html: string, keptAt: number): string {
  return html.replace(/<html\b/, `<html data-kept="${keptAt}"`)
}
