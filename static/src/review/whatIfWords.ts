import { words } from '../lib/i18n'

const FIELD_ZH: Readonly<Record<string, string>> = { counts: '数量', cost: '费用', area: '范围', message: '文字', fields: '条款', checklist: '清单', outcomes: '结果', clocks: '时限', title: '名称', window: '期限', approval_class: '审批类别', segments: '客户群', rules: '认定规则', team: '班组', critical: '关键', depends_on: '前提', audience: '对象', landing: '收尾', eta_seconds: '发送时长', province: '省', kind: '种类' }
const FIELD_EN: Readonly<Record<string, string>> = { counts: 'counts', cost: 'cost', area: 'area', message: 'text', fields: 'terms', checklist: 'checklist', outcomes: 'outcomes', clocks: 'clocks', title: 'title', window: 'window', approval_class: 'approval class', segments: 'segments', rules: 'rules', team: 'team', critical: 'critical', depends_on: 'depends on', audience: 'audience', landing: 'landing', eta_seconds: 'time to send', province: 'province', kind: 'kind' }
const CHANGE_ZH: Readonly<Record<string, string>> = { add: '会多出', change: '会不同', wind_down: '不会有' }
const CHANGE_EN: Readonly<Record<string, string>> = { add: 'would be added', change: 'would differ', wind_down: 'would not be there' }

/** The replay of an incident's footprints through a playbook of today. */
const COLUMN_ZH: Readonly<Record<string, string>> = { measures: '措施', tasks: '任务', messages: '信息', customers: '客户', cost_fen: '预计', cap_fen: '上限' }
const COLUMN_EN: Readonly<Record<string, string>> = { measures: 'measures', tasks: 'tasks', messages: 'messages', customers: 'customers', cost_fen: 'expected cost', cap_fen: 'cap' }

export const whatIfWords = words(
  {
    title: '如果用今天的预案', hint: '把当时每一版影响范围交给今天的预案重新算一遍；只算不做。', book: '用哪份预案', sameBook: '当时那份预案的现行版', replay: '重算',
    books: (then: string, a: number, now: string, b: number) => `当时用《${then}》第 ${a} 版，今天是《${now}》第 ${b} 版。`, neverUsed: (now: string, b: number) => `当时没有启动预案；今天是《${now}》第 ${b} 版。`, sameAsThen: '两者一字不差。',
    measures: '措施', tasks: '任务', messages: '信息', customers: '客户（至少）', cost: '预计', cap: '上限', step: (version: number, title: string) => `v${version} ${title}`, then: '当时的预案', now: '今天的预案', actual: '当时采纳的', would: '今天会是', differences: (n: string) => `与当时采纳的相比，${n} 项不同`, nothing: '没有不同。',
    grounds: (column: string) => `重算：${column}`, column: (name: string) => COLUMN_ZH[name] ?? name, places: (n: string) => `${n} 处`, fields: '不同之处', field: (name: string) => FIELD_ZH[name] ?? name, change: (kind: string) => CHANGE_ZH[kind] ?? kind,
  },
  {
    title: 'With today’s playbook', hint: 'Every footprint of then is planned anew by a playbook of today; nothing is carried out.', book: 'Which playbook', sameBook: 'The one used then, as it is now', replay: 'Replay',
    books: (then: string, a: number, now: string, b: number) => `Used then: “${then}” version ${a}; today: “${now}” version ${b}.`, neverUsed: (now: string, b: number) => `No playbook was activated then; today: “${now}” version ${b}.`, sameAsThen: 'They are the same, letter by letter.',
    measures: 'Measures', tasks: 'Tasks', messages: 'Messages', customers: 'Customers (at least)', cost: 'Expected', cap: 'Cap', step: (version: number, title: string) => `v${version} ${title}`, then: 'the playbook of then', now: 'today’s playbook', actual: 'Adopted then', would: 'Today it would be', differences: (n: string) => `${n} different from what was adopted`, nothing: 'Nothing would be different.',
    grounds: (column: string) => `the replay’s ${column}`, column: (name: string) => COLUMN_EN[name] ?? name, places: (n: string) => `${n} places`, fields: 'differs in', field: (name: string) => FIELD_EN[name] ?? name, change: (kind: string) => CHANGE_EN[kind] ?? kind,
  },
)
