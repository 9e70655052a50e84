/** Read the page anew as soon as something happens to rosters, and to aid while that is looked at. */
import { useEffect, useRef } from 'preact/hooks'
import { get } from '../lib/api'
import { Bells, type Positions } from '../lib/bells'
import type { Wire } from '../lib/follow'

const ROSTERS = 'duty'
/** Incidents that were declared meanwhile are followed from here on. */
const LOOK_AGAIN_MS = 60_000

async function connect(ring: () => void): Promise<Bells> {
  const { io } = await import('socket.io-client')
  const wire = io({
    transports: ['websocket'], withCredentials: true,
    reconnectionDelay: 7500, reconnectionDelayMax: 30_000, randomizationFactor: 1 / 3,
  })
  return new Bells(wire as unknown as Wire, (event) => event.stream === ROSTERS || event.type.startsWith('Aid'), ring)
}

/** Of an incident only what concerns aid rings, and it is followed only while `aid` is before one's eyes. */
export function useBells(aid: boolean, again: () => void): void {
  const ring = useRef(again)
  ring.current = again
  const bells = useRef<Promise<Bells> | null>(null)
  useEffect(() => {
    const made = connect(() => ring.current())
    bells.current = made
    return () => void made.then((one) => one.stop())
  }, [])
  useEffect(() => {
    let gone = false
    const look = async (isFirst: boolean): Promise<void> => {
      const heads = await get<Positions>('/duty/heads')
      const made = await bells.current
      if (gone || !made) return
      made.want(aid ? heads : { [ROSTERS]: heads[ROSTERS] ?? {} })
      // What happened between the page's own reading and these positions rings for nobody.
      if (isFirst) ring.current()
    }
    // Without a line the page reads every few seconds as before.
    const tried = (isFirst: boolean): void => void look(isFirst).catch(() => undefined)
    tried(true)
    const timer = setInterval(() => tried(false), LOOK_AGAIN_MS)
    return () => {
      gone = true
      clearInterval(timer)
    }
  }, [aid])
}
