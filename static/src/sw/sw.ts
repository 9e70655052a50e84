/**
 * The service worker: the app opens without a network, at once and with the files it was built with. It keeps no
 * answer of the API; rows are kept by the page (src/offline/copy.ts), and what people do lies in the outbox. It asks
 * for nothing that the page has not loaded already, since a phone in the field pays for every byte.
 */
import { dropOldShells, forgetPerson, hasPage, keepPage, keepShell, keptPage, outline, shellFile } from './keeping'
import { messageOf } from './push'
import { routeOf } from './routes'
import { offlinePage } from './words'

/** What the service worker's own global scope has; the page's types don't know it. */
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching extends Extendable {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface Scope {
  readonly location: Location
  readonly registration: ServiceWorkerRegistration
  readonly clients: {
    claim(): Promise<void>
    matchAll(wanted: { readonly type: 'window'; readonly includeUncontrolled: boolean }): Promise<readonly Window[]>
    openWindow(path: string): Promise<unknown>
  }
  skipWaiting(): Promise<void>
  addEventListener(type: 'fetch', heard: (event: Fetching) => void): void
  addEventListener(type: 'install' | 'activate', heard: (event: Extendable) => void): void
  addEventListener(type: 'message', heard: (event: Extendable & { readonly data: { readonly kind?: string } }) => void): void
  addEventListener(type: 'push', heard: (event: Extendable & { readonly data: { text(): string } | null }) => void): void
  addEventListener(type: 'notificationclick', heard: (event: Extendable & { readonly notification: Notification }) => void): void
}
interface Window {
  readonly url: string
  focus(): Promise<unknown>
  navigate(path: string): Promise<unknown>
}

/** Files of the app's page and a hash over their names, put in at the build (vite.config.ts). */
declare const __SHELL__: readonly string[]
declare const __VERSION__: string

const scope = globalThis as unknown as Scope
/** On a line that barely lives the kept page stands before a person gives up; the network's is kept when it comes. */
const PATIENCE_MS = 4_000

scope.addEventListener('install', (event) => event.waitUntil(keepShell(__VERSION__, __SHELL__)))
scope.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([dropOldShells(__VERSION__), scope.clients.claim()]))
})

scope.addEventListener('fetch', (event) => {
  const { request } = event
  const at = new URL(request.url)
  if (at.origin !== scope.location.origin) return
  switch (routeOf({ method: request.method, mode: request.mode, path: at.pathname })) {
    case 'page':
      return event.respondWith(page(event))
    case 'other-page':
      return event.respondWith(fetch(request).catch(() => elsewhere(at.pathname)))
    case 'shell':
      return event.respondWith(shellFile(request))
    case 'outline':
      return event.respondWith(outline(request))
    case 'logout':
      return event.respondWith(thenForget(event, () => true))
    case 'login':
      // A form that was refused is shown again with an error; one that was taken leads on.
      return event.respondWith(thenForget(event, (answer) => answer.ok || answer.type === 'opaqueredirect' || answer.redirected))
    case 'pass':
  }
})

async function page(event: Fetching): Promise<Response> {
  const asked = fetch(event.request)
  event.waitUntil(asked.then((answer) => keep(answer.clone()), () => undefined))
  const kept = await keptPage()
  if (!kept) return asked.catch(() => elsewhere('/workspace'))
  const patience = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS))
  return Promise.race([asked.catch(() => kept), patience])
}

async function keep(answer: Response): Promise<void> {
  await keepPage(answer, Date.now())
  await dropOldShells(__VERSION__)
}

/** Without a network the way leads to the app, if there is one; a page that can't be had says so. */
async function elsewhere(path: string): Promise<Response> {
  if (path === '/' && (await hasPage())) return Response.redirect('/workspace')
  return offlinePage(await hasPage())
}

async function thenForget(event: Fetching, done: (answer: Response) => boolean): Promise<Response> {
  try {
    const answer = await fetch(event.request)
    if (done(answer)) await forgetPerson()
    return answer
  } catch (failure) {
    // Logging out without a network: the server does not know yet, but nothing may stay readable here.
    if (event.request.method === 'DELETE') await forgetPerson()
    throw failure
  }
}

scope.addEventListener('message', (event) => {
  if (event.data.kind === 'take-over') event.waitUntil(scope.skipWaiting())
  if (event.data.kind === 'keep-page') event.waitUntil(keepOnce())
})

/** The page that started this worker came before it: fetch it once, so that the next start needs no network. */
async function keepOnce(): Promise<void> {
  if (!(await hasPage())) await fetch('/workspace', { credentials: 'same-origin' }).then(keep, () => undefined)
}

scope.addEventListener('push', (event) => {
  const { title, body, url, tag } = messageOf(event.data?.text())
  event.waitUntil(scope.registration.showNotification(title, { body, tag, data: url, icon: '/static/icons/icon-192.png' }))
})

scope.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(openAt(String(event.notification.data ?? '/workspace')))
})

async function openAt(path: string): Promise<void> {
  const open = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const mine = open.find((client) => new URL(client.url).pathname.startsWith('/workspace'))
  if (!mine) await scope.clients.openWindow(path)
  else {
    await mine.focus()
    await mine.navigate(path)
  }
}
