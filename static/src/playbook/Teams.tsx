import type { JSX } from 'preact'
import { calendarWords } from '../calendar/words'
import { exact } from '../lib/format'
import { language, said } from '../lib/i18n'
import { phaseTitle } from './language'
import type { Described, TaskItem } from './types'
import { playbookWords } from './words'

export function Teams({ playbook }: { readonly playbook: Described }): JSX.Element {
  const w = playbookWords()
  return (
    <section class="block" id="tasks">
      <div class="block-head"><h2>{w.tasks}</h2></div>
      {playbook.teams.map((team) => (
        <div class="pb-team" key={team.team}>
          <h3>{said(team.title)}</h3>
          {team.tasks.map((task) => <Task key={task.id} task={task} phase={said(phaseTitle(playbook.phases, task.phase))} titles={titlesOf(playbook)} />)}
        </div>
      ))}
    </section>
  )
}

function titlesOf(playbook: Described): ReadonlyMap<string, string> {
  const items = [...playbook.timeline, ...playbook.teams.flatMap((team) => team.tasks)]
  return new Map(items.map((item) => [item.id, said(item.title)]))
}

function Task({ task, phase, titles }: { readonly task: TaskItem; readonly phase: string; readonly titles: ReadonlyMap<string, string> }): JSX.Element {
  const w = playbookWords()
  const links = [
    ...(task.brought_by ? [w.broughtBy(titles.get(task.brought_by) ?? task.brought_by)] : []),
    ...task.depends_on.map((id) => w.after(titles.get(id) ?? id)),
    ...(task.step ? [w.isStep(calendarWords().step(task.step))] : []),
  ]
  return (
    <article class="pb-task" id={`item-${task.id}`}>
      <h4>{said(task.title)} {task.critical ? <span class="tag">{w.critical}</span> : null}</h4>
      <p class="read">{said(task.why)}</p>
      <p class="hint">{[phase, said(task.condition), said(task.target), ...links].join(' · ')}</p>
      <div class="pb-lists">
        <div>
          <h5>{w.checklist}</h5>
          <ol>{task.checklist.map((line) => <li key={line.zh}>{said(line)}</li>)}</ol>
        </div>
        {task.outcomes.length > 0 ? (
          <div>
            <h5>{w.outcomes}</h5>
            <ul>
              {task.outcomes.map((outcome) => (
                <li key={outcome.name}>{said(outcome.title)}{language.value === 'zh' ? '（' : ' ('}{said(outcome.unit)} {w.range(exact(outcome.least), exact(outcome.most))}{language.value === 'zh' ? '）' : ')'}{outcome.required ? ' *' : ''}</li>
              ))}
            </ul>
          </div>
        ) : null}
      </div>
    </article>
  )
}
