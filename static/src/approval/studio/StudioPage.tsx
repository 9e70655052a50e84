/** The message studio: a message to the public in every language it needs, with what is prepared for when it is wrong. */
import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../../components/Button'
import { Failure, Skeleton } from '../../components/Panel'
import { useAction } from '../../desk/useAction'
import { useLoad } from '../../desk/useLoad'
import { newId } from '../../lib/api'
import { exact } from '../../lib/format'
import { language } from '../../lib/i18n'
import { session } from '../../lib/session'
import type { Store } from '../../lib/store'
import type { BroadcastRow } from '../../lib/types'
import { now } from '../../lib/worldclock'
import { fromField, toField } from '../../live/actions/DeclareDialog'
import { commonWords } from '../../locales/common'
import { SEGMENTS } from '../area'
import { AreaTable } from '../AreaTable'
import { AudiencePicker, type Audience } from '../byhand/Audience'
import { customersOf, hitCounties } from '../byhand/audience'
import { refusedAt, showFirstFault } from '../byhand/faults'
import { audienceFaults, everybody } from '../byhand/NewMeasure'
import type { MeasureType } from '../byhand/schema'
import { byHandWords } from '../byhand/words'
import '../byhand/byhand.css'
import { piecesOf } from '../parts'
import { approvalWords } from '../words'
import { asSent, blank, bodyOf, EMPTY, formOf, missing, OWN, type Form } from './form'
import { Language } from './Language'
import { Preview } from './Preview'
import { Settings, type StudioDocument } from './Settings'
import './studio.css'
import { studioWords } from './words'

const HOUR = 3_600_000
const VALID_HOURS = 12

interface StudioProps {
  readonly store: Store
  /** The broadcast that is edited; '' for a new one. */
  readonly id: string
}

export function StudioPage({ store, id }: StudioProps): JSX.Element {
  const types = useLoad<{ items: readonly MeasureType[] }>('/measure-types')
  const studio = useLoad<StudioDocument>(`/incidents/${store.incidentId}/broadcast-studio`)
  const row = id ? store.broadcasts.value.find((one) => one.id === id) : undefined
  const type = types.value?.items.find((one) => one.delivery === 'broadcast')
  const error = types.error ?? studio.error
  if (error && !(type && studio.value)) return <Failure error={error} onRetry={() => { types.reload(); studio.reload() }} />
  if (!type || !studio.value) return <Skeleton rows={12} />
  if (id && !row) return <p class="empty">{approvalWords().gone} <a class="link" href={`/measures/${store.incidentId}`}>{approvalWords().back}</a></p>
  return <Editor store={store} row={row} rules={type.rules} studio={studio.value} />
}

interface EditorProps {
  readonly store: Store
  readonly row: BroadcastRow | undefined
  readonly rules: readonly string[]
  readonly studio: StudioDocument
}

function Editor({ store, row, rules, studio }: EditorProps): JSX.Element {
  const w = studioWords()
  const prefix = session.value?.text_prefix ?? ''
  const id = useSignal(row?.id ?? newId())
  const until = row ? toField(Date.parse(row.valid_until)) : toField(now.peek() + VALID_HOURS * HOUR)
  const form = useSignal<Form>(row ? formOf(row, prefix, until) : blank(until, studio.cap))
  const hit = useComputed(() => hitCounties(store.impact.value, store.incident.value?.footprint_id))
  const audience = useSignal<Audience>(everybody(hit.value, rules))
  const tried = useSignal(false)
  const action = useAction()
  const set = (part: Partial<Form>): void => {
    form.value = { ...form.value, ...part }
  }
  const zh = language.value === 'zh'
  const nameOf = (tag: string): string => (tag === 'zh' ? w.zh : tag === 'en' ? w.en : (studio.languages.find((one) => one.tag === tag)?.[zh ? 'zh' : 'en'] ?? tag))
  const empty = missing(form.value)
  const whom = row ? { counties: '', segments: '', rules: '' } : audienceFaults(hit.value, audience.value)
  const nothingSent = Object.keys(form.value.blocks).every((tag) => !form.value.sent.has(tag))
  const faults = empty.length + Object.values(whom).filter(Boolean).length + (nothingSent ? 1 : 0)
  const customers = row ? row.customers : customersOf(hit.value.filter((county) => audience.value.counties.has(county.code)), audience.value.segments)
  const each = Object.entries(form.value.blocks).filter(([tag]) => form.value.sent.has(tag)).reduce((all, [, block]) => all + piecesOf(asSent(block.body, prefix), form.value.channel).pieces.length, 0)

  async function save(place: HTMLFormElement): Promise<void> {
    tried.value = true
    if (faults > 0) {
      showFirstFault(place)
      return
    }
    const valid = { valid_until: fromField(form.value.until) }
    const whole = {
      ...bodyOf(form.value), ...valid, id: id.value, counties: [...audience.value.counties].sort(),
      segments: SEGMENTS.filter((name) => audience.value.segments.has(name)), rules: rules.filter((rule) => audience.value.rules.has(rule)),
    }
    const done = row
      ? await action.run('edit', { method: 'PATCH', path: `/broadcasts/${row.id}`, body: { ...bodyOf(form.value), ...(form.value.until === until ? {} : valid) }, revision: row.revision })
      : await action.run('draft', { path: `/incidents/${store.incidentId}/broadcasts`, body: whole })
    if (done) location.assign(`/broadcasts/${store.incidentId}/${id.value}`)
    else showFirstFault(place)
  }

  return (
    <form class="page" noValidate onSubmit={(event) => { event.preventDefault(); void save(event.currentTarget) }}>
      <header class="page-head">
        <a class="tx-2" href={`/measures/${store.incidentId}`}>{approvalWords().broadcastsTitle}</a>
        <h2>{row ? w.editTitle : w.newTitle}</h2>
        {prefix ? <span class="tx-2">{byHandWords().prefixHint(prefix)}</span> : null}
      </header>
      <div class="columns columns-studio">
        <div class="column">
          {Object.entries(form.value.blocks).map(([tag, block]) => (
            <Language
              key={tag} tag={tag} name={nameOf(tag)} block={block} channel={form.value.channel} prefix={prefix} sent={form.value.sent.has(tag)}
              empty={new Set(tried.value ? empty.filter((one) => one.startsWith(`${tag}.`)).map((one) => one.slice(tag.length + 1)) : [])}
              fault={(field) => (tried.value && empty.includes(spot(field)) ? byHandWords().needText : refusedAt(action.error, field))}
              onChange={(part) => set({ blocks: { ...form.value.blocks, [tag]: { ...(form.value.blocks[tag] ?? EMPTY), ...part } } })}
              onSent={(isSent) => set({ sent: new Set(isSent ? [...form.value.sent, tag] : [...form.value.sent].filter((one) => one !== tag)) })}
              {...(OWN.some((one) => one === tag) ? {} : { onRemove: () => set({ blocks: Object.fromEntries(Object.entries(form.value.blocks).filter(([one]) => one !== tag)), sent: new Set([...form.value.sent].filter((one) => one !== tag)) }) })}
            />
          ))}
          <p class="hint">{w.prepared}</p>
        </div>
        <div class="column">
          <Settings form={form.value} studio={studio} isNew={!row} nothingSent={tried.value && nothingSent} error={action.error} onChange={set} />
          {row ? <AreaTable area={row.audience} /> : (
            <AudiencePicker
              incident={store.incidentId} hit={hit.value} rules={rules} value={audience.value} onChange={(part) => (audience.value = { ...audience.value, ...part })}
              faults={{
                counties: (tried.value ? whom.counties : '') || refusedAt(action.error, 'area', 'audience', 'counties'),
                segments: tried.value ? whom.segments : '', rules: (tried.value ? whom.rules : '') || refusedAt(action.error, 'rules'),
              }}
            />
          )}
        </div>
        <div class="column"><div class="studio-side"><Preview form={form.value} prefix={prefix} nameOf={nameOf} /></div></div>
      </div>
      <div class="action-bar">
        <span class="hint">{row ? w.editHint : byHandWords().draftHint}</span>
        <span class="gap" />
        {form.value.channel === 'sms' ? <span class="num tx-2">{byHandWords().perCustomer(exact(each))} · {byHandWords().total(exact(each * customers))}</span> : <span class="num tx-2">{w.pages(exact(each))}</span>}
        {tried.value && faults > 0 ? <span class="field-error" role="status">{w.missing(faults)}</span> : null}
        {action.error ? <Failure error={action.error} /> : null}
        <Button type="submit" kind="primary" busy={action.busy !== null && commonWords().working}>{row ? w.saveEdit : byHandWords().draft}</Button>
      </div>
    </form>
  )
}

/** A field as the server names it, as `missing` names it. */
function spot(field: string): string {
  const own = /^(title|body|correction|cancel)_(zh|en)$/.exec(field)
  return own ? `${own[2]}.${own[1]}` : field.replace(/^more_texts\./, '')
}
