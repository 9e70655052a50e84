/**
 * The one way to the server. Unsafe requests carry an idempotency key, so a request that got no answer is sent
 * again with the same key and can't act twice; a refusal becomes a `Problem` whose `detail` is made to be shown.
 */
import { language } from './i18n'
import { session } from './session'

export interface ProblemBody {
  readonly status: number
  readonly code: string
  readonly title?: string
  readonly detail?: string
  readonly detail_zh?: string
  readonly detail_en?: string
  readonly field?: string
  readonly retry_after_s?: number
}

/** A refusal by the server (RFC 9457), or no answer at all (`code` "offline"). */
export class Problem extends Error {
  constructor(readonly body: ProblemBody) {
    super(body.detail ?? body.title ?? body.code)
    this.name = 'Problem'
  }
  get status(): number {
    return this.body.status
  }
  get code(): string {
    return this.body.code
  }
  /** Somebody else changed the thing since it was read. */
  get isConflict(): boolean {
    return this.body.status === 412
  }
  /** The sentence for the reader's language. */
  get words(): string {
    const { detail_zh, detail_en, detail, title, code } = this.body
    return (language.value === 'zh' ? detail_zh : detail_en) ?? detail ?? title ?? code
  }
}

export interface SendOptions {
  /** Base revision of the thing that is changed; a newer one there answers 412. */
  readonly revision?: number
  /** Given when a kept request is sent again, e.g. by the phone's queue. */
  readonly key?: string
  readonly signal?: AbortSignal
}

type Fetch = typeof fetch
const BASE = '/api/v1'
const PAUSES_MS = [400, 1500]

export function newId(): string {
  return crypto.randomUUID()
}

export async function get<T>(path: string, options: { signal?: AbortSignal; fetcher?: Fetch } = {}): Promise<T> {
  const init: RequestInit = { headers: headers(), credentials: 'same-origin' }
  if (options.signal) init.signal = options.signal
  return answer<T>(await reach(path, init, options.fetcher ?? fetch))
}

export function post<T>(path: string, body: unknown = {}, options: SendOptions = {}): Promise<T> {
  return send<T>('POST', path, body, options)
}
export function patch<T>(path: string, body: unknown, options: SendOptions = {}): Promise<T> {
  return send<T>('PATCH', path, body, options)
}
export function del<T = void>(path: string, options: SendOptions = {}): Promise<T> {
  return send<T>('DELETE', path, undefined, options)
}

export async function send<T>(
  method: string, path: string, body: unknown, options: SendOptions = {}, fetcher: Fetch = fetch,
): Promise<T> {
  const sent = headers()
  sent.set('Idempotency-Key', options.key ?? newId())
  if (session.value?.csrf) sent.set('X-CSRF-Token', session.value.csrf)
  if (options.revision !== undefined) sent.set('If-Match', `"${options.revision}"`)
  const init: RequestInit = { method, headers: sent, credentials: 'same-origin' }
  if (options.signal) init.signal = options.signal
  if (body instanceof FormData) init.body = body
  else if (body !== undefined) {
    sent.set('Content-Type', 'application/json')
    init.body = JSON.stringify(body)
  }
  for (const pause of PAUSES_MS) {
    try {
      const response = await reach(path, init, fetcher)
      if (response.status !== 409 || !response.headers.has('Retry-After')) return await answer<T>(response)
    } catch (failure) {
      if (!(failure instanceof Problem) || failure.code !== 'offline') throw failure
    }
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  return answer<T>(await reach(path, init, fetcher))
}

function headers(): Headers {
  return new Headers({ Accept: 'application/json', 'Accept-Language': language.value === 'zh' ? 'zh-CN' : 'en' })
}

async function reach(path: string, init: RequestInit, fetcher: Fetch): Promise<Response> {
  try {
    return await fetcher(path.startsWith('/') ? BASE + path : path, init)
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure
    throw new Problem({
      status: 0,
      code: 'offline',
      detail_zh: '没有收到服务器的回答。刚才的输入还在，可再试一次。',
      detail_en: 'The server did not answer. What you entered is kept; try again.',
    })
  }
}

async function answer<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T
  const type = response.headers.get('Content-Type') ?? ''
  if (response.ok) return (type.includes('json') ? await response.json() : await response.text()) as T
  if (type.includes('json')) {
    const body = (await response.json()) as Partial<ProblemBody>
    throw new Problem({ ...body, status: response.status, code: body.code ?? `http_${response.status}` })
  }
  throw new Problem({
    status: response.status,
    code: `http_${response.status}`,
    detail_zh: `服务器出错（${response.status}）。刚才的输入还在，可再试一次。`,
    detail_en: `The server failed (${response.status}). What you entered is kept; try again.`,
  })
}
