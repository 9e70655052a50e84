/**
 * A link such as /live#kiosk=… lets a screen watch without anybody's password. The token stands in the fragment, which
 * no server and no referrer ever sees; it is taken out of the address bar before anything else happens.
 */
const MARK = '#kiosk='

/** The token in the address, taken out of it; null when there is none. */
export function takeKioskToken(place: Pick<Location, 'hash' | 'pathname' | 'search'> = location, past: Pick<History, 'replaceState'> = history): string | null {
  if (!place.hash.startsWith(MARK)) return null
  const token = place.hash.slice(MARK.length)
  past.replaceState(null, '', `${place.pathname}${place.search}`)
  return token || null
}
