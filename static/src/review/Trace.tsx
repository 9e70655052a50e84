/** One click from every figure to the events that it is made of, and from each of them to its moment. */
import { signal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { MomentLink } from '../findings/parts'
import type { Told } from '../findings/types'
import type { NoteAbout } from '../findings/NoteDialog'
import { clockMinutes, day, exact, moment } from '../lib/format'
import { said } from '../lib/i18n'
import { can } from '../lib/session'
import { reviewWords } from './words'
import '../findings/findings.css'

export interface Asked {
  readonly of: string
  readonly title: string
  readonly province?: string | undefined
  readonly name?: string | undefined
  readonly from_s?: number | undefined
  readonly to_s?: number | undefined
  /** Where a page speaks of several incidents: of which. */
  readonly incident?: string | undefined
}

/** What is asked for now; null: nothing stands open. */
export const asked = signal<Asked | null>(null)

export function traceQuery({ of, province, name, from_s, to_s }: Asked): string {
  const told = Object.entries({ of, province, name, from_s, to_s }).filter(([, value]) => value !== undefined)
  return new URLSearchParams(told.map(([key, value]) => [key, String(value)])).toString()
}

/** A figure that leads to its events. */
export function Figure({ ask, children }: { readonly ask: Asked; readonly children: ComponentChildren }): JSX.Element {
  return <button type="button" class="figure-link" title={reviewWords().showEvents} onClick={() => (asked.value = ask)}>{children}</button>
}

interface Behind {
  readonly count: number
  readonly items: readonly (Told & { readonly province: string | null })[]
}

/** What was asked for; without `onNote` a finding is noted elsewhere. */
export function Trace({ incident, onNote }: TraceProps): JSX.Element | null {
  const ask = asked.value
  return ask ? <Open key={`${ask.incident ?? ''}${traceQuery(ask)}`} incident={ask.incident ?? incident} ask={ask} {...(onNote ? { onNote } : {})} /> : null
}

interface TraceProps {
  readonly incident: string
  readonly onNote?: (about: NoteAbout) => void
}

type Thing = NonNullable<NoteAbout['subject']>['kind']

function isThing(of: string): of is Thing {
  return of === 'task' || of === 'measure' || of === 'broadcast'
}

function Open({ incident, ask, onNote }: TraceProps & { readonly ask: Asked }): JSX.Element {
  const w = reviewWords()
  const behind = useLoad<Behind>(`/incidents/${incident}/review/events?${traceQuery(ask)}`)
  const close = (): void => void (asked.value = null)
  const told = behind.value
  const subject = isThing(ask.of) && ask.name ? { kind: ask.of, id: ask.name, title: ask.title } : null
  const notes = onNote !== undefined && can('finding.note')
  const note = (about: NoteAbout): void => {
    close()
    onNote?.(about)
  }
  return (
    <Dialog place="drawer" title={ask.title} onClose={close}>
      <div class="drawer">
        {behind.error ? <Failure error={behind.error} onRetry={behind.reload} /> : null}
        {!told && !behind.error ? <Skeleton rows={8} /> : null}
        {told ? <p class="hint num">{told.items.length < told.count ? w.eventsFirst(exact(told.items.length), exact(told.count)) : w.eventsAll(exact(told.count))}</p> : null}
        {subject && notes ? <Button onPress={() => note({ subject, province: told?.items.find((one) => one.province)?.province ?? null })}>＋ {w.noteHere}</Button> : null}
        <ol class="told">
          {(told?.items ?? []).map((one) => (
            <li key={one.position}>
              <MomentLink incident={incident} position={one.position} />
              <time dateTime={one.at} title={moment(one.at)}>{day(one.at)} {clockMinutes(one.at)}</time>
              <span>
                {said(one.say)}
                {notes ? <button type="button" class="figure-link note-here" onClick={() => note({ position: one.position, province: one.province })}>＋ {w.noteHere}</button> : null}
              </span>
            </li>
          ))}
        </ol>
      </div>
    </Dialog>
  )
}
