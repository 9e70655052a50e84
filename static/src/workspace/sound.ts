/** When something new needs me: a short tone, made here so that nothing is downloaded, and a notice if I look elsewhere. */
import { effect, signal } from '@preact/signals'
import { notify } from '../offline/notice'
import { offlineWords } from '../offline/words'
import { askedAndAnswered } from './asked'
import type { Workspace } from './model'

const KEY = 'tongxin.sound'
export const soundOn = signal(localStorage.getItem(KEY) !== 'off')

function ring(): void {
  // A browser that has not been touched yet refuses sound; the title's number is then all there is.
  if (!navigator.userActivation.hasBeenActive) return
  const context = new AudioContext()
  const tone = context.createOscillator()
  const volume = context.createGain()
  volume.gain.value = 0.15
  tone.frequency.value = 880
  tone.connect(volume).connect(context.destination)
  tone.start()
  tone.stop(context.currentTime + 0.25)
  tone.onended = () => void context.close()
}

/** Ring for requests for aid, and for headquarters' answers. Returns how to stop. */
function soundForAsks(workspace: Workspace): () => void {
  let known: Set<string> | null = null
  return effect(() => {
    if (!workspace.store.loaded.value) return
    const { asked, answered } = askedAndAnswered(workspace.store.folded.value.tables)
    const isNew = (key: string): boolean => known !== null && !known.has(key)
    const [called, told] = [asked.some(isNew), answered.some(isNew)]
    known = new Set([...asked, ...answered])
    if (!called && !told) return
    if (soundOn.peek()) ring()
    void notify(called ? offlineWords().aidAsked : offlineWords().askAnswered, called ? '/duty#aid' : '/asks')
  })
}

/** Ring once for tasks that were not waiting before. Returns how to stop. */
export function soundFor(workspace: Workspace): () => void {
  let known: Set<string> | null = null
  const stopKeeping = effect(() => localStorage.setItem(KEY, soundOn.value ? 'on' : 'off'))
  const stop = effect(() => {
    if (!workspace.store.loaded.value) return
    const waiting = new Set(workspace.tasks.value.filter((task) => task.state === 'dispatched').map((task) => task.id))
    const fresh = known ? [...waiting].filter((id) => !known?.has(id)) : []
    known = waiting
    if (fresh.length === 0) return
    if (soundOn.peek()) ring()
    void notify(offlineWords().newTasks(fresh.length), fresh.length === 1 ? `/workspace/tasks/${fresh[0]}` : '/workspace')
  })
  let asked = 0
  const stopDeciding = effect(() => {
    const open = workspace.outbox.undecided.value.length
    if (open > asked) {
      if (soundOn.peek()) ring()
      void notify(offlineWords().noticeDecide(open), '/workspace')
    }
    asked = open
  })
  const stopAsks = soundForAsks(workspace)
  return () => {
    stop()
    stopAsks()
    stopDeciding()
    stopKeeping()
  }
}
