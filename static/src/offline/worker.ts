/**
 * The page's side of the service worker: start it, know whether this address can have one, say when a newer version is
 * ready. Drafts are kept at each keystroke and taps at once, so that the reload into a new version loses nothing; it
 * still waits for a press, since nobody likes a page that moves under the finger.
 */
import { signal } from '@preact/signals'

export type Readiness =
  /** Not asked yet, or the worker is being installed. */
  | 'starting'
  /** The page opens without a network. */
  | 'ready'
  /** The address is neither https nor localhost: browsers keep no app there. */
  | 'insecure'
  /** The browser has no service worker, or refused ours. */
  | 'missing'

export const readiness = signal<Readiness>('starting')
/** A newer version has been fetched and waits, or has taken over in another tab. */
export const newVersion = signal<'none' | 'waiting' | 'taken-over'>('none')

let pressed = false
let started = false

/** Load the new version; whatever was typed is in storage. */
export async function takeNewVersion(): Promise<void> {
  pressed = true
  const registration = await navigator.serviceWorker.getRegistration('/')
  if (registration?.waiting) registration.waiting.postMessage({ kind: 'take-over' })
  else location.reload()
}

function watch(registration: ServiceWorkerRegistration): void {
  const look = (): void => {
    // The first one to be installed replaces nothing.
    if (registration.waiting && navigator.serviceWorker.controller) newVersion.value = 'waiting'
  }
  look()
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look)
  })
}

/** Start the worker once the page stands; its files are in the browser's cache by then. */
export async function startWorker(): Promise<void> {
  if (started) return
  started = true
  if (!globalThis.isSecureContext) {
    readiness.value = 'insecure'
    return
  }
  if (!('serviceWorker' in navigator)) {
    readiness.value = 'missing'
    return
  }
  const before = navigator.serviceWorker.controller
  // Under a worker already: it opened this page, or can.
  if (before) readiness.value = 'ready'
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (pressed) location.reload()
    else if (before) newVersion.value = 'taken-over'
  })
  try {
    watch(await navigator.serviceWorker.register('/sw.js', { scope: '/', updateViaCache: 'none' }))
    const { active } = await navigator.serviceWorker.ready
    active?.postMessage({ kind: 'keep-page' })
    readiness.value = 'ready'
  } catch (refused) {
    if (!(refused instanceof DOMException) && !(refused instanceof TypeError)) throw refused
    // Without a network the worker can't be asked for anew; the one that is here serves on.
    if (!before) readiness.value = 'missing'
  }
}

/** When the page that is open was kept, real ms; null when it came from the server just now. */
export function pageKeptAt(root: HTMLElement = document.documentElement): number | null {
  const kept = Number(root.dataset['kept'])
  return Number.isFinite(kept) && kept > 0 ? kept : null
}
