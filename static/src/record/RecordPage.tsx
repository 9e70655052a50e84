/** The auditor's own view: the logs and their proof, what left the house, what was erased, approvals, data classes. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { ChainPart } from './ChainPart'
import { ClassesPart } from './ClassesPart'
import { ApprovalsPart, ErasuresPart, ExportsPart } from './Lists'
import { recordWords } from './words'
import './record.css'

const PARTS = ['chain', 'exports', 'erasures', 'approvals', 'classes'] as const
type Part = (typeof PARTS)[number]

function asked(): Part {
  const given = location.hash.slice(1)
  return PARTS.find((part) => part === given) ?? 'chain'
}

export function RecordPage(): JSX.Element {
  const w = recordWords()
  const part = useSignal<Part>(asked())
  const show = (next: Part): void => {
    part.value = next
    history.replaceState(null, '', `#${next}`)
  }
  return (
    <div class="page record">
      <header class="page-head">
        <h2>{w.title}</h2>
        <span class="tx-2">{w.hint}</span>
      </header>
      <nav class="record-parts" role="tablist" aria-label={w.parts}>
        {PARTS.map((one) => (
          <button key={one} type="button" role="tab" aria-selected={part.value === one} onClick={() => show(one)}>{w[one]}</button>
        ))}
      </nav>
      <div class="page-body" role="tabpanel" aria-label={w[part.value]}>
        {part.value === 'chain' ? <ChainPart /> : null}
        {part.value === 'exports' ? <ExportsPart /> : null}
        {part.value === 'erasures' ? <ErasuresPart /> : null}
        {part.value === 'approvals' ? <ApprovalsPart /> : null}
        {part.value === 'classes' ? <ClassesPart /> : null}
      </div>
    </div>
  )
}
