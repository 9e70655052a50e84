/** The button of a voice note. The recorder is fetched when it is pressed; without one a file is chosen instead. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { fileWords } from './fileWords'

type Recording = typeof import('./Recorder').Recorder

interface VoiceProps {
  readonly onVoice: (file: File) => void
  /** Where the browser records nothing: an address that is not secure, an old one. */
  readonly instead: JSX.Element
}

export function Voice({ onVoice, instead }: VoiceProps): JSX.Element {
  const [Recorder, setRecorder] = useState<Recording | null>(null)
  if (!('MediaRecorder' in globalThis) || !navigator.mediaDevices) return instead
  if (Recorder) return <Recorder onVoice={onVoice} onEnd={() => setRecorder(null)} />
  const open = (): void => void import('./Recorder').then((found) => setRecorder(() => found.Recorder), () => undefined)
  return <button type="button" class="ws-button" onClick={open}>{fileWords().addVoice}</button>
}
