/** What the service worker keeps: the app's files by version, one page of one person, outlines of provinces. */
import { openKept } from '../offline/db'
import { filesIn, marked, personOf } from './routes'

const SHELL = 'tongxin-shell-'
const PAGE = 'tongxin-page'
const OUTLINES = 'tongxin-outlines'
const PAGE_KEY = '/workspace'
/** One's own province, and a neighbour or two that one helps. */
const MOST_OUTLINES = 3

export async function keepShell(version: string, files: readonly string[]): Promise<void> {
  await (await caches.open(SHELL + version)).addAll([...files])
}

/** Older versions' files go, but for those that the kept page still needs: it is replaced at the next visit. */
export async function dropOldShells(version: string): Promise<void> {
  const page = await (await caches.open(PAGE)).match(PAGE_KEY)
  const needed = page ? filesIn(await page.text()) : []
  const own = await caches.open(SHELL + version)
  const missing = (await Promise.all(needed.map(async (file) => ((await own.match(file)) ? [] : [file])))).flat()
  for (const name of await caches.keys()) {
    if (!name.startsWith(SHELL) || name === SHELL + version) continue
    const old = await caches.open(name)
    const serves = await Promise.all(missing.map((file) => old.match(file)))
    if (!serves.some(Boolean)) await caches.delete(name)
  }
}

/** A built file from whichever version has it: its name holds its content's hash. */
export async function shellFile(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request)
}

/** Keep the person's page: one that shows somebody, and whose files are all here, so that it will open. */
export async function keepPage(response: Response, now: number): Promise<void> {
  if (!response.ok || response.redirected) return
  const html = await response.text()
  if (personOf(html) === null) return
  const files = await Promise.all(filesIn(html).map((file) => caches.match(file)))
  if (!files.every(Boolean)) return
  const headers = new Headers({ 'X-Kept-At': String(now) })
  for (const name of ['Content-Type', 'Content-Security-Policy', 'Cross-Origin-Opener-Policy', 'X-Frame-Options', 'Referrer-Policy', 'Permissions-Policy']) {
    const value = response.headers.get(name)
    if (value) headers.set(name, value)
  }
  await (await caches.open(PAGE)).put(PAGE_KEY, new Response(html, { headers }))
}

export async function keptPage(): Promise<Response | null> {
  const found = await (await caches.open(PAGE)).match(PAGE_KEY)
  if (!found) return null
  return new Response(marked(await found.text(), Number(found.headers.get('X-Kept-At'))), { headers: found.headers })
}

export async function hasPage(): Promise<boolean> {
  return (await (await caches.open(PAGE)).match(PAGE_KEY)) !== undefined
}

export async function outline(request: Request): Promise<Response> {
  const cache = await caches.open(OUTLINES)
  const found = await cache.match(request)
  if (found) return found
  const answer = await fetch(request)
  if (answer.ok) {
    await cache.put(request, answer.clone())
    const kept = await cache.keys()
    await Promise.all(kept.slice(0, Math.max(0, kept.length - MOST_OUTLINES)).map((old) => cache.delete(old)))
  }
  return answer
}

/** Take away what one person could see. What waits to be sent stays with its owner: it was never anybody else's. */
export async function forgetPerson(): Promise<void> {
  await Promise.all([caches.delete(PAGE), caches.delete(OUTLINES)])
  await (await openKept())?.forgetCopies(Date.now())
}
