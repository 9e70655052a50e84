import type { JSX } from 'preact'
import { Button } from '../../components/Button'
import { exact } from '../../lib/format'
import type { TextBlock } from '../../lib/types'
import { MOST_PAGES, piecesOf } from '../parts'
import { asSent, TEXTS, type Channel } from './form'
import { studioWords } from './words'

interface LanguageProps {
  readonly tag: string
  readonly name: string
  readonly block: TextBlock
  readonly channel: Channel
  readonly prefix: string
  readonly sent: boolean
  /** Names of texts that are empty and were asked for. */
  readonly empty: ReadonlySet<string>
  readonly fault: (field: string) => string
  readonly onChange: (part: Partial<TextBlock>) => void
  readonly onSent: (sent: boolean) => void
  /** Left out for Chinese and English. */
  readonly onRemove?: () => void
}

/** All that is said in one language: title, text, and what is prepared with it. */
export function Language({ tag, name, block, channel, prefix, sent, empty, fault, onChange, onSent, onRemove }: LanguageProps): JSX.Element {
  const w = studioWords()
  const own = tag === 'zh' || tag === 'en'
  const field = (text: string): string => (own ? `${text}_${tag}` : `more_texts.${tag}.${text}`)
  const said = (text: string): string => (empty.has(text) ? '·' : '') || fault(field(text))
  return (
    <fieldset class="studio-language">
      <legend>
        <strong>{name}</strong> <span class="tx-3 num">{tag}</span>
      </legend>
      <div class="studio-line">
        <label class="check"><input type="checkbox" checked={sent} onChange={(event) => onSent(event.currentTarget.checked)} />{w.sent}</label>
        <span class="gap" />
        {onRemove ? <Button kind="quiet" onPress={onRemove}>{w.removeLanguage}</Button> : null}
      </div>
      <label class="field">
        <span>{w.title}</span>
        <input type="text" maxLength={200} lang={tag} dir="auto" value={block.title} aria-invalid={Boolean(said('title'))} onInput={(event) => onChange({ title: event.currentTarget.value })} />
        <Fault words={fault(field('title'))} />
      </label>
      {TEXTS.map((text) => (
        <label class="field" key={text}>
          <span>{w[text]}</span>
          <textarea
            rows={text === 'body' ? 5 : 2} maxLength={900} lang={tag} dir="auto" value={block[text]} aria-invalid={Boolean(said(text))}
            placeholder={text === 'cancel' && own ? w.cancelAuto : ''} onInput={(event) => onChange({ [text]: event.currentTarget.value })}
          />
          <Count text={asSent(block[text], prefix)} channel={channel} shown={block[text].trim() !== ''} />
          <Fault words={fault(field(text))} />
        </label>
      ))}
    </fieldset>
  )
}

function Fault({ words }: { readonly words: string }): JSX.Element | null {
  return words ? <span class="field-error" role="alert">{words}</span> : null
}

function Count({ text, channel, shown }: { readonly text: string; readonly channel: Channel; readonly shown: boolean }): JSX.Element | null {
  const w = studioWords()
  if (!shown) return null
  const { encoding, units, pieces } = piecesOf(text, channel)
  const many = channel === 'cell_broadcast' && pieces.length > MOST_PAGES
  const counted = (channel === 'cell_broadcast' ? w.pages : w.parts)(exact(pieces.length))
  return <span class={`hint num ${many ? 'bad' : ''}`}>{w.costs(exact(units), encoding, counted)}{many ? ` · ${w.tooMany}` : ''}</span>
}
