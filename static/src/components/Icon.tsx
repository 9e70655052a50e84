/** Outline icons of the shell and controls, drawn in a 20 box. They never say a state; glyphs do. */
import type { JSX } from 'preact'

const PATHS = {
  logo: 'M10 3.2a6.8 6.8 0 1 0 0 13.6 6.8 6.8 0 0 0 0-13.6M10 7.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2',
  live: 'M10 8.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8M6.6 6.6a4.8 4.8 0 0 0 0 6.8M13.4 6.6a4.8 4.8 0 0 1 0 6.8M4.2 4.2a8.2 8.2 0 0 0 0 11.6M15.8 4.2a8.2 8.2 0 0 1 0 11.6',
  incidents: 'M10 3.5l7 12.5H3z',
  signals: 'M10 9.2v7.3M7.5 16.5h5M10 7.2a1 1 0 1 0 0-2 1 1 0 0 0 0 2M7 9.2a4 4 0 0 1 0-6M13 9.2a4 4 0 0 0 0-6M4.8 11a7 7 0 0 1 0-9.6M15.2 11a7 7 0 0 0 0-9.6',
  tasks: 'M3 5.5l1.5 1.5L7 4.5M3 13.5L4.5 15 7 12.5M10 6h7M10 14h7M10 10h7',
  tasking: 'M3.5 3.5h13v13h-13zM3.5 8h13M3.5 12.3h13M8 3.5v13M12.3 3.5v13',
  measures: 'M3.5 5h13M3.5 10h9M3.5 15h6',
  broadcast: 'M4 8v4h2.5L13 15.5v-11L6.5 8zM15.5 8.2a3 3 0 0 1 0 3.6',
  playbooks: 'M5 3.5h10v13H5zM5 13.5h10M8 3.5v6l2-1.4 2 1.4v-6',
  drills: 'M5 17V3.5M5 4h10l-2.5 3.2L15 10.5H5',
  review: 'M3.5 3.5v13h13M6.5 12l3-3.5 2.5 2 4-5',
  outcomes: 'M3.5 16.5h13M5.5 16.5v-5M9 16.5V6.5M12.5 16.5v-8M3 4.5h3M15 3.5l2 2-2 2',
  people: 'M10 3.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M4 17c0-3.2 2.6-5 6-5s6 1.8 6 5',
  data: 'M4 5.5c0-1.4 2.7-2.3 6-2.3s6 .9 6 2.3-2.7 2.3-6 2.3-6-.9-6-2.3M4 5.5v9c0 1.4 2.7 2.3 6 2.3s6-.9 6-2.3v-9M4 10c0 1.4 2.7 2.3 6 2.3s6-.9 6-2.3',
  calendar: 'M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5M6.5 11.5h2M11.5 11.5h2M6.5 14h2',
  duty: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4M10 6v4.2l3 1.8',
  phonebook: 'M5.5 3.5h9v13h-9zM3.5 6.5h2M3.5 10h2M3.5 13.5h2M10 7.2a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2M7.4 13.2c.4-1.2 1.4-1.8 2.6-1.8s2.2.6 2.6 1.8',
  help: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4M7.8 8a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.6M10 13.6v1',
  workspace: 'M3.5 4.5h13v9h-13zM7.5 16.5h5M10 13.5v3',
  record: 'M10 2.8l6 2.2v4.6c0 3.6-2.4 6.2-6 7.6-3.6-1.4-6-4-6-7.6V5zM7.2 9.9l2 2 3.6-3.8',
  search: 'M9 3.8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 9 3.8M13 13l4 4',
  down: 'M5.5 8l4.5 4.5L14.5 8',
  up: 'M5.5 12L10 7.5l4.5 4.5',
  close: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  plus: 'M10 4.5v11M4.5 10h11',
  minus: 'M4.5 10h11',
  polygon: 'M5 8.5L11 4l5 5-3.5 7H6z',
  upload: 'M10 13V4M6.5 7.5L10 4l3.5 3.5M4 13v3h12v-3',
  bell: 'M5 14h10l-1.4-2V9a3.6 3.6 0 0 0-7.2 0v3zM8.6 16.4a1.6 1.6 0 0 0 2.8 0',
  sun: 'M10 6.6a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8M10 2.5v1.6M10 15.9v1.6M2.5 10h1.6M15.9 10h1.6M4.7 4.7l1.1 1.1M14.2 14.2l1.1 1.1M4.7 15.3l1.1-1.1M14.2 5.8l1.1-1.1',
  moon: 'M15.8 12.2A6.6 6.6 0 0 1 7.8 4.2a6.6 6.6 0 1 0 8 8',
  note: 'M4 4h12v9l-3.5 3.5H4zM12.5 16.5V13H16M7 7.5h6M7 10.5h4',
  copy: 'M7.5 7.5h9v9h-9zM12.5 7.5v-4h-9v9h4',
  home: 'M3.5 9.5L10 4l6.5 5.5M5.5 8.5v7.5h9V8.5',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 20 20" width={size} height={size} aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}
