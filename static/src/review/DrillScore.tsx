/** Of an incident that a drill was played in: how the players did against the scenario's targets. */
import type { JSX } from 'preact'
import { useLoad } from '../desk/useLoad'
import { ScoreTable } from '../drills/ScoreTable'
import type { DrillOfIncident } from '../drills/types'
import { drillWords } from '../drills/words'
import { named } from '../lib/i18n'

export function DrillScore({ incident }: { readonly incident: string }): JSX.Element | null {
  const { value } = useLoad<DrillOfIncident>(`/drills/of-incident/${incident}`)
  if (!value?.drill || !value.score) return null
  return (
    <section class="block">
      <div class="block-head"><h2>{drillWords().score}</h2><a href="/drills">{named(value.drill, 'title')}</a></div>
      <ScoreTable score={value.score} injects={value.injects} />
    </section>
  )
}
