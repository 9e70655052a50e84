/** Planned events: which there are, and for one of them its steps, venues with the crowds forecast, and its freeze. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useTurns } from '../desk/useEvery'
import { useLoad } from '../desk/useLoad'
import { boot } from '../lib/boot'
import { named } from '../lib/i18n'
import { can, seesNation } from '../lib/session'
import { commonWords } from '../locales/common'
import { AllowDialog, CrowdsDialog } from './CrowdDialogs'
import { ScheduleDialog, VenuesDialog } from './PlanDialogs'
import { Changes, Steps } from './Steps'
import { atBeijing } from './times'
import type { EventCalendar, PlannedEventItem } from './types'
import { Venues } from './Venues'
import { calendarWords } from './words'
import './calendar.css'

const LOOK_AGAIN_MS = 20_000

type Open = 'schedule' | 'venues' | 'crowds' | 'allow'

export function CalendarPage(): JSX.Element {
  const incident = boot().incident?.id
  return incident ? <OneEvent incident={incident} /> : <AllEvents />
}

function AllEvents(): JSX.Element {
  const w = calendarWords()
  const { value, error, reload } = useLoad<{ items: readonly PlannedEventItem[] }>('/planned-events')
  if (!value) return error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={6} />
  return (
    <div class="page">
      <div class="page-head"><h2>{w.events}</h2></div>
      <div class="page-body">
        {value.items.length === 0 ? <Empty action={can('incident.declare') ? <a class="button" href="/incidents">{w.declare}</a> : null}>{w.none}</Empty> : null}
        <ul class="cal-events">
          {value.items.map((event) => (
            <li key={event.id}>
              <a href={`/events/${event.id}`}><strong>{named(event, 'title')}</strong><span class="tx-2 num">{event.opens_on && event.closes_on ? w.days(event.opens_on, event.closes_on) : w.noDays}</span><span class="chip">{commonWords().incidentState(event.state)}</span></a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function OneEvent({ incident }: { readonly incident: string }): JSX.Element {
  const w = calendarWords()
  const [turn, again] = useTurns(LOOK_AGAIN_MS)
  const open = useSignal<Open | null>(null)
  const list = useLoad<{ items: readonly PlannedEventItem[] }>('/planned-events', turn)
  const { value, error, reload } = useLoad<EventCalendar>(`/incidents/${incident}/calendar`, turn)
  if (!value) return error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={12} />
  const item = list.value?.items.find((one) => one.id === incident)
  const done = (): void => {
    open.value = null
    again()
  }
  const close = (): void => {
    open.value = null
  }
  const dialog = { incident, calendar: value, onClose: close, onDone: done }
  return (
    <div class="page cal">
      <div class="page-head">
        <a class="tx-2" href="/events">{w.back}</a><span class="tx-2">/</span>
        <h2>{item ? named(item, 'title') : w.title}</h2>
        {value.event ? <span class="tx-2 num">{w.days(value.event.opens_on, value.event.closes_on)}</span> : null}
        <span class="gap" />
        {can('event.plan') ? <><Button onPress={() => (open.value = 'schedule')}>{value.event ? w.replan : w.plan}</Button><Button onPress={() => (open.value = 'venues')}>{w.venues}</Button><Button onPress={() => (open.value = 'crowds')} whyNot={value.venues.length ? false : w.noVenues}>{w.crowds}</Button></> : null}
        {can('event.allow_change') && value.event?.frozen ? <Button kind="primary" onPress={() => (open.value = 'allow')}>{w.allow}</Button> : null}
        {seesNation() ? <><a class="button button-plain button-normal" download href="/api/v1/calendars/deadlines.ics?scope=nation">{w.ics}</a><a class="button button-plain button-normal" href={`/live/${incident}`}>{w.live}</a></> : null}
      </div>
      <div class="page-body">
        <Freeze calendar={value} />
        {seesNation() ? <Steps calendar={value} incident={incident} /> : null}
        <Venues calendar={value} />
        <Changes calendar={value} />
      </div>
      {open.value === 'schedule' ? <ScheduleDialog {...dialog} /> : null}
      {open.value === 'venues' ? <VenuesDialog {...dialog} /> : null}
      {open.value === 'crowds' ? <CrowdsDialog {...dialog} /> : null}
      {open.value === 'allow' ? <AllowDialog {...dialog} /> : null}
    </div>
  )
}

function Freeze({ calendar }: { readonly calendar: EventCalendar }): JSX.Element | null {
  const w = calendarWords()
  const event = calendar.event
  if (!event?.freeze_from || !event.freeze_until) return null
  if (event.frozen) return <p class="note note-warn" role="status">{w.frozen(atBeijing(event.freeze_until))}</p>
  if (calendar.now >= event.freeze_until) return null
  return <p class="hint">{w.freezeAhead(atBeijing(event.freeze_from), atBeijing(event.freeze_until))}</p>
}
