import type { JSX } from 'preact'
import { language } from '../lib/i18n'
import type { BroadcastRow } from '../lib/types'
import type { Detail } from './detail'
import { Phone } from './Phone'
import { approvalWords } from './words'

/** Which text of a further language the message is: what was prepared with another carries that one's blocks. */
export function blockOf(row: BroadcastRow): 'body' | 'correction' | 'cancel' {
  if (row.refers_to && row.item_key.startsWith('cancellation/')) return 'cancel'
  return row.refers_to && row.item_key.startsWith('correction/') ? 'correction' : 'body'
}

/** Every text of the message as it looks on a phone, and what is prepared with it. */
export function Texts({ row, detail, sending }: { readonly row: BroadcastRow; readonly detail: Detail | null; readonly sending: boolean }): JSX.Element {
  const w = approvalWords()
  const zh = language.value === 'zh'
  const lang = zh ? 'zh-CN' : 'en'
  const block = blockOf(row)
  const head = sending ? w.beingSent : w.asSent
  const correction = zh ? row.correction_zh : row.correction_en || row.correction_zh
  const cancel = (zh ? row.cancel_zh : row.cancel_en) || row.cancel_zh
  return (
    <>
      <Phone title={`${head} · ${w.langZh}`} channel={row.channel} text={row.body_zh} lang="zh-CN" />
      {row.body_en ? <Phone title={`${head} · ${w.langEn}`} channel={row.channel} text={row.body_en} lang="en" /> : null}
      {Object.entries(row.more_texts ?? {}).map(([tag, texts]) => <Phone key={tag} title={`${head} · ${detail?.languages_named?.[tag]?.[zh ? 'zh' : 'en'] ?? tag}`} channel={row.channel} text={texts[block]} lang={tag} />)}
      {correction ? <Phone correction title={w.correction} hint={w.correctionHint} channel={row.channel} text={correction} lang={lang} /> : null}
      {cancel ? <Phone correction title={w.cancelTexts} hint={w.correctionHint} channel={row.channel} text={cancel} lang={lang} /> : null}
    </>
  )
}
