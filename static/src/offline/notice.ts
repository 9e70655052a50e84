/** A desktop notice when something needs me and the page is not before my eyes. Asked for by a press, never unasked. */
import { signal } from '@preact/signals'
import { get, post, Problem } from '../lib/api'

const KEY = 'tongxin.phone-notices'

export type NoticeState = 'off' | 'on' | 'denied' | 'none'

function stateNow(): NoticeState {
  if (!('Notification' in globalThis)) return 'none'
  if (Notification.permission === 'denied') return 'denied'
  return localStorage.getItem(KEY) === 'on' && Notification.permission === 'granted' ? 'on' : 'off'
}

export const notices = signal<NoticeState>('off')
/** The server reaches this browser without an open page. */
export const pushed = signal(false)

export function readNotices(): void {
  notices.value = stateNow()
}

/** From a press only: browsers refuse the question otherwise, and rightly. */
export async function setNotices(on: boolean): Promise<void> {
  localStorage.setItem(KEY, on ? 'on' : 'off')
  if (on && 'Notification' in globalThis && Notification.permission === 'default') await Notification.requestPermission()
  notices.value = stateNow()
  if (notices.value === 'on') await takePushes()
}

/** Let the server reach this browser when no page is open, where it can and the browser has a push service. */
async function takePushes(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration('/')
  if (!registration?.active || !('pushManager' in registration)) return
  try {
    const { push_key: key } = await get<{ readonly push_key?: string | null }>('/me/notices')
    if (!key) return
    const held = await registration.pushManager.getSubscription()
    const subscription = held ?? (await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }))
    await post('/me/notices/push', { subscription: subscription.toJSON(), agent: agent() })
    pushed.value = true
  } catch (refused) {
    // No push service, or no line: the notices of an open page stay.
    if (!(refused instanceof DOMException) && !(refused instanceof Problem)) throw refused
  }
}

/** Which browser it is, for the person's own list. */
function agent(): string {
  return (/(Edg|Firefox|Chrome|Safari)\/\d+/.exec(navigator.userAgent)?.[0] ?? 'browser').slice(0, 60)
}

/** Show a notice; the service worker shows it where there is one, since phones allow no other way. */
export async function notify(words: string, url: string): Promise<void> {
  if (notices.peek() !== 'on' || !document.hidden) return
  const registration = await navigator.serviceWorker?.getRegistration('/')
  const options = { tag: 'tongxin', data: url, icon: '/static/icons/icon-192.png' }
  if (registration?.active) await registration.showNotification(words, options)
  else new Notification(words, options)
}

/** The figure on the installed app's icon, where the system has one. */
export function badge(count: number): void {
  const able = navigator as { setAppBadge?: (count: number) => Promise<void>; clearAppBadge?: () => Promise<void> }
  const set = count > 0 ? able.setAppBadge?.(count) : able.clearAppBadge?.()
  // An app that is not installed has no icon to put it on.
  set?.catch(() => undefined)
}
