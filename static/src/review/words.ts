import { words } from '../lib/i18n'

export const reviewWords = words(
  {
    title: '复盘', whole: '全程', notLinear: '时间轴非等距', waitApproval: '等批准', executing: '执行', inEffect: '生效', level: '响应级别', footprint: '影响范围', tasks: '任务', tasksHint: '每根一项，高＝确认用时', silent: '失联省份',
    counties: (count: string) => `${count} 县`, version: (version: number) => `v${version}`, limit: (minutes: number, late: number) => `确认时限 ${minutes} 分，超 ${late} 项`, unanswered: '未确认', minutes: (minutes: string) => `${minutes} 分`, still: '至今',
    planActual: '计划与实际', worstFirst: '点列名排序', province: '省', taskCount: '任务', median: '确认中位', p90: '九成以内', lateCount: '超时', escalated: '升级', declined: '拒绝', done: '办成', customers: '应办客户', coverage: '办成 %', failed: '失败', planned: '计划', actual: '实际', difference: '差', silence: '失联', total: '合计', min: '分',
    ackTitle: '确认用时分布', ackLine: (count: string, median: string, late: string) => `${count} 项 · 中位 ${median} · 超时 ${late}`, inLimit: '时限内', overLimit: '超时限', noAcks: '还没有确认。',
    outcomes: '结果与目标', outcome: '结果', reported: '已报', value: '合计', target: '目标', noOutcomes: '任务没有要求上报数字。', reached: '达到', missed: '未达', noTarget: '未设目标',
    decisions: '决定与指令', noDecisions: '没有记下的决定。记录在实时页「记一笔」。', decision: '决定', order: '指令', call: '电话', request: '请求',
    money: '钱', committed: '批准上限', spent: '实际办成', log: '记录', logRange: (first: string, last: string) => `#${first} 至 #${last}`, chainOk: '链完整', chainBad: '链有断裂', print: '打印或存 PDF', headline: '要点', affected: '客户', measuresN: '措施', provincesN: '省', tasksDone: '任务办成', recalled: '收回', inTime: '时限内确认',
    running: '事件还在进行，数字会变。', at: (at: string) => `截至 ${at}`, refresh: '重新取数',
    showEvents: '看依据的记录', eventsAll: (n: string) => `共 ${n} 条记录`, eventsFirst: (shown: string, n: string) => `共 ${n} 条记录，列出前 ${shown} 条`, noteHere: '就此记一项', eventsOf: (what: string) => `${what}：依据的记录`, decisionMoment: '当时所知', communications: '广播',
  },
  {
    title: 'Review', whole: 'The whole event', notLinear: 'time axis not linear', waitApproval: 'waits for approval', executing: 'executing', inEffect: 'in effect', level: 'Response level', footprint: 'Footprints', tasks: 'Tasks', tasksHint: 'bar = time to answer', silent: 'Unreachable',
    counties: (count: string) => `${count} counties`, version: (version: number) => `v${version}`, limit: (minutes: number, late: number) => `limit ${minutes} min, ${late} late`, unanswered: 'not acknowledged', minutes: (minutes: string) => `${minutes} min`, still: 'still',
    planActual: 'Planned and actual', worstFirst: 'click a head to sort', province: 'Province', taskCount: 'Tasks', median: 'Ack median', p90: '9 in 10 within', lateCount: 'Late', escalated: 'Escalated', declined: 'Declined', done: 'Done', customers: 'Intended', coverage: 'Applied %', failed: 'Failed', planned: 'Planned', actual: 'Actual', difference: 'Diff', silence: 'Silent', total: 'Total', min: 'min',
    ackTitle: 'Time to acknowledge', ackLine: (count: string, median: string, late: string) => `${count} tasks · median ${median} · ${late} late`, inLimit: 'in time', overLimit: 'late', noAcks: 'Nothing acknowledged yet.',
    outcomes: 'Outcomes and targets', outcome: 'Outcome', reported: 'Reported', value: 'Sum', target: 'Target', noOutcomes: 'The tasks asked for no figures.', reached: 'reached', missed: 'missed', noTarget: 'no target',
    decisions: 'Decisions and orders', noDecisions: 'No decision was logged. They are logged with "Note" on the live page.', decision: 'Decision', order: 'Order', call: 'Call', request: 'Request',
    money: 'Money', committed: 'Approved cap', spent: 'Applied', log: 'Log', logRange: (first: string, last: string) => `#${first} to #${last}`, chainOk: 'chain intact', chainBad: 'chain broken', print: 'Print or save as PDF', headline: 'In short', affected: 'customers', measuresN: 'Measures', provincesN: 'Provinces', tasksDone: 'Tasks done', recalled: 'Recalled', inTime: 'Acknowledged in time',
    running: 'The incident is still running; figures will change.', at: (at: string) => `As of ${at}.`, refresh: 'Read again',
    showEvents: 'Show the events behind it', eventsAll: (n: string) => `${n} events`, eventsFirst: (shown: string, n: string) => `${n} events, the first ${shown} shown`, noteHere: 'note a finding here', eventsOf: (what: string) => `${what}: events behind it`, decisionMoment: 'What was known then', communications: 'Messages',
  },
)
