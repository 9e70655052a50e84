/** The address of a moment: the console as it was just after the event at this position of the incident's log. */
export function momentLink(incident: string, position: number): string {
  return `/live/${incident}?at=${position}`
}
