import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { companies, provinceName } from '../lib/regions'
import { commonWords } from '../locales/common'
import { ROLES, scopesOf, type Grant } from './people'
import { adminWords } from './words'

interface GrantProps {
  readonly go: string
  readonly busy: string | false
  readonly onGrant: (grant: Grant) => void
}

/** Role and scope, offering only the pairs that make sense. */
export function GrantForm({ go, busy, onGrant }: GrantProps): JSX.Element {
  const w = adminWords()
  const role = useSignal<string>('province_member')
  const scope = useSignal<string>('510000')
  const allowed = scopesOf(role.value)
  const chosen = allowed === 'nation' ? 'nation' : allowed === 'province' && scope.value === 'nation' ? (companies.value[0]?.adcode ?? '') : scope.value
  return (
    <div class="toolbar">
      <select aria-label={w.role} value={role.value} onChange={(event) => (role.value = event.currentTarget.value)}>
        {ROLES.map((one) => <option key={one} value={one}>{commonWords().role(one)}</option>)}
      </select>
      <select aria-label={w.scope} value={chosen} disabled={allowed === 'nation'} onChange={(event) => (scope.value = event.currentTarget.value)}>
        {allowed === 'province' ? null : <option value="nation">{w.nation}</option>}
        {allowed === 'nation' ? null : companies.value.map((one) => <option key={one.adcode} value={one.adcode}>{provinceName(one.adcode)}</option>)}
      </select>
      <Button busy={busy} onPress={() => onGrant({ role: role.value, scope: chosen })}>{go}</Button>
    </div>
  )
}
