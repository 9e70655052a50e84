/** Surveys that were sent: sample, answers, response rate, share of satisfied customers with its margin; each leads to its events. */
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../components/Button'
import { Failure } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { day, clockMinutes, exact } from '../lib/format'
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { can } from '../lib/session'
import { commonWords } from '../locales/common'
import { Figure } from '../review/Trace'
import { reviewWords } from '../review/words'
import { surveyWords } from './surveyWords'
import type { Margin } from './types'
import { outcomeWords } from './words'

interface Came {
  readonly province: string | null
  readonly sent: number
  readonly answers: number
  readonly digits: Readonly<Record<string, number>>
  readonly late: number
  readonly repeated: number
  readonly unclear: number
  readonly closed: boolean
  /** Hundredths of a percent. */
  readonly share: number | null
  readonly rate: number | null
  readonly margin: Margin | null
}
interface Survey {
  readonly id: string
  readonly title_zh: string
  readonly title_en: string
  readonly state: string
  readonly measure_zh: string | null
  readonly measure_en: string | null
  readonly sample: number
  readonly covered: number
  readonly scale: number
  readonly satisfied_from: number
  readonly answer_hours: number
  readonly started_at: string | null
  readonly total: Came
  readonly provinces: readonly Came[]
}

const LOOK_MS = 15_000

interface SurveysProps {
  readonly incidentId: string
  /** Anything whose change means that something new is there. */
  readonly again: unknown
  readonly onAsk?: () => void
}

export function Surveys({ incidentId, again, onAsk }: SurveysProps): JSX.Element {
  const w = surveyWords()
  const { value, error, reload } = useLoad<{ items: readonly Survey[] }>(`/incidents/${incidentId}/surveys`, again)
  const waits = (value?.items ?? []).some((one) => one.started_at !== null && !one.total.closed)
  // an incident that is over rings for nobody
  useEffect(() => {
    const timer = waits ? setInterval(reload, LOOK_MS) : undefined
    return () => clearInterval(timer)
  }, [waits])
  return (
    <section class="block surveys">
      <div class="block-head"><h2>{w.title}</h2>{onAsk ? <Button size="small" onPress={onAsk}>{w.ask}</Button> : null}</div>
      {error ? <Failure error={error} onRetry={reload} /> : null}
      {value && value.items.length === 0 ? <p class="hint">{w.none}</p> : null}
      {(value?.items ?? []).map((survey) => <One key={survey.id} survey={survey} incidentId={incidentId} />)}
    </section>
  )
}

function One({ survey, incidentId }: { readonly survey: Survey; readonly incidentId: string }): JSX.Element {
  const w = surveyWords()
  const { total } = survey
  return (
    <article class="survey">
      <header>
        <strong>{named(survey, 'title')}</strong>
        <span class="tag">{commonWords().measureState(survey.state)}</span>
        {survey.started_at ? <time class="tx-2 num" dateTime={survey.started_at}>{day(survey.started_at)} {clockMinutes(survey.started_at)}</time> : null}
        <a class="link" href={`/broadcasts/${incidentId}/${survey.id}`}>{w.message}</a>
      </header>
      <dl class="survey-facts">
        <div><dt>{w.satisfied}</dt><dd><span class="outcome-number">{total.share === null ? w.waiting : <Told survey={survey}>{hundredths(total.share)}</Told>}</span>{total.margin ? <small>{outcomeWords().margin(hundredths(total.margin.half, ''), exact(total.answers))}</small> : null}{total.margin?.few ? <small class="late">{outcomeWords().few}</small> : null}</dd></div>
        <div><dt>{w.rate}</dt><dd>{total.rate === null || total.sent === 0 ? '·' : <Told survey={survey}>{hundredths(total.rate)}</Told>}<small>{exact(total.answers)} / {exact(total.sent)}</small></dd></div>
        <div><dt>{w.asked}</dt><dd><Told survey={survey}>{exact(survey.sample)}</Told><small>{w.of(exact(survey.covered))}</small></dd></div>
        <div class="survey-spread"><dt>{w.spread}</dt><dd><Spread came={total} survey={survey} /></dd></div>
      </dl>
      <p class="hint">{w.leftOut(exact(total.late), exact(total.repeated), exact(total.unclear))} · {total.closed && total.sent > 0 ? w.closed : w.open(String(survey.answer_hours))}</p>
      {survey.provinces.length > 1 ? <Places survey={survey} /> : null}
    </article>
  )
}

function Places({ survey }: { readonly survey: Survey }): JSX.Element {
  const w = surveyWords()
  return (
    <div class="table-wrap">
      <table class="table table-folds">
        <thead><tr><th scope="col">{w.province}</th><th scope="col" class="num">{w.reached}</th><th scope="col" class="num">{w.answers}</th><th scope="col" class="num">{w.rate}</th><th scope="col" class="num">{w.satisfied}</th></tr></thead>
        <tbody>
          {survey.provinces.map((came) => (
            <tr key={came.province}>
              <td>{provinceName(came.province)}</td>
              {([[w.reached, exact(came.sent)], [w.answers, exact(came.answers)], [w.rate, came.rate === null ? '·' : hundredths(came.rate)]] as const).map(([label, text]) => <td class="num" key={label} data-label={label}><Told survey={survey} province={came.province}>{text}</Told></td>)}
              <td class="num" data-label={w.satisfied}><Told survey={survey} province={came.province}>{came.share === null ? '·' : hundredths(came.share)}</Told>{came.margin ? <small class="tx-2"> ±{hundredths(came.margin.half)}</small> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** How many gave each number, as bars from zero. */
function Spread({ came, survey }: { readonly came: Came; readonly survey: Survey }): JSX.Element {
  const w = surveyWords()
  const digits = Object.entries(came.digits).sort(([a], [b]) => Number(a) - Number(b))
  const most = Math.max(1, ...digits.map(([, many]) => many))
  return (
    <>
      <ol class="survey-digits">
        {digits.map(([digit, many]) => (
          <li key={digit} title={w.digit(digit, exact(many))} class={Number(digit) >= survey.satisfied_from ? 'good' : ''}>
            <span class="survey-bar" style={{ height: `${Math.round((40 * many) / most)}px` }} /><span class="num">{digit}</span><small class="num">{exact(many)}</small>
          </li>
        ))}
      </ol>
      <small>{w.from(String(survey.satisfied_from), String(survey.scale))}</small>
    </>
  )
}

/** A figure of a survey leads to the survey's story, for those who may read it. */
function Told({ survey, province, children }: { readonly survey: Survey; readonly province?: string | null; readonly children: string }): JSX.Element {
  if (!can('review.read')) return <>{children}</>
  return <Figure ask={{ of: 'broadcast', name: survey.id, title: reviewWords().eventsOf(named(survey, 'title')), province: province ?? undefined }}>{children}</Figure>
}

/** Hundredths of a percent as people read them. */
export function hundredths(value: number, unit = '%'): string {
  return `${(value / 100).toFixed(value >= 1000 ? 1 : 2)}${unit}`
}
