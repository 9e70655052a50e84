import type { JSX } from 'preact'
import type { Described, Sample } from './types'
import { playbookWords } from './words'

/** Each text as it looks on a phone with sample values, in both languages, with its parts. */
export function Messages({ playbook }: { readonly playbook: Described }): JSX.Element {
  const w = playbookWords()
  return (
    <section class="block" id="messages">
      <div class="block-head"><h2>{w.messages}</h2></div>
      {playbook.messages.map((message) => (
        <div class="pb-message" key={message.id}>
          <h3><code>{message.id}</code> <span class="tag">{message.channel === 'sms' ? w.sms : w.staff}</span></h3>
          <div class="pb-pair">
            {message.text ? (['zh', 'en'] as const).map((lang) => <Bubble key={lang} sample={message.text![lang]} lang={lang} />) : null}
          </div>
          {([['correction', message.correction], ['cancel', message.cancel]] as const).map(([name, prepared]) => prepared ? (
            <div key={name}>
              <h4 class="tx-2">{w[name]}</h4>
              <div class="pb-pair">{(['zh', 'en'] as const).map((lang) => <Bubble key={lang} sample={prepared[lang]} lang={lang} correction />)}</div>
            </div>
          ) : null)}
        </div>
      ))}
    </section>
  )
}

function Bubble({ sample, lang, correction = false }: { readonly sample: Sample; readonly lang: 'zh' | 'en'; readonly correction?: boolean }): JSX.Element {
  const w = playbookWords()
  return (
    <figure class={`bubble ${correction ? 'bubble-dashed' : ''}`}>
      <p class="bubble-text" lang={lang === 'zh' ? 'zh-CN' : 'en'}>{sample.text}</p>
      <figcaption class="hint num">{w.parts(sample.parts, sample.units, sample.encoding)} · {w.inExercise(sample.parts_in_exercise)}</figcaption>
    </figure>
  )
}
