/** Read a page anew as soon as something happens to rosters, to findings, or to what of the incidents that go on concerns the page. */
import { useEffect, useRef } from 'preact/hooks'
import { get } from '../lib/api'
import { Bells, type Positions } from '../lib/bells'
import type { Wire } from '../lib/follow'

const ROSTERS = 'duty'
const FINDINGS = 'review'
/** Incidents that were declared meanwhile are followed from here on. */
const LOOK_AGAIN_MS = 60_000

interface Listening {
  readonly rosters: boolean
  readonly findings?: boolean
  /** What the types of events begin with that ring; null follows no incident. Constant for a page. */
  readonly types: RegExp | null
}

async function connect(heard: { readonly current: Listening }, ring: () => void): Promise<Bells> {
  const { io } = await import('socket.io-client')
  const wire = io({
    transports: ['websocket'], withCredentials: true,
    reconnectionDelay: 7500, reconnectionDelayMax: 30_000, randomizationFactor: 1 / 3,
  })
  return new Bells(wire as unknown as Wire, (event) => event.stream === ROSTERS || event.stream === FINDINGS || heard.current.types?.test(event.type) === true, ring)
}

/** Incidents are followed only while the page shows something of them: a busy one says much. */
export function useBells(listening: Listening, again: () => void): void {
  const [ring, heard] = [useRef(again), useRef(listening)]
  ring.current = again
  heard.current = listening
  const bells = useRef<Promise<Bells> | null>(null)
  useEffect(() => {
    const made = connect(heard, () => ring.current())
    bells.current = made
    return () => void made.then((one) => one.stop())
  }, [])
  const { rosters, findings = false } = listening
  const incidents = listening.types !== null
  useEffect(() => {
    let gone = false
    const look = async (isFirst: boolean): Promise<void> => {
      const heads = await get<Positions>('/duty/heads')
      const made = await bells.current
      if (gone || !made) return
      made.want(Object.fromEntries(Object.entries(heads).filter(([followed]) => (followed === ROSTERS ? rosters : followed === FINDINGS ? findings : incidents))))
      // What happened between the page's own reading and these positions rings for nobody.
      if (isFirst) ring.current()
    }
    // Without a line the page reads as it did before.
    const tried = (isFirst: boolean): void => void look(isFirst).catch(() => undefined)
    tried(true)
    const timer = setInterval(() => tried(false), LOOK_AGAIN_MS)
    return () => {
      gone = true
      clearInterval(timer)
    }
  }, [rosters, findings, incidents])
}
