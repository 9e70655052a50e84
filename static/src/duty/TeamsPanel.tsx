/** The place's teams: which tasks each takes, who leads, who belongs to it. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Empty, Failure } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { newId, post } from '../lib/api'
import { language, named, said } from '../lib/i18n'
import { regionByCode, regionName } from '../lib/regions'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import { commonWords } from '../locales/common'
import { Field, NATION, personName, Pick, placeName } from './parts'
import { candidates } from './PlanDialogs'
import type { Roster, Team } from './types'
import { dutyWords } from './words'

const KINDS = ['duty', 'billing', 'halls', 'hotline', 'key_accounts', 'logistics', 'messages', 'network', 'other'] as const

interface TeamsProps {
  readonly roster: Roster
  readonly manages: boolean
  readonly again: () => void
}

export function TeamsPanel({ roster, manages, again }: TeamsProps): JSX.Element {
  const w = dutyWords()
  const making = useSignal(false)
  const add = manages ? <Button onPress={() => (making.value = true)}>{w.newTeam}</Button> : null
  return (
    <section class="block">
      <div class="block-head"><h2>{w.teams}</h2>{roster.teams.length ? add : null}</div>
      {roster.teams.length === 0 ? <Empty action={add}>{w.noTeams}</Empty> : <ul class="duty-teams">{roster.teams.map((team) => <TeamCard key={team.id} team={team} roster={roster} manages={manages} again={again} />)}</ul>}
      {making.value ? <NewTeam roster={roster} again={again} onClose={() => (making.value = false)} /> : null}
    </section>
  )
}

function TeamCard({ team, roster, manages, again }: TeamsProps & { readonly team: Team }): JSX.Element {
  const w = dutyWords()
  const action = useAction(again)
  const joining = useSignal('')
  const set = (person: string, role: 'lead' | 'member' | null): void => void action.run(`${person} ${role}`, { path: `/duty/teams/${team.id}/members`, body: { person, role } })
  const outside = candidates(roster).filter(([one]) => !team.members.some((member) => member.person === one))
  return (
    <li class="duty-team">
      <header><h3>{named(team, 'name')}</h3><span class="tag">{w.teamKind(team.kind)}</span><span class="tx-2">{team.region === NATION ? placeName(NATION) : regionName(team.region)}</span></header>
      {team.answers_for.length ? <p class="hint">{w.answers(team.answers_for.map((role) => said(roster.roles[role]) || role).join(language.value === 'zh' ? '、' : ', '))}</p> : null}
      <ul>
        {team.members.map((member) => (
          <li key={member.person}>
            <span>{personName(roster.people, member.person)}{member.role === 'lead' ? <span class="tag">{w.lead}</span> : null}</span>
            {manages ? <span class="duty-acts">{member.role === 'lead' ? null : <Button size="small" kind="quiet" onPress={() => set(member.person, 'lead')}>{w.asLead}</Button>}<Button size="small" kind="quiet" onPress={() => set(member.person, null)}>{w.leave}</Button></span> : null}
          </li>
        ))}
      </ul>
      {action.error ? <Failure error={action.error} /> : null}
      {manages ? (
        <footer class="duty-acts">
          {outside.length ? <><Pick label={w.members} value={joining.value} onPick={(to) => (joining.value = to)} options={outside} /><Button size="small" whyNot={false} onPress={() => joining.value && set(joining.value, 'member')}>{w.addMember}</Button></> : null}
          <Button size="small" onPress={() => void action.run('retire', { path: `/duty/teams/${team.id}/retire` })}>{w.retire}</Button>
        </footer>
      ) : null}
    </li>
  )
}

function NewTeam({ roster, again, onClose }: { readonly roster: Roster; readonly again: () => void; readonly onClose: () => void }): JSX.Element {
  const w = dutyWords()
  const id = useSignal(newId())
  const form = useSignal({ name_zh: '', name_en: '', kind: 'duty', region: roster.scope })
  const submit = useSubmit()
  const set = (part: Partial<typeof form.value>): void => {
    form.value = { ...form.value, ...part }
  }
  const { name_zh, name_en, kind, region } = form.value
  const cities = [...regionByCode.value.values()].filter((one) => one.level === 'city' && one.province === roster.scope)
  const send = (): void => submit.run((options) => post('/duty/teams', { id: id.value, scope: roster.scope, region, kind, name_zh: name_zh.trim(), ...(name_en.trim() ? { name_en: name_en.trim() } : {}) }, options), () => {
    again()
    onClose()
  })
  return (
    <FormDialog title={w.newTeam} submit={submit} onClose={onClose} onSubmit={send} action={w.go} missing={name_zh.trim() ? false : `${w.nameZh}: ${commonWords().required}`}>
      <Field label={w.nameZh} max={60} value={name_zh} onInput={(text) => set({ name_zh: text })} />
      <Field label={w.nameEn} max={60} value={name_en} onInput={(text) => set({ name_en: text })} />
      <div class="form-row">
        <Pick label={w.kind} value={kind} onPick={(to) => set({ kind: to || 'duty' })} options={KINDS.map((one) => [one, w.teamKind(one)] as const)} />
        {roster.scope === NATION ? null : <Pick label={w.region} value={region} onPick={(to) => set({ region: to || roster.scope })} options={[[roster.scope, placeName(roster.scope)] as const, ...cities.map((one) => [one.adcode, regionName(one.adcode)] as const)]} />}
      </div>
    </FormDialog>
  )
}
