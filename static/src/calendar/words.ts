import { words } from '../lib/i18n'
import type { StepKind } from './types'

const STEPS_ZH: Readonly<Record<StepKind, string>> = { review: '方案会商', freeze: '方案冻结', rehearsal: '演练', watch: '现场值守', stand_down: '撤收' }
const STEPS_EN: Readonly<Record<StepKind, string>> = { review: 'Review', freeze: 'Freeze', rehearsal: 'Rehearsal', watch: 'Watch', stand_down: 'Stand-down' }

const zh = {
  title: '活动日历', events: '计划活动', none: '还没有计划活动。宣布一个类型为“计划活动”的事件，再在这里排日程、列场馆。', declare: '去宣布', noDays: '未排日程', back: '全部活动',
  days: (from: string, to: string) => `${from} 至 ${to}`, frozen: (until: string) => `方案冻结中，至 ${until}。改动须由另一名审批人先同意。`, freezeAhead: (from: string, until: string) => `冻结期 ${from} 至 ${until}`,
  plan: '排日程', replan: '改日程', venues: '列场馆', crowds: '报人数预测', allow: '同意一次改动', ics: '导出日历', live: '到现场图', schedule: '节点', step: (kind: StepKind) => STEPS_ZH[kind],
  due: (when: string) => `${when} 到时`, reminded: (when: string, n: number) => (n ? `${when} 已下达 ${n} 省` : `${when} 到时，没有运营范围内的场馆`), waiting: '未到', stepDone: (done: number, all: number) => `完成 ${done}/${all}`, cancelled: '已取消',
  venueHead: (n: number) => `场馆与人数预测 · ${n} 处`, venue: '场馆', place: '所在', grade: '级', outside: '运营范围外，不派任务', noVenues: '还没有场馆。上传 CSV 或 GeoJSON（名称中英文、经纬度、半径、来源），场馆周边同时成为影响范围。',
  forecast: '预测，不是实测', noForecast: '没有预测', most: '最多一天', total: '合计', sources: '预测来源', sourceOf: (source: string, at: string) => `${source}（${at} 报）`, source: '来源', radius: (m: string) => `半径 ${m} m`,
  changes: '冻结期内的改动', changeState: (state: string) => ({ waiting: '待用', used: '已用', expired: '过期' })[state] ?? state, usedFor: (what: string) => ({ activation: '启用方案', footprint: '影响范围或场馆', schedule: '日程' })[what] ?? what, goodUntil: (when: string) => `有效至 ${when}`,
  opens: '第一天', closes: '最后一天', usual: '按常规排节点：D−30 会商、D−7 冻结、D−1 演练、D 日值守、结束次日撤收', extra: '另加值守日', addDay: '加一天', dropDay: (day: string) => `去掉 ${day}`, late: '已过时的节点会马上提醒。', save: '排定',
  venuesTitle: '列出场馆', file: '文件（CSV 或 GeoJSON 点）', choose: '选择文件', noFile: '还没有选', fileHint: '列：name_zh、name_en、lon、lat、radius_m、grade（1–4）、source。新表替换旧表。', history: '北京奥运会 2008 的场馆（本系统编写，含来源）', useFile: '上传文件', useHistory: '历史场馆', adding: '正在计算影响',
  crowdsTitle: '人数预测', crowdsHint: '预测，注明来源；每个场馆按天报。留空的不报。', crowdSource: '谁预测的、依据什么', crowdSourceHint: '如：组委会座位数，按满座计', from: '从', to: '到', perDay: '每天人数',
  allowTitle: '同意冻结期内的一次改动', allowReason: '改什么、为何不能等', allowHint: '一天内有效，一次，由别人执行。', doAllow: '同意',
}
type Words = { readonly [K in keyof typeof zh]: (typeof zh)[K] extends (...args: infer A) => string ? (...args: A) => string : string }
const en: Words = {
  title: 'Calendar of events', events: 'Planned events', none: 'There is no planned event yet. Declare an incident of the kind “planned event”, then plan its days and list its venues here.', declare: 'Declare one', noDays: 'not scheduled', back: 'All events',
  days: (from, to) => `${from} to ${to}`, frozen: (until) => `The plan is frozen until ${until}. Another approver must allow a change first.`, freezeAhead: (from, until) => `Freeze from ${from} to ${until}`,
  plan: 'Plan the days', replan: 'Move the days', venues: 'List venues', crowds: 'Forecast crowds', allow: 'Allow one change', ics: 'Export calendar', live: 'Live console', schedule: 'Steps', step: (kind) => STEPS_EN[kind],
  due: (when) => `due ${when}`, reminded: (when, n) => (n ? `${when}, tasks to ${n} ${n === 1 ? 'province' : 'provinces'}` : `${when}, no venue within the operator`), waiting: 'to come', stepDone: (done, all) => `${done} of ${all} done`, cancelled: 'cancelled',
  venueHead: (n) => `Venues and forecast crowds · ${n}`, venue: 'Venue', place: 'Where', grade: 'grade', outside: 'outside the operator, no task', noVenues: 'No venues yet. Upload a CSV or GeoJSON (names in Chinese and English, position, radius, source); their surroundings become the footprint too.',
  forecast: 'a forecast, not a count', noForecast: 'no forecast', most: 'Largest day', total: 'Total', sources: 'Whose forecast', sourceOf: (source, at) => `${source} (told ${at})`, source: 'Source', radius: (m) => `radius ${m} m`,
  changes: 'Changes in the freeze', changeState: (state) => ({ waiting: 'may be used', used: 'used', expired: 'expired' })[state] ?? state, usedFor: (what) => ({ activation: 'plan activated', footprint: 'footprint or venues', schedule: 'schedule' })[what] ?? what, goodUntil: (when) => `good until ${when}`,
  opens: 'First day', closes: 'Last day', usual: 'The usual steps: review D−30, freeze D−7, rehearsal D−1, watch on D, stand-down the day after', extra: 'More days of watch', addDay: 'Add a day', dropDay: (day) => `Leave out ${day}`, late: 'A step whose time is past reminds at once.', save: 'Plan',
  venuesTitle: 'List the venues', file: 'File (CSV or GeoJSON points)', choose: 'Choose a file', noFile: 'none chosen', fileHint: 'Columns: name_zh, name_en, lon, lat, radius_m, grade (1–4), source. A new list replaces the old one.', history: 'Venues of the Olympic Games of 2008 (written by Tongxin, with sources)', useFile: 'Upload a file', useHistory: 'Historical venues', adding: 'Working out the impact',
  crowdsTitle: 'Forecast of crowds', crowdsHint: 'A forecast, with its source, by venue and day. Leave empty what is not known.', crowdSource: 'Who forecasts it, and from what', crowdSourceHint: 'such as: seats by the organisers, a full house', from: 'From', to: 'To', perDay: 'People a day',
  allowTitle: 'Allow one change in the freeze', allowReason: 'What is to change, and why it cannot wait', allowHint: 'Good for a day, once, by somebody else.', doAllow: 'Allow',
}
export const calendarWords = words(zh, en)
