/** Words that every screen shares. Each part of the page has its own beside it (`words.ts`). */
import type { GlyphKind } from '../lib/glyph-kinds'

const GLYPH: Readonly<Record<GlyphKind, string>> = {
  proposed: '拟', pending: '待批', open: '已派或已批', acknowledged: '已确认', working: '执行中', held: '暂停', effect: '生效',
  done: '完成', ended: '结束', partial: '部分失败', overdue: '超时', declined: '拒绝', failed: '失联或技术故障', none: '不涉及',
}

const TASK_STATE: Readonly<Record<string, string>> = {
  dispatched: '已派', acknowledged: '已确认', in_progress: '处理中', pending: '等外部', held: '暂停', resolved: '待复核',
  closed: '完成', rejected: '拒绝', cancelled: '取消',
}
const MEASURE_STATE: Readonly<Record<string, string>> = {
  draft: '拟', pending_approval: '待批', approved: '已批', rejected: '不批', executing: '执行中', held: '暂停',
  partially_applied: '部分失败', in_effect: '生效', ending: '收尾', completed: '结束', reversing: '撤回中', reversed: '已撤回',
  cancelled: '取消', broadcasting: '发送中', waiting: '排队', sending: '发送中', stopped: '已停', unknown: '结果不明',
}
const INCIDENT_STATE: Readonly<Record<string, string>> = {
  monitoring: '监测', active: '响应中', stabilised: '趋稳', recovering: '恢复', closed: '已关闭', reviewed: '已复盘', cancelled: '已撤销',
}
const ROLE: Readonly<Record<string, string>> = {
  duty_officer: '值班员', commander: '指挥长', approver: '审批人', planner: '预案员', province_lead: '省牵头人',
  province_member: '省成员', reviewer: '复盘员', administrator: '管理员', auditor: '审计员', wall: '大屏', system: '系统',
}
const SEGMENT: Readonly<Record<string, string>> = {
  gotone: '全球通', easyown: '神州行', mzone: '动感地带', other: '其他',
}

export const zh = {
  product: '同心',
  live: '实时', incidents: '事件', signals: '信号', tasking: '全景', asks: '请求', brief: '简报', tasks: '任务', measures: '措施', playbooks: '预案', drills: '演练', outcomes: '成效', review: '复盘', findings: '改进', walk: '穿越', meetings: '分析会', people: '管理', record: '审计', data: '数据', help: '帮助', duty: '值班', calendar: '活动', phonebook: '电话簿',
  wall: '大屏', workspace: '工作台',
  exercise: '演练', exerciseBadge: '演练 EXERCISE',
  warning: (colour: string) => `预警 ${{ red: '红色', orange: '橙色', yellow: '黄色', blue: '蓝色' }[colour] ?? colour}`,
  noLevel: '未定级',
  connectionLive: '实时', connectionPast: '过去', toMoment: '看当时的态势', connecting: '连接中',
  catchingUp: (after: string) => `从 #${after} 补收`,
  stale: (age: string) => `数据停在 ${age} 前`,
  offline: (age: string) => `断线 ${age}，自动重连`,
  ended: '会话已结束，请重新登录',
  search: '查事件、区县、任务、操作', searchKeys: 'Ctrl K',
  language: '语言', toEnglish: 'EN', toChinese: '中', theme: '明暗', toLight: '浅色', toDark: '深色',
  signOut: '退出登录', myNotices: '我的通知', account: '我的账户', onlyWatches: '只看', kioskWords: '这个屏幕用观看链接打开，只能看。', signInToAct: '登录以操作',
  close: '关闭', cancel: '取消', save: '保存', send: '提交', undo: '撤销', open: '打开', retry: '再试', all: '全部', more: '更多',
  loading: '正在取数据', nothing: '暂无',
  errorHead: '没能取到', errorKept: '屏上已有的数据还在。',
  conflictHead: '别人刚改过', conflictWords: '您看到的不是最新的。请看过现状再决定。',
  noPermission: '您的角色不能做这件事', whoGrants: '管理员可授权',
  reason: '理由', required: '必填', optional: '可不填',
  working: '正在提交',
  secondsLeft: (seconds: number) => `${seconds} 秒`,
  minutesAgo: (minutes: number) => (minutes < 1 ? '刚才' : `${minutes} 分钟前`),
  glyph: (kind: GlyphKind) => GLYPH[kind],
  taskState: (state: string) => TASK_STATE[state] ?? state,
  measureState: (state: string) => MEASURE_STATE[state] ?? state,
  incidentState: (state: string) => INCIDENT_STATE[state] ?? state,
  role: (role: string) => ROLE[role] ?? role,
  segment: (segment: string) => SEGMENT[segment] ?? segment,
  nation: '全国',
  paletteEmpty: '没有相符的', paletteHint: '↑↓ 选择 · 回车打开 · Esc 关闭',
  groupIncident: '事件', groupRegion: '地区', groupTask: '任务', groupAction: '操作',
  skip: '跳到正文',
  watching: '只看不动：久未操作，重新登录后可继续审批',
}
