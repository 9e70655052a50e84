/** Help in place: words, what each state means, who may do what, keys, and what to do when something is wrong. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Glyph } from '../lib/glyphs'
import type { GlyphKind } from '../lib/glyph-kinds'
import { said } from '../lib/i18n'
import { hasRole } from '../lib/session'
import type { Said } from '../lib/types'
import { commonWords } from '../locales/common'
import { GLOSSARY, helpWords, KEYS, ROLE_DOES, TROUBLE, type Term } from './words'
import './help.css'

/** Measure state, task state, glyph (ui/README §5). */
const STATES: readonly { readonly kind: GlyphKind; readonly measure: Said | null; readonly task: Said | null }[] = [
  { kind: 'proposed', measure: { zh: '拟：预案提出或手工起草，尚未提交', en: 'Draft: proposed, not submitted' }, task: null },
  { kind: 'pending', measure: { zh: '待批：等审批人', en: 'Waits for approval' }, task: null },
  { kind: 'open', measure: { zh: '已批：还没开始', en: 'Approved, not started' }, task: { zh: '已派：还没人确认', en: 'Dispatched, not acknowledged' } },
  { kind: 'acknowledged', measure: null, task: { zh: '已确认：有人接了，还没动手', en: 'Acknowledged, not started' } },
  { kind: 'working', measure: { zh: '执行中：正在各省办理', en: 'Executing in the provinces' }, task: { zh: '处理中；「等外部」也用它，另注明', en: 'In progress; pending too, said in words' } },
  { kind: 'held', measure: { zh: '暂停', en: 'Held' }, task: { zh: '总部叫停，工作时钟停走', en: 'Held, the work clock is stopped' } },
  { kind: 'effect', measure: { zh: '生效：都办到了', en: 'In effect: applied' }, task: null },
  { kind: 'done', measure: null, task: { zh: '完成：已报或已复核', en: 'Done: reported or verified' } },
  { kind: 'ended', measure: { zh: '结束、撤回或取消', en: 'Ended, reversed or cancelled' }, task: { zh: '收回', en: 'Recalled' } },
  { kind: 'partial', measure: { zh: '部分失败：有没办成的，等人决定重试或接受', en: 'Partly failed: a person decides to retry or accept' }, task: { zh: '有冲突，或没达到目标', en: 'Conflict, or target missed' } },
  { kind: 'overdue', measure: null, task: { zh: '超时：确认或办理过了时限', en: 'Overdue: past a clock' } },
  { kind: 'declined', measure: { zh: '不批准', en: 'Rejected' }, task: { zh: '拒绝：要改派', en: 'Declined: give it to others' } },
  { kind: 'failed', measure: { zh: '技术故障：要人处理', en: 'Technical failure' }, task: { zh: '失联：这个省没有声音，改打电话', en: 'Unreachable: the province is silent, telephone' } },
  { kind: 'none', measure: { zh: '不涉及', en: 'Not concerned' }, task: { zh: '不涉及', en: 'Not concerned' } },
]

export function HelpPage(): JSX.Element {
  const w = helpWords()
  return (
    <div class="page help">
      <div class="page-body help-columns">
        <Glossary />
        <div class="help-side">
          <section class="block">
            <div class="block-head"><h2>{w.states}</h2><span>{w.states_hint}</span></div>
            <table class="table">
              <thead><tr><th scope="col" /><th scope="col">{commonWords().measures}</th><th scope="col">{commonWords().tasks}</th></tr></thead>
              <tbody>{STATES.map((state) => <tr key={state.kind}><td><Glyph kind={state.kind} size={18} /></td><td>{state.measure ? said(state.measure) : <span class="tx-3">-</span>}</td><td>{state.task ? said(state.task) : <span class="tx-3">-</span>}</td></tr>)}</tbody>
            </table>
          </section>
          <section class="block">
            <div class="block-head"><h2>{w.roles}</h2></div>
            <dl class="terms">
              {ROLE_DOES.map(({ role, does }) => <div key={role} class={hasRole(role) ? 'mine' : ''}><dt>{commonWords().role(role)}</dt><dd>{said(does)}</dd></div>)}
            </dl>
          </section>
          <section class="block">
            <div class="block-head"><h2>{w.keys}</h2></div>
            <dl class="terms">
              {KEYS.map(({ keys, does }) => <div key={does.zh}><dt>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt><dd>{said(does)}</dd></div>)}
            </dl>
          </section>
          <section class="block">
            <div class="block-head"><h2>{w.more}</h2></div>
            <Terms terms={TROUBLE} />
          </section>
        </div>
      </div>
    </div>
  )
}

function Terms({ terms }: { readonly terms: readonly Term[] }): JSX.Element {
  return <dl class="terms">{terms.map(({ term, means }) => <div key={term.zh}><dt>{said(term)}</dt><dd>{said(means)}</dd></div>)}</dl>
}

function Glossary(): JSX.Element {
  const w = helpWords()
  const text = useSignal('')
  const wanted = text.value.trim().toLowerCase()
  const found = GLOSSARY.filter(({ term, means }) => !wanted || [term.zh, term.en, means.zh, means.en].some((words) => words.toLowerCase().includes(wanted)))
  return (
    <section class="block">
      <div class="block-head">
        <h2>{w.glossary}</h2>
        <input class="help-search" type="search" placeholder={w.search} aria-label={w.search} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
      </div>
      {found.length === 0 ? <p class="hint">{w.noMatch}</p> : <Terms terms={found} />}
    </section>
  )
}
