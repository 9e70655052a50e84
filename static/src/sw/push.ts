/** A message that came while no page was open: shown as a notice; a press opens the task it is about. */

export interface Message {
  readonly title: string
  readonly body: string
  /** A path of this origin. */
  readonly url: string
  readonly tag: string
}

const PLAIN: Message = { title: '同心 Tongxin', body: '有新的任务，请打开查看。 New task: open to see it.', url: '/workspace', tag: 'tongxin' }

function own(path: unknown): string {
  return typeof path === 'string' && path.startsWith('/') && !path.startsWith('//') ? path : PLAIN.url
}

/** What the server's words say; a message that can't be read still says that there is something. */
export function messageOf(text: string | undefined): Message {
  if (!text) return PLAIN
  try {
    const told = JSON.parse(text) as Partial<Record<keyof Message, unknown>>
    const words = (value: unknown, otherwise: string): string => (typeof value === 'string' && value !== '' ? value : otherwise)
    return { title: words(told.title, PLAIN.title), body: words(told.body, PLAIN.body), url: own(told.url), tag: words(told.tag, PLAIN.tag) }
  } catch (fault) {
    if (fault instanceof SyntaxError) return { ...PLAIN, body: text }
    throw fault
  }
}
