/** A message while it is written: one block a language, and what the server is asked to keep of it. Pure. */
import type { BroadcastRow, TextBlock } from '../../lib/types'

export const OWN = ['zh', 'en'] as const
export const TEXTS = ['body', 'correction', 'cancel'] as const
export const CAP_CHOICES: Readonly<Record<string, readonly string[]>> = {
  category: ['Infra', 'Safety', 'Geo', 'Met', 'Security', 'Rescue', 'Fire', 'Health', 'Env', 'Transport', 'CBRNE', 'Other'],
  urgency: ['Immediate', 'Expected', 'Future', 'Past'],
  severity: ['Extreme', 'Severe', 'Moderate', 'Minor'],
  certainty: ['Observed', 'Likely', 'Possible', 'Unlikely'],
  response: ['Monitor', 'Shelter', 'Evacuate', 'Prepare', 'Execute', 'Avoid', 'Assess', 'AllClear', 'None'],
}

export type Channel = 'sms' | 'cell_broadcast'

export interface Form {
  readonly channel: Channel
  /** By language tag, Chinese and English always there. */
  readonly blocks: Readonly<Record<string, TextBlock>>
  /** Languages sent to each customer. */
  readonly sent: ReadonlySet<string>
  readonly cap: Readonly<Record<string, string>>
  readonly until: string
}

export const EMPTY: TextBlock = { title: '', body: '', correction: '', cancel: '' }

export function blank(until: string, cap: Readonly<Record<string, string>>): Form {
  return { channel: 'sms', blocks: { zh: EMPTY, en: EMPTY }, sent: new Set(['zh']), cap, until }
}

/** The word that an exercise puts in front is put there by the server; a person writes without it. */
export function formOf(row: BroadcastRow, prefix: string, until: string): Form {
  const bare = (text: string | null | undefined): string => (text ?? '').replace(prefix, '')
  const own = (language: 'zh' | 'en'): TextBlock => ({ title: row[`title_${language}`], body: bare(row[`body_${language}`]), correction: bare(row[`correction_${language}`]), cancel: bare(row[`cancel_${language}`]) })
  const more = Object.entries(row.more_texts ?? {}).map(([tag, block]) => [tag, { title: block.title, body: bare(block.body), correction: bare(block.correction), cancel: bare(block.cancel) }] as const)
  return {
    channel: row.channel === 'cell_broadcast' ? 'cell_broadcast' : 'sms',
    blocks: { zh: own('zh'), en: own('en'), ...Object.fromEntries(more) },
    sent: new Set(row.languages ?? ['zh']), cap: row.cap ?? {}, until,
  }
}

/** What is still empty, as `language.text`; the cancel of Chinese and English is drafted by the server. */
export function missing(form: Form): readonly string[] {
  return Object.entries(form.blocks).flatMap(([tag, block]) => {
    const drafted = tag === 'zh' || tag === 'en'
    return (['title', ...TEXTS] as const).filter((name) => !(drafted && name === 'cancel') && block[name].trim() === '').map((name) => `${tag}.${name}`)
  })
}

/** Fields of the request that all of it needs, new or edited. */
export function bodyOf(form: Form): Record<string, unknown> {
  const own = Object.fromEntries(OWN.flatMap((tag) => (['title', ...TEXTS] as const).map((name) => [`${name}_${tag}`, (form.blocks[tag] ?? EMPTY)[name].trim()])))
  const more = Object.fromEntries(Object.entries(form.blocks).filter(([tag]) => tag !== 'zh' && tag !== 'en'))
  return { ...own, more_texts: more, channel: form.channel, cap: form.cap, languages: Object.keys(form.blocks).filter((tag) => form.sent.has(tag)) }
}

/** A text as it leaves: in an exercise its words stand in front, once (incident/rules/broadcast_texts.py). */
export function asSent(text: string, prefix: string): string {
  const plain = text.trim()
  return prefix + (plain.startsWith(prefix) ? plain.slice(prefix.length).trim() : plain)
}
