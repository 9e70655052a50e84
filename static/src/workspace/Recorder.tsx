/** Records a voice note: speech at a low rate, so that ten minutes are two megabytes on a poor line. */
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
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
  const [seconds, setSeconds] = useState(0)
  const recorder = useRef<MediaRecorder | null>(null)
  const wanted = useRef(true)
  const stop = (keep: boolean): void => {
    wanted.current = keep
    if (recorder.current?.state === 'recording') recorder.current.stop()
    else onEnd()
  }
  useEffect(() => {
    let gone = false
    let stream: MediaStream | undefined
    const begin = async (): Promise<void> => {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true })
      if (gone) {
        release(stream)
        return
      }
      const parts: Blob[] = []
      const [kind, end] = KINDS.find(([type]) => MediaRecorder.isTypeSupported(type)) ?? KINDS[0]
      const made = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: BITS_PER_SECOND })
      made.ondataavailable = ({ data }) => parts.push(data)
      made.onstop = () => {
        if (wanted.current) onVoice(new File(parts, `${nameNow()}.${end}`, { type: kind }))
        onEnd()
      }
      recorder.current = made
      made.start()
      setState('recording')
    }
    begin().catch(() => setState('refused'))
    return () => {
      gone = true
      // Whoever turns away keeps what was said.
      if (recorder.current?.state === 'recording') recorder.current.stop()
      if (stream) release(stream)
    }
  }, [])
  useEffect(() => {
    if (state !== 'recording') return undefined
    const timer = setInterval(() => setSeconds((count) => count + 1), 1000)
    return () => clearInterval(timer)
  }, [state])
  useEffect(() => {
    if (seconds >= LONGEST_S) stop(true)
  }, [seconds])
  if (state === 'refused') return <p class="ws-fault" role="alert">{w.faultMic} <button type="button" class="ws-link" onClick={onEnd}>{w.cancel}</button></p>
  if (state === 'asking') return <p class="ws-hint" role="status">{w.asking}</p>
  return (
    <div class="ws-recording" role="group" aria-label={w.recording}>
      <span class="num" role="timer"><i aria-hidden="true" />{w.recording} {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')}</span>
      <button type="button" class="ws-button ws-primary" onClick={() => stop(true)}>{w.stop}</button>
      <button type="button" class="ws-button" onClick={() => stop(false)}>{w.cancel}</button>
    </div>
  )
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

/** voice-0512-142804, in the world's time and the time zone of the screens. */
function nameNow(): string {
  const told = new Date(now.peek() + 8 * 3_600_000).toISOString()
  return `voice-${told.slice(5, 10).replace('-', '')}-${told.slice(11, 19).replaceAll(':', '')}`
}
