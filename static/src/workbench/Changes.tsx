/** A difference by meaning: entries by section, each with what it was and what it is. */
import type { JSX } from 'preact'
import { said } from '../lib/i18n'
import type { Change } from './types'
import { workbenchWords } from './words'
import './changes.css'

const SIGNS = { added: '+', removed: '−', changed: '~' } as const

export function Changes({ changes, nothing }: { readonly changes: readonly Change[]; readonly nothing: string }): JSX.Element {
  const w = workbenchWords()
  if (changes.length === 0) return <p class="hint">{nothing}</p>
  const sections = [...new Set(changes.map((change) => change.section))]
  return (
    <div class="wb-changes">
      {sections.map((section) => (
        <section key={section} aria-label={w.section(section)}>
          <h3>{w.section(section)}</h3>
          <ul>{changes.filter((change) => change.section === section).map((change) => <Entry key={change.id} change={change} />)}</ul>
        </section>
      ))}
    </div>
  )
}

function Entry({ change }: { readonly change: Change }): JSX.Element {
  const w = workbenchWords()
  return (
    <li class={`wb-change wb-${change.kind}`}>
      <p><span class="wb-sign" aria-hidden="true">{SIGNS[change.kind]}</span> <strong>{said(change.title)}</strong> <span class="tx-2">{w[change.kind]}</span></p>
      {change.details.length > 0 ? (
        <dl class="wb-details">
          {change.details.map((detail) => (
            <div key={detail.path}>
              <dt>{said(detail.label)}</dt>
              <dd>
                {detail.before ? <del><span class="visually-hidden">{w.before} </span>{said(detail.before)}</del> : null}
                {detail.after ? <ins><span class="visually-hidden">{w.after} </span>{said(detail.after)}</ins> : null}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
    </li>
  )
}
