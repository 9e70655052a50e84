import type { GlyphKind } from '../lib/glyph-kinds'

const GLYPH: Readonly<Record<GlyphKind, string>> = {
  proposed: 'Proposed', pending: 'Awaiting approval', open: 'Sent or approved', acknowledged: 'Acknowledged',
  working: 'Working', held: 'Held', effect: 'In effect', done: 'Done', ended: 'Ended', partial: 'Partly failed',
  overdue: 'Overdue', declined: 'Declined', failed: 'Silent or technical failure', none: 'Not applicable',
}

const TASK_STATE: Readonly<Record<string, string>> = {
  dispatched: 'Sent', acknowledged: 'Acknowledged', in_progress: 'Working', pending: 'Waiting on others', held: 'Held',
  resolved: 'To verify', closed: 'Done', rejected: 'Declined', cancelled: 'Cancelled',
}
const MEASURE_STATE: Readonly<Record<string, string>> = {
  draft: 'Proposed', pending_approval: 'Awaiting approval', approved: 'Approved', rejected: 'Rejected',
  executing: 'Executing', held: 'Held', partially_applied: 'Partly failed', in_effect: 'In effect', ending: 'Ending',
  completed: 'Ended', reversing: 'Reversing', reversed: 'Reversed', cancelled: 'Cancelled', broadcasting: 'Sending',
  waiting: 'Queued', sending: 'Sending', stopped: 'Stopped', unknown: 'Unknown',
}
const INCIDENT_STATE: Readonly<Record<string, string>> = {
  monitoring: 'Monitoring', active: 'Active', stabilised: 'Stabilised', recovering: 'Recovering', closed: 'Closed',
  reviewed: 'Reviewed', cancelled: 'Cancelled',
}
const ROLE: Readonly<Record<string, string>> = {
  duty_officer: 'Duty officer', commander: 'Commander', approver: 'Approver', planner: 'Planner',
  province_lead: 'Province lead', province_member: 'Province member', reviewer: 'Reviewer',
  administrator: 'Administrator', auditor: 'Auditor', wall: 'Wall', system: 'System',
}
const SEGMENT: Readonly<Record<string, string>> = {
  gotone: 'GoTone', easyown: 'Easyown', mzone: 'M-Zone', other: 'Other',
}

export const en = {
  product: 'Tongxin',
  live: 'Live', incidents: 'Incidents', signals: 'Signals', tasking: 'Tasking', asks: 'Asks', brief: 'Brief', tasks: 'Tasks', measures: 'Measures', playbooks: 'Playbooks', drills: 'Drills', outcomes: 'Outcomes', review: 'Review', findings: 'Findings', walk: 'Walk', meetings: 'Meetings',
  people: 'Admin', record: 'Audit', data: 'Data', help: 'Help', duty: 'Duty', calendar: 'Events', phonebook: 'Phones', wall: 'Wall', workspace: 'Desk',
  exercise: 'Exercise', exerciseBadge: 'EXERCISE 演练',
  warning: (colour: string) => `Warning: ${colour}`,
  noLevel: 'No level set',
  connectionLive: 'Live', connectionPast: 'Past', toMoment: 'see what stood then', connecting: 'Connecting',
  catchingUp: (after: string) => `Catching up from #${after}`,
  stale: (age: string) => `Data ${age} old`,
  offline: (age: string) => `Offline ${age}, reconnecting`,
  ended: 'Session ended, please sign in again',
  search: 'Find incident, county, task, action', searchKeys: 'Ctrl K',
  language: 'Language', toEnglish: 'EN', toChinese: '中', theme: 'Theme', toLight: 'Light', toDark: 'Dark',
  onlyWatches: 'watching only', kioskWords: 'This screen was opened with a link for watching; it can do nothing else.', signInToAct: 'Sign in to act', signOut: 'Sign out', myNotices: 'My notices', account: 'My account',
  close: 'Close', cancel: 'Cancel', save: 'Save', send: 'Submit', undo: 'Undo', open: 'Open', retry: 'Try again',
  all: 'All', more: 'More', loading: 'Loading', nothing: 'Nothing yet',
  errorHead: 'Could not load', errorKept: 'What is on the screen is kept.',
  conflictHead: 'Somebody just changed this',
  conflictWords: 'What you saw is no longer current. Look at it again, then decide.',
  noPermission: 'Your role may not do this', whoGrants: 'An administrator can grant it',
  reason: 'Reason', required: 'required', optional: 'optional',
  working: 'Submitting',
  secondsLeft: (seconds: number) => `${seconds} s`,
  minutesAgo: (minutes: number) => (minutes < 1 ? 'just now' : `${minutes} min ago`),
  glyph: (kind: GlyphKind) => GLYPH[kind],
  taskState: (state: string) => TASK_STATE[state] ?? state,
  measureState: (state: string) => MEASURE_STATE[state] ?? state,
  incidentState: (state: string) => INCIDENT_STATE[state] ?? state,
  role: (role: string) => ROLE[role] ?? role,
  segment: (segment: string) => SEGMENT[segment] ?? segment,
  nation: 'Nation',
  paletteEmpty: 'Nothing matches', paletteHint: '↑↓ choose · Enter opens · Esc closes',
  groupIncident: 'Incidents', groupRegion: 'Regions', groupTask: 'Tasks', groupAction: 'Actions',
  skip: 'Skip to content',
  watching: 'Watching only after a long pause: sign in again to approve',
}
