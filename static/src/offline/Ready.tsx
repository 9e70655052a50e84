/** On the page "Me": whether this device is ready for the hour without a network, and what makes it readier. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { boot } from '../lib/boot'
import type { Workspace } from '../workspace/model'
import { notices, setNotices } from './notice'
import { offlineWords } from './words'
import { readiness } from './worker'

/** Packed size of the outlines of a large province. */
const OUTLINE_KB = '80 kB'

export function Ready({ workspace }: { readonly workspace: Workspace }): JSX.Element {
  const w = offlineWords()
  const keeping = useSignal<'no' | 'busy' | 'kept' | 'failed'>('no')
  const province = workspace.store.provinces.value[0]?.province
  const words = { starting: w.starting, ready: w.ready, insecure: w.insecure, missing: w.missing }[readiness.value]
  async function keepMap(): Promise<void> {
    keeping.value = 'busy'
    // The service worker keeps what is fetched from this address.
    const answer = await fetch(`${boot().basemap.base}counties/${province}.json`).catch(() => null)
    keeping.value = answer?.ok ? 'kept' : 'failed'
  }
  return (
    <section class="of-ready">
      <h2>{w.keep}</h2>
      <p class="ws-hint">{words}{readiness.value === 'insecure' ? w.insecureMore : ''}</p>
      {province && readiness.value === 'ready' ? (
        <>
          <button type="button" class="ws-button" disabled={keeping.value === 'busy' || keeping.value === 'kept'} onClick={() => void keepMap()}>
            {keeping.value === 'busy' ? w.keeping : keeping.value === 'kept' ? w.kept : w.keepNow}
          </button>
          <p class="ws-hint">{keeping.value === 'failed' ? w.keepFailed : w.keepHint(OUTLINE_KB)}</p>
        </>
      ) : null}
      <Notices />
    </section>
  )
}

function Notices(): JSX.Element {
  const w = offlineWords()
  const state = notices.value
  if (state === 'none' || state === 'denied') return <p class="ws-hint">{w.notices}：{state === 'none' ? w.noticesNone : w.noticesDenied}</p>
  return (
    <fieldset class="ws-choice">
      <legend>{w.notices}</legend>
      <button type="button" aria-pressed={state === 'on'} onClick={() => void setNotices(true)}>{w.noticesOn}</button>
      <button type="button" aria-pressed={state === 'off'} onClick={() => void setNotices(false)}>{w.noticesOff}</button>
    </fieldset>
  )
}
