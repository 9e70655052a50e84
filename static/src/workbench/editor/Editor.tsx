/** The text of a playbook in CodeMirror: completion from the schema, help on hover, problems on their lines. */
import { autocompletion, closeBrackets, completionKeymap, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { unifiedMergeView } from '@codemirror/merge'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, hoverTooltip, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { type Signal, useSignalEffect } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { language, said } from '../../lib/i18n'
import type { Problem } from '../types'
import { workbenchWords } from '../words'
import { offersAt, type Vocabulary } from './words'

export interface EditorProps {
  /** What is written; whoever else changes it (the form) changes what the editor shows. */
  readonly text: Signal<string>
  readonly onSave: () => void
  readonly onLine: (line: number) => void
  readonly problems: readonly Problem[]
  readonly vocabulary: Vocabulary | null
  readonly readOnly: boolean
  /** The line (from 1) to be shown, and a number that rises when it is to be shown again. */
  readonly goTo: { readonly line: number; readonly turn: number } | null
}

const COLOURS = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: 'var(--accent)' },
  { tag: tags.comment, color: 'var(--tx-3)', fontStyle: 'italic' },
  { tag: tags.string, color: 'var(--tx-1)' },
  { tag: tags.keyword, color: 'var(--warn)' },
  { tag: tags.punctuation, color: 'var(--tx-2)' },
])

/** CodeMirror's own words. */
const PHRASES: Readonly<Record<string, string>> = {
  '$ unchanged lines': '$ 行未变', Find: '查找', Replace: '替换为', next: '下一个', previous: '上一个', all: '全部', 'match case': '区分大小写', regexp: '正则', 'by word': '整词',
  replace: '替换', 'replace all': '全部替换', close: '关闭', 'Fold line': '折叠', 'Unfold line': '展开', 'Folded lines': '已折叠', 'Unfolded lines': '已展开',
}

/** A style element is allowed with this page's nonce only. */
export function pageNonce(): string {
  return document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''
}

function completions(vocabulary: () => Vocabulary | null) {
  return (context: CompletionContext): CompletionResult | null => {
    const known = vocabulary()
    const word = context.matchBefore(/[\w+-]*/)
    if (!known || !word || (word.from === word.to && !context.explicit)) return null
    const line = context.state.doc.lineAt(context.pos)
    const lines = context.state.doc.toString().split('\n')
    const offers = offersAt(known, lines, line.number - 1, context.pos - line.from)
    if (offers.length === 0) return null
    return {
      from: word.from,
      validFor: /^[\w+-]*$/,
      options: offers.map((offer) => ({
        label: offer.word,
        apply: offer.is === 'name' ? `${offer.word}: ` : offer.word,
        type: offer.is === 'name' ? 'property' : 'enum',
        ...(offer.said ? { detail: said(offer.said) } : {}),
      })),
    }
  }
}

function help(vocabulary: () => Vocabulary | null): Extension {
  return hoverTooltip((view, pos) => {
    const known = vocabulary()
    const word = view.state.wordAt(pos)
    const name = word ? view.state.sliceDoc(word.from, word.to) : ''
    const words = known && (known.help[name] ?? known.kinds[name]?.title ?? known.names[name])
    if (!word || !words) return null
    return {
      pos: word.from, end: word.to, above: true,
      create: () => {
        const dom = document.createElement('div')
        dom.className = 'wb-help'
        dom.textContent = said(words)
        return { dom }
      },
    }
  })
}

function diagnostics(state: EditorState, problems: readonly Problem[]): Diagnostic[] {
  const w = workbenchWords()
  return problems.map((problem) => {
    const line = state.doc.line(Math.min(Math.max(problem.line, 1), state.doc.lines))
    const from = Math.min(line.from + problem.column - 1, line.to)
    const given = givenWord(problem)
    const there = given ? line.text.indexOf(given, problem.column - 1) : -1
    const word = given && there >= 0 ? { from: line.from + there, to: line.from + there + given.length } : (state.wordAt(Math.min(from + 1, line.to)) ?? { from, to: line.to })
    const nearest = /did you mean '([^']+)'/.exec(problem.en)?.[1]
    return {
      from: word.from, to: Math.max(word.to, word.from), severity: 'error', message: said(problem),
      ...(nearest
        ? { actions: [{ name: w.changeTo(nearest), apply: (view: EditorView) => view.dispatch({ changes: nearestAt(view.state, problem, nearest) }) }] }
        : {}),
    }
  })
}

/** The word that is not known, where that is what is wrong: it stands at the mark or behind it. */
function givenWord(problem: Problem): string | null {
  return /unknown word '([^']+)'/.exec(problem.en)?.[1] ?? null
}

/** The change that puts the nearest word in the place of the one that is not known; it stands at or behind the mark. */
function nearestAt(state: EditorState, problem: Problem, nearest: string): { from: number; to: number; insert: string } {
  const line = state.doc.line(Math.min(problem.line, state.doc.lines))
  const given = givenWord(problem) ?? ''
  const at = line.text.indexOf(given, Math.max(0, problem.column - 1))
  const start = line.from + (at >= 0 ? at : problem.column - 1)
  return { from: start, to: start + (at >= 0 ? given.length : 0), insert: nearest }
}

export function baseExtensions(): Extension[] {
  return [
    EditorView.cspNonce.of(pageNonce()), lineNumbers(), drawSelection(), yaml(), syntaxHighlighting(COLOURS), EditorView.lineWrapping,
    indentUnit.of('  '), EditorState.tabSize.of(2), language.peek() === 'zh' ? EditorState.phrases.of(PHRASES) : [],
  ]
}

export function Editor(props: EditorProps): JSX.Element {
  const holder = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const now = useRef(props)
  const locked = useRef(new Compartment())
  now.current = props
  useEffect(() => {
    const state = EditorState.create({
      doc: props.text.peek(),
      extensions: [
        ...baseExtensions(), history(), foldGutter(), indentOnInput(), bracketMatching(), closeBrackets(), highlightActiveLine(), highlightActiveLineGutter(),
        highlightSelectionMatches(), search({ top: true }), lintGutter(), autocompletion({ override: [completions(() => now.current.vocabulary)] }), help(() => now.current.vocabulary),
        keymap.of([{ key: 'Mod-s', preventDefault: true, run: () => (now.current.onSave(), true) }, indentWithTab, ...completionKeymap, ...searchKeymap, ...foldKeymap, ...historyKeymap, ...defaultKeymap]),
        locked.current.of(EditorState.readOnly.of(props.readOnly)),
        EditorView.contentAttributes.of({ 'aria-label': workbenchWords().text }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) now.current.text.value = update.state.doc.toString()
          if (update.selectionSet || update.docChanged) now.current.onLine(update.state.doc.lineAt(update.state.selection.main.head).number)
        }),
      ],
    })
    view.current = new EditorView({ state, parent: holder.current as HTMLDivElement })
    return () => view.current?.destroy()
  }, [])
  // At once and not after the next paint: a text that came late would be written over what was typed meanwhile.
  useSignalEffect(() => {
    const wanted = props.text.value
    const shown = view.current
    if (shown && shown.state.doc.toString() !== wanted) shown.dispatch({ changes: { from: 0, to: shown.state.doc.length, insert: wanted } })
  })
  useEffect(() => {
    view.current?.dispatch({ effects: locked.current.reconfigure(EditorState.readOnly.of(props.readOnly)) })
  }, [props.readOnly])
  useEffect(() => {
    const shown = view.current
    if (shown) shown.dispatch(setDiagnostics(shown.state, diagnostics(shown.state, props.problems)))
  }, [props.problems])
  useEffect(() => {
    const shown = view.current
    if (!shown || !props.goTo) return
    const line = shown.state.doc.line(Math.min(props.goTo.line, shown.state.doc.lines))
    shown.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: 'center' }) })
    shown.focus()
  }, [props.goTo?.turn])
  return <div class="wb-editor" ref={holder} />
}

/** Two texts by line: what was, struck out above what is. */
export function LineDifference({ before, after }: { readonly before: string; readonly after: string }): JSX.Element {
  const holder = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const state = EditorState.create({
      doc: after,
      extensions: [...baseExtensions(), EditorState.readOnly.of(true), EditorView.editable.of(false), unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: { margin: 2, minSize: 6 } })],
    })
    const view = new EditorView({ state, parent: holder.current as HTMLDivElement })
    return () => view.destroy()
  }, [before, after])
  return <div class="wb-editor wb-lines" ref={holder} />
}
