/** Records a voice note: speech at a low rate, so that ten minutes are two megabytes on a poor line. */
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useEvery } from '../desk/useEvery'
import { now } from '../lib/worldclock'
import { fileWords } from './fileWords'

const BITS_PER_SECOND = 24_000
const LONGEST_S = 600
/** As browsers record; the server takes both. */
const KINDS = [['audio/webm', 'webm'], ['audio/mp4', 'm4a']] as const

interface RecorderProps {
  readonly onVoice: (file: File) => void
  readonly onEnd: () => void
}

export function Recorder({ onVoice, onEnd }: RecorderProps): JSX.Element {
  const w = fileWords()
  const [state, setState] = useState<'asking' | 'recording' | 'refused'>('asking')
  const recorder = useRef<MediaRecorder | null>(null)
  // Whoever turns away keeps what was said; only a press throws it away.
  const wanted = useRef(true)
  const stop = (keep: boolean): void => {
    wanted.current = keep
    recorder.current?.stop()
  }
  useEffect(() => {
    let gone = false
    const done = (file: File): void => {
      if (wanted.current && !gone) onVoice(file)
      onEnd()
    }
    record(done).then((made) => {
      recorder.current = made
      if (gone) stop(false)
      else setState('recording')
    }, () => setState('refused'))
    return () => {
      gone = recorder.current === null
      if (recorder.current?.state === 'recording') recorder.current.stop()
    }
  }, [])
  if (state === 'refused') return <p class="ws-fault" role="alert">{w.faultMic} <button type="button" class="ws-link" onClick={onEnd}>{w.cancel}</button></p>
  if (state === 'asking') return <p class="ws-hint" role="status">{w.asking}</p>
  return (
    <div class="ws-recording" role="group" aria-label={w.recording}>
      <Elapsed onLongest={() => stop(true)} />
      <button type="button" class="ws-button ws-primary" onClick={() => stop(true)}>{w.stop}</button>
      <button type="button" class="ws-button" onClick={() => stop(false)}>{w.cancel}</button>
    </div>
  )
}

function Elapsed({ onLongest }: { readonly onLongest: () => void }): JSX.Element {
  const [seconds, setSeconds] = useState(0)
  useEvery(1000, () => setSeconds((count) => count + 1))
  useEffect(() => {
    if (seconds >= LONGEST_S) onLongest()
  }, [seconds])
  return <span class="num" role="timer"><i aria-hidden="true" />{fileWords().recording} {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')}</span>
}

/** Begin to record; `done` gets what was said once it is stopped. Rejects where the microphone is refused. */
async function record(done: (file: File) => void): Promise<MediaRecorder> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
  const parts: Blob[] = []
  const [type, end] = KINDS.find(([kind]) => MediaRecorder.isTypeSupported(kind)) ?? KINDS[0]
  const made = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: BITS_PER_SECOND })
  made.ondataavailable = ({ data }) => parts.push(data)
  made.onstop = () => {
    for (const track of stream.getTracks()) track.stop()
    done(new File(parts, `${nameNow()}.${end}`, { type }))
  }
  made.start()
  return made
}

/** voice-0512-142804, in the world's time and the time zone of the screens. */
function nameNow(): string {
  const told = new Date(now.peek() + 8 * 3_600_000).toISOString()
  return `voice-${told.slice(5, 10).replace('-', '')}-${told.slice(11, 19).replaceAll(':', '')}`
}
