import { words } from '../../lib/i18n'

type Kind = 'incident' | 'level' | 'footprint' | 'activation' | 'approval' | 'broadcast' | 'silent'
const KIND_ZH: Readonly<Record<Kind, string>> = { incident: '事件', level: '定级', footprint: '范围', activation: '启动预案', approval: '审批', broadcast: '发布', silent: '失联' }
const KIND_EN: Readonly<Record<Kind, string>> = { incident: 'Incident', level: 'Level', footprint: 'Footprint', activation: 'Plan', approval: 'Decision', broadcast: 'Broadcast', silent: 'Silent' }
const TABLE_ZH: Readonly<Record<string, string>> = {
  incident: '事件', province_incident: '省份情况', footprint: '影响范围', impact_region: '影响', note: '记录', task: '任务', outcome: '成效', attachment: '附件',
  checkin: '报到', measure: '措施', measure_part: '措施（分省）', approval: '审批', landing_stage: '收尾步骤', broadcast: '公共信息', broadcast_part: '公共信息（分省）',
  aid_request: '支援请求', aid_part: '支援', ask: '请求', incident_link: '关联',
}
const TABLE_EN: Readonly<Record<string, string>> = {
  incident: 'Incident', province_incident: 'Provinces', footprint: 'Footprints', impact_region: 'Impact', note: 'Notes', task: 'Tasks', outcome: 'Outcomes',
  attachment: 'Attachments', checkin: 'Check-ins', measure: 'Measures', measure_part: 'Measures by province', approval: 'Decisions', landing_stage: 'Landing',
  broadcast: 'Broadcasts', broadcast_part: 'Broadcasts by province', aid_request: 'Aid asked for', aid_part: 'Aid', ask: 'Asks', incident_link: 'Links',
}
const COLUMN_ZH: Readonly<Record<string, string>> = {
  state: '状态', escalation: '升级', ack_overdue: '接收超时', work_overdue: '办理超时', acknowledged_at: '确认', started_at: '开始', resolved_at: '报完', closed_at: '结束',
  response_level: '响应级别', warning_colour: '预警颜色', unreachable_since: '失联', affected: '受影响', version: '版本', total: '覆盖用户', customers: '用户', cost_fen: '费用（分）', value: '数值',
  delivered: '送达', submitted: '已交', queued: '排队', failed: '失败', approved_at: '批准', in_effect_at: '生效', ended_at: '结束', held_since: '暂停',
}
const COLUMN_EN: Readonly<Record<string, string>> = {
  state: 'state', escalation: 'escalation', ack_overdue: 'acknowledgement late', work_overdue: 'work late', acknowledged_at: 'acknowledged', started_at: 'started',
  resolved_at: 'resolved', closed_at: 'closed', response_level: 'level', warning_colour: 'warning', unreachable_since: 'silent since', affected: 'affected', version: 'version',
  total: 'subscribers', customers: 'customers', cost_fen: 'cost (fen)', value: 'value', delivered: 'delivered', submitted: 'submitted', queued: 'queued', failed: 'failed',
  approved_at: 'approved', in_effect_at: 'in effect', ended_at: 'ended', held_since: 'held since',
}
const plain = (table: string): string => table.replaceAll('_', ' ')

const zh = {
  scrubber: '时间轴', present: '实时', band: '正在看过去', bandMoment: (day: string, clock: string, position: string) => `${day} ${clock} · #${position}`,
  readOnly: '只看不改：地图、矩阵、数字和经过都是那一刻的', live: '回到实时', play: '播放', pause: '暂停', stepOn: '往后一格', speed: '播放速度', times: (n: number) => `×${n}`,
  compare: '对比', compareTitle: '对比两个时刻', from: '从', to: '到', shown: '正在看的时刻', nowChoice: '现在', sameMoment: '两个时刻相同，请另选一个。', rows: '逐项变化',
  added: (n: string) => `新增 ${n}`, changed: (n: string) => `变化 ${n}`, more: (n: string) => `另有 ${n} 项`, newRow: '新增', noRows: '没有逐项变化',
  bringing: '正在取那一刻的情况…', keys: '← → 移一格，[ ] 上一个或下一个标记，, . 上一条或下一条，空格播放，Esc 回到实时', backTo: '回到当时', eachRow: '每行可回到当时',
  kind: (kind: Kind) => KIND_ZH[kind], level: (level: string) => `${level} 级`, version: (n: number) => `范围 v${n}`, silent: (name: string) => `${name}失联`,
  table: (name: string) => TABLE_ZH[name] ?? plain(name), column: (name: string) => COLUMN_ZH[name] ?? '', others: (n: number) => `另 ${n} 个字段`, yes: '是', no: '否', previousMark: '上一个标记', nextMark: '下一个标记', words: '变化', notThen: '那时还没有影响范围',
}
const en: typeof zh = {
  scrubber: 'Timeline', present: 'live', band: 'You look at the past', bandMoment: (day, clock, position) => `${day} ${clock} · #${position}`,
  readOnly: 'Nothing can be changed: map, matrix, numbers and feed are those of that moment', live: 'Back to live', play: 'Play', pause: 'Pause', stepOn: 'One step on',
  speed: 'Speed', times: (n) => `×${n}`,
  compare: 'Compare', compareTitle: 'Compare two moments', from: 'From', to: 'To', shown: 'The moment shown', nowChoice: 'Now',
  sameMoment: 'Both are the same moment; choose another.', rows: 'Row by row', added: (n) => `${n} new`, changed: (n) => `${n} changed`, more: (n) => `${n} more`,
  newRow: 'new', noRows: 'No row differs', bringing: 'Bringing that moment…', keys: '← → one step, [ ] previous or next mark, , . previous or next event, Space plays, Esc returns to live',
  backTo: 'Look at this moment', eachRow: 'Each line leads to its moment', kind: (kind) => KIND_EN[kind], level: (level) => `Level ${level}`, version: (n) => `Footprint v${n}`,
  silent: (name) => `${name} silent`, table: (name) => TABLE_EN[name] ?? plain(name), column: (name) => COLUMN_EN[name] ?? '', others: (n) => (n === 1 ? '1 more field' : `${n} more fields`), yes: 'yes', no: 'no', previousMark: 'Previous mark', nextMark: 'Next mark', words: 'What changed',
  notThen: 'There was no footprint yet',
}
export const pastWords = words(zh, en)
