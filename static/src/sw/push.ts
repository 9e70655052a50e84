/** A message that came while no page was open: shown as a notice; a press opens the task it is about. */

export interface Message {
  readonly title: string
  readonly body: string
  /** A path of this origin. */
  readonly url: string
  readonly tag: string
}

const PLAIN: Message = { title: '同心 Tongxin', body: '有新的任务，请打开查看。 New task: open to see it.', url: '/workspace', tag: 'tongxin' }

/** The path of the message's link, on our own host: wherever it points, a press never leads away from here. */
function own(link: unknown): string {
  const found = typeof link === 'string' && link !== '' ? URL.parse(link, 'https://here.invalid') : null
  return found && /^https?:$/.test(found.protocol) ? found.pathname + found.search : PLAIN.url
}

/** What the server's words say (notifications/channels/web_push.py, `payload`); a message that can't be read still says that there is something. */
export function messageOf(text: string | undefined): Message {
  if (!text) return PLAIN
  try {
    const told = JSON.parse(text) as { title?: unknown; body?: unknown; link?: unknown; tag?: unknown }
    const words = (value: unknown, otherwise: string): string => (typeof value === 'string' && value !== '' ? value : otherwise)
    return { title: words(told.title, PLAIN.title), body: words(told.body, PLAIN.body), url: own(told.link), tag: words(told.tag, PLAIN.tag) }
  } catch (fault) {
    if (fault instanceof SyntaxError) return { ...PLAIN, body: text }
    throw fault
  }
}
