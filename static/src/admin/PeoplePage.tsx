/** Accounts and roles: add, grant with scope, disable, reset. Administrators manage, auditors look. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Failure, Skeleton } from '../components/Panel'
import { SortTable, type Column } from '../desk/SortTable'
import { useLoad } from '../desk/useLoad'
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { can } from '../lib/session'
import { commonWords } from '../locales/common'
import { AddPerson } from './AddPerson'
import type { PersonRow } from './people'
import { PersonDrawer } from './PersonDrawer'
import { adminWords } from './words'
import './admin.css'

export function PeoplePage(): JSX.Element {
  const w = adminWords()
  const text = useSignal('')
  const chosen = useSignal<string | null>(null)
  const adding = useSignal(false)
  const list = useLoad<{ items: readonly PersonRow[] }>('/people')
  if (!list.value) return list.error ? <Failure error={list.error} onRetry={list.reload} /> : <Skeleton rows={10} />
  const wanted = text.value.trim().toLowerCase()
  const shown = list.value.items.filter((row) => !wanted || `${row.login} ${row.name_zh} ${row.name_en} ${row.employee} ${rolesText(row)}`.toLowerCase().includes(wanted))
  const person = list.value.items.find((row) => row.id === chosen.value)
  return (
    <div class="page">
      <div class="page-body">
        <div class="toolbar">
          <input type="search" placeholder={w.findPerson} aria-label={w.findPerson} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
          <span class="gap" />
          {can('people.manage') ? <Button kind="primary" onPress={() => (adding.value = true)}>{w.addPerson}</Button> : <span class="hint">{w.readOnly}</span>}
        </div>
        <SortTable rows={shown} columns={columns()} keyOf={(row) => row.id} initial="login" name="people" folds="login" selected={chosen.value} onSelect={(row) => (chosen.value = row.id)} />
      </div>
      {person ? <PersonDrawer person={person} onChanged={list.reload} onClose={() => (chosen.value = null)} /> : null}
      {adding.value ? <AddPerson onChanged={list.reload} onClose={() => (adding.value = false)} /> : null}
    </div>
  )
}

function rolesText(row: PersonRow): string {
  const w = adminWords()
  const texts = row.roles.map(({ role, scope }) => `${commonWords().role(role)} ${scope === 'nation' ? w.nation : provinceName(scope)}`)
  return texts.join('; ') || w.noRoles
}

function columns(): readonly Column<PersonRow>[] {
  const w = adminWords()
  return [
    { name: 'login', title: w.login, text: (row) => row.login, cell: (row) => <button type="button" class="cell-link mono">{row.login}</button> },
    { name: 'name', title: w.name, text: (row) => named(row, 'name') },
    { name: 'employee', title: w.employee, text: (row) => row.employee },
    {
      name: 'roles', title: w.roles, text: rolesText,
      cell: (row) => <span class="role-tags">{row.roles.map(({ role, scope }) => <span class="tag" key={`${role}:${scope}`}>{commonWords().role(role)} · {scope === 'nation' ? w.nation : provinceName(scope)}</span>)}{row.roles.length === 0 ? <span class="tx-3">{w.noRoles}</span> : null}</span>,
    },
    { name: 'mail', title: w.mail, text: (row) => row.mail ?? '', cell: (row) => <span class="tx-2">{row.mail ?? '-'}</span> },
    { name: 'state', title: w.state, text: (row) => (row.state === 'active' ? w.active : w.disabled), cell: (row) => <span class={row.state === 'active' ? '' : 'late'}>{row.state === 'active' ? w.active : w.disabled}</span> },
  ]
}
