import { words } from '../../lib/i18n'

const zh = {
  title: '预案', lesson: (number: number, incident: string) => `因 F-${number}${incident ? `（${incident}）` : ''}而改`, frozen: (until: string) => `方案冻结至 ${until}：改动须由另一名审批人在活动日历页先同意。`, frozenAllowed: (until: string) => `方案冻结至 ${until}；审批人已同意一次改动。`, fromDates: '按活动日程和场馆（还没有影响范围）', forFootprint: (version: number) => `针对影响范围 v${version}`, noFootprint: '先要有影响范围，才能算出预案。', playbook: '预案', version: (n: number) => `第 ${n} 版`,
  change: (kind: string) => ({ add: '新增', change: '改变', wind_down: '收尾', keep: '不变' })[kind] ?? kind, type: (kind: string) => ({ measure: '措施', task: '任务', broadcast: '公益信息' })[kind] ?? kind,
  customers: '用户', cost: '预计', cap: '上限', approval: (name: string) => (name === 'A' ? '甲类：两人批' : '乙类：一人批'), window: '期限', clocks: (ack: number, work: number) => `确认 ${ack} 分 · 工作 ${work} 分`, critical: '关键', changed: '变了',
  readings: '读数', notRead: '还没有读数', newReading: (unit: string) => `新读数（${unit}）`, readFrom: '从哪里读到', writeDown: '记下', writing: '正在记下', readingNeeds: '填整数和出处',
  phase: (id: string) => ({ prepare: '预备', warn: '预警', respond: '处置', recover: '恢复' })[id] ?? id,
  provinces: (n: number) => `${n} 项`, why: '为什么', omitted: (n: number) => `没有列入的 ${n} 条`, reasonFor: '不做的理由', reasonNeeded: (n: number) => `${n} 项没写理由`, nothingTicked: '没有勾选的', showKept: '显示不变的',
  activate: (n: number) => `启动 ${n} 项`, activating: '正在启动', only: '指挥长可启动', done: (added: number, changed: number, down: number) => `已启动：新增 ${added}，改变 ${changed}，收尾 ${down}`, nothing: '预案与现状一致，没有要做的改变。', parts: (n: number) => `短信 ${n} 条`, draftNote: '启动后：措施和公益信息成为待报批的拟稿，任务立即派发',
}
type Words = { readonly [K in keyof typeof zh]: (typeof zh)[K] extends (...args: infer A) => string ? (...args: A) => string : string }
const en: Words = {
  title: 'Plan', lesson: (number, incident) => `changed because of finding F-${number}${incident ? ` of ${incident}` : ''}`, frozen: (until) => `The plan is frozen until ${until}: another approver must first allow a change on the page of the event’s calendar.`, frozenAllowed: (until) => `The plan is frozen until ${until}; an approver has allowed one change.`, fromDates: 'from the event’s dates (no footprint of venues yet)', forFootprint: (version) => `for footprint v${version}`, noFootprint: 'A plan needs a footprint first.', playbook: 'Playbook', version: (n) => `version ${n}`,
  change: (kind) => ({ add: 'Add', change: 'Change', wind_down: 'Wind down', keep: 'Keep' })[kind] ?? kind, type: (kind) => ({ measure: 'Measures', task: 'Tasks', broadcast: 'Public information' })[kind] ?? kind,
  customers: 'customers', cost: 'expected', cap: 'cap', approval: (name) => (name === 'A' ? 'Class A: two approvers' : 'Class B: one approver'), window: 'window', clocks: (ack, work) => `acknowledge ${ack} min · work ${work} min`, critical: 'critical', changed: 'changed',
  readings: 'Readings', notRead: 'not read yet', newReading: (unit) => `New reading (${unit})`, readFrom: 'Read from', writeDown: 'Write down', writing: 'Writing', readingNeeds: 'a whole number and where it was read',
  phase: (id) => ({ prepare: 'prepare', warn: 'warn', respond: 'respond', recover: 'recover' })[id] ?? id,
  provinces: (n) => `${n} items`, why: 'Why', omitted: (n) => `${n} not in the plan`, reasonFor: 'Reason for leaving it out', reasonNeeded: (n) => `${n} without a reason`, nothingTicked: 'nothing ticked', showKept: 'Show what stays',
  activate: (n) => `Activate ${n}`, activating: 'Activating', only: 'a commander activates', done: (added, changed, down) => `Activated: ${added} added, ${changed} changed, ${down} winding down`, nothing: 'The plan matches what is running; nothing to change.', parts: (n) => `${n} SMS parts`, draftNote: 'On activation measures and messages become drafts to submit; tasks go out at once',
}
export const planWords = words(zh, en)
