/** How the people of one's places are told: their number as a hint and their order of channels, to be set for them. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Dialog } from '../components/Dialog'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { SortTable, type Column } from '../desk/SortTable'
import { useLoad } from '../desk/useLoad'
import { named } from '../lib/i18n'
import { can } from '../lib/session'
import { commonWords } from '../locales/common'
import { Contacts } from '../paging/Contacts'
import type { MyNotices, WishedStep } from '../paging/types'
import { Wishes } from '../paging/Wishes'
import { pagingWords } from '../paging/words'
import { placeName } from './parts'
import type { Named } from './types'
import { dutyWords } from './words'
import '../paging/paging.css'

interface PersonTold extends Named {
  readonly id: string
  readonly roles: readonly { readonly role: string; readonly scope: string }[]
  readonly phone: string | null
  readonly own: boolean
  readonly steps: readonly WishedStep[]
}

export function PeopleTold(): JSX.Element {
  const w = dutyWords()
  const text = useSignal('')
  const chosen = useSignal<string | null>(null)
  const list = useLoad<{ readonly items: readonly PersonTold[] }>('/people/notices')
  if (!list.value) return list.error ? <Failure error={list.error} onRetry={list.reload} /> : <Skeleton rows={8} />
  const wanted = text.value.trim().toLowerCase()
  const shown = list.value.items.filter((person) => !wanted || `${person.name_zh} ${person.name_en} ${rolesText(person)}`.toLowerCase().includes(wanted))
  const person = list.value.items.find((one) => one.id === chosen.value)
  return (
    <div class="page-body">
      <p class="read tx-2">{w.toldIntro}</p>
      <div class="toolbar"><input type="search" aria-label={w.findPerson} placeholder={w.findPerson} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} /></div>
      {list.value.items.length === 0 ? <Empty>{w.toldNobody}</Empty> : (
        <SortTable rows={shown} columns={columns()} keyOf={(one) => one.id} initial="name" name="notices" folds="name" selected={chosen.value} onSelect={(one) => (chosen.value = one.id)} />
      )}
      {person ? <PersonDialog person={person} onChanged={list.reload} onClose={() => (chosen.value = null)} /> : null}
    </div>
  )
}

function rolesText(person: PersonTold): string {
  return person.roles.map(({ role, scope }) => `${placeName(scope)} ${commonWords().role(role)}`).join(' · ')
}

/** 应用推送 → 短信 2 分钟 → 电话 5 分钟 */
function orderText(steps: readonly WishedStep[]): string {
  const p = pagingWords()
  return steps.map((step) => `${p.channel(step.channel)}${step.after_s > 0 ? ` ${step.after_s / 60} ${p.minutes}` : ''}`).join(' → ')
}

function columns(): readonly Column<PersonTold>[] {
  const w = dutyWords()
  return [
    { name: 'name', title: w.name, text: (one) => named(one, 'name'), cell: (one) => <button type="button" class="cell-link">{named(one, 'name')}</button> },
    { name: 'roles', title: w.post, text: rolesText },
    { name: 'phone', title: w.mobile, text: (one) => one.phone ?? '', cell: (one) => (one.phone ? <span class="num">{one.phone}</span> : <span class="late">{w.noNumber}</span>) },
    { name: 'order', title: w.toldOrder, text: (one) => orderText(one.steps), cell: (one) => <span class={one.own ? '' : 'tx-2'}>{orderText(one.steps)}{one.own ? '' : ` (${w.houseOrder})`}</span> },
  ]
}

interface PersonProps {
  readonly person: PersonTold
  readonly onChanged: () => void
  readonly onClose: () => void
}

function PersonDialog({ person, onChanged, onClose }: PersonProps): JSX.Element {
  const w = dutyWords()
  const whose = `/people/${person.id}`
  const told = useLoad<MyNotices>(`${whose}/notices`)
  const changed = (): void => {
    told.reload()
    onChanged()
  }
  return (
    <Dialog place="drawer" wide title={`${named(person, 'name')} · ${w.told}`} onClose={onClose}>
      <p class="hint">{w.sealedHint}</p>
      {told.value ? null : told.error ? <Failure error={told.error} onRetry={told.reload} /> : <Skeleton rows={8} />}
      {told.value && can('notices.manage') ? (
        <div class="told-person">
          <Contacts mine={told.value} whose={whose} onChanged={changed} />
          <Wishes mine={told.value} whose={whose} onSaved={changed} />
        </div>
      ) : null}
    </Dialog>
  )
}
