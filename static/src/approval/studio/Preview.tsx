import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Glyph } from '../../lib/glyphs'
import { language } from '../../lib/i18n'
import { Phone } from '../Phone'
import { asSent, EMPTY, type Form } from './form'
import { useSeen, type Finding } from './useSeen'
import { studioWords } from './words'

interface PreviewProps {
  readonly form: Form
  readonly prefix: string
  readonly nameOf: (tag: string) => string
}

/** The message as it looks on a phone, in each language, and what a person should look at before anybody approves. */
export function Preview({ form, prefix, nameOf }: PreviewProps): JSX.Element {
  const w = studioWords()
  const shown = useSignal('zh')
  const tags = Object.keys(form.blocks)
  const tag = tags.includes(shown.value) ? shown.value : 'zh'
  const block = form.blocks[tag] ?? EMPTY
  const seen = useSeen(Object.fromEntries(tags.map((one) => [one, form.blocks[one]?.body ?? ''])), form.channel)
  const prepared = useSeen(Object.fromEntries(tags.map((one) => [one, form.blocks[one]?.correction ?? ''])), form.channel)
  const found = tags.flatMap((one) => distinct([...(seen.value[one]?.findings ?? []), ...(prepared.value[one]?.findings ?? [])]).map((finding) => ({ tag: one, finding })))
  const sorted = [...found].sort((a, b) => Number(b.finding.weight === 'doubt') - Number(a.finding.weight === 'doubt'))
  return (
    <>
      <section class="block">
        <div class="block-head">
          <h3>{w.preview}</h3>
          <div class="segmented" role="group" aria-label={w.whichPhone}>
            {tags.map((one) => <button key={one} type="button" aria-pressed={one === tag} onClick={() => (shown.value = one)}>{nameOf(one)}</button>)}
          </div>
        </div>
        <div class="studio-phone">
          <Phone title={w.body} channel={form.channel} text={asSent(block.body, prefix)} lang={tag === 'zh' ? 'zh-CN' : tag} />
          {block.correction.trim() ? <Phone correction title={w.correction} channel={form.channel} text={asSent(block.correction, prefix)} lang={tag === 'zh' ? 'zh-CN' : tag} /> : null}
          {block.cancel.trim() ? <Phone correction title={w.cancel} channel={form.channel} text={asSent(block.cancel, prefix)} lang={tag === 'zh' ? 'zh-CN' : tag} /> : null}
        </div>
      </section>
      <section class="block" aria-live="polite">
        <div class="block-head"><h3>{w.findings}</h3></div>
        {sorted.length === 0 ? <p class="hint">{w.clean}</p> : (
          <ul class="studio-findings">
            {sorted.map(({ tag: of, finding }) => (
              <li key={`${of}:${finding.code}:${finding.what}`}>
                <Glyph kind={finding.weight === 'doubt' ? 'partial' : 'open'} label="" />
                <span>{tags.length > 1 ? <b class="tx-2">{nameOf(of)} · </b> : null}{language.value === 'zh' ? finding.zh : finding.en}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}

function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((one) => [`${one.code}:${one.what}`, one])).values()]
}
