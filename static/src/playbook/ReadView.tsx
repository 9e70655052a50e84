/** A playbook as people read it; prints as it stands. Its publications and uses stand below. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { said } from '../lib/i18n'
import { can } from '../lib/session'
import { Begin } from '../workbench/Begin'
import { Record } from '../workbench/Record'
import { workbenchWords } from '../workbench/words'
import { momentWords } from './momentWords'
import { PlanAgainst } from './PlanAgainst'
import { PlaybookBody } from './PlaybookBody'
import type { PlaybookAnswer } from './types'
import { playbookWords } from './words'

export function ReadView({ slug }: { readonly slug: string }): JSX.Element {
  const w = playbookWords()
  const yaml = useSignal(false)
  const writing = useSignal(false)
  const { value, error, reload } = useLoad<PlaybookAnswer>(`/playbooks/${slug}`)
  if (!value) return error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={12} />
  const playbook = value.describe
  const contents: readonly [string, string][] = [['plan', w.plan], ['moments', momentWords().title], ['timeline', w.timeline], ['tasks', w.tasks], ['messages', w.messages], ['clocks', w.clocks], ['parameters', w.parameters], ['sources', w.sources], ['tests', w.tests], ...(can('playbook_draft.read') ? [['record', workbenchWords().versions] as [string, string]] : [])]
  return (
    <div class="page playbook">
      <header class="page-head">
        <a class="tx-2" href="/playbooks">{w.title}</a>
        <h2>{said(playbook.title)}</h2>
        <span class="chip">{w.version(playbook.version)}{value.row.state === 'retired' ? ` · ${workbenchWords().retired}` : ''}</span>
        <code class="tx-3">{playbook.digest.slice(0, 12)}</code>
        <span class="tx-2">{w.owner} {said(playbook.owner)}</span>
        <span class="gap" />
        {can('playbook.simulate') ? <a class="button" href={`/simulations?playbook=${slug}`}>{w.simulate}</a> : null}
        <a class="button button-quiet button-normal" href={`/api/v1/playbooks/${slug}/file`} download={`${slug}.yaml`}>{workbenchWords().download}</a>
        {can('playbook.write') ? <Button kind="primary" onPress={() => (writing.value = true)}>{workbenchWords().reviseThis}</Button> : null}
        <Button onPress={() => print()}>{w.print}</Button>
      </header>
      {writing.value ? <Begin template={slug} onClose={() => (writing.value = false)} /> : null}
      <div class="pb-columns">
        <nav class="pb-contents" aria-label={w.contents}>
          {contents.map(([id, title]) => <a key={id} href={`#${id}`}>{title}</a>)}
        </nav>
        <div class="page-body">
          <PlanAgainst slug={slug} />
          <PlaybookBody playbook={playbook} coverage={value.coverage} />
          <section class="block pb-yaml">
            <p><Button size="small" onPress={() => (yaml.value = !yaml.value)}>{yaml.value ? w.hideYaml : w.showYaml}</Button></p>
            {yaml.value ? <pre class="bytes" tabIndex={0}>{value.yaml}</pre> : null}
          </section>
          {can('playbook_draft.read') ? <Record slug={slug} state={value.row.state} onMoved={reload} /> : null}
        </div>
      </div>
    </div>
  )
}
