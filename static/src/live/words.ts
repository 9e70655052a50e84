import { words } from '../lib/i18n'

const MEASURE_ZH: Readonly<Record<string, string>> = {
  suspension_deferral: '缓停', fee_waiver: '减免', rescuer_waiver: '救援免费', emergency_top_up: '充值', love_cards: '爱心卡', extended_pay_date: '延缴',
  call_forwarding: '呼转', sim_reissue: '补卡', data_pack: '流量包', notice_suppression: '停催', public_info_broadcast: '公益', broadcast: '公益',
  care_hotline: '热线', counselling_line: '心理', hotline_priority: '优先', green_channel: '绿通', service_points: '服务点', loan_phones: '借机',
  key_customer_team: '现场队', venue_services: '场馆', fraud_watch: '防诈', emergency_vehicles: '应急车',
}
const MEASURE_EN: Readonly<Record<string, string>> = {
  suspension_deferral: 'Defer', fee_waiver: 'Waive', rescuer_waiver: 'Rescue', emergency_top_up: 'Top-up', love_cards: 'Cards',
  extended_pay_date: 'Later', call_forwarding: 'Divert', sim_reissue: 'SIMs', data_pack: 'Data', notice_suppression: 'Quiet',
  public_info_broadcast: 'Info', broadcast: 'Info', care_hotline: 'Care', counselling_line: 'Counsel', hotline_priority: 'First',
  green_channel: 'Green', service_points: 'Points', loan_phones: 'Phones', key_customer_team: 'On site', venue_services: 'Venues',
  fraud_watch: 'Fraud', emergency_vehicles: 'Vans',
}
const GROUP_ZH: Readonly<Record<string, string>> = {
  duty: '值班', report: '上报', halls: '网点', key_accounts: '重客', key_customers: '重客', care: '关怀', points: '服务点', hotline: '热线', billing: '计费',
  logistics: '后勤', vulnerable: '弱势', messages: '信息', vehicles: '应急车', measures: '措施', stand_by: '待命', measure: '措施',
}
const GROUP_EN: Readonly<Record<string, string>> = {
  duty: 'Duty', report: 'Report', halls: 'Halls', key_accounts: 'Key', key_customers: 'Key', care: 'Care', points: 'Points', hotline: 'Hotline', billing: 'Bills',
  logistics: 'Staff', vulnerable: 'Vuln.', messages: 'Info', vehicles: 'Vans', measures: 'Steps', stand_by: 'Standby', measure: 'Steps',
}
const QUANTITY_ZH = { customers: '覆盖用户', severity: '烈度', acknowledged: '任务确认进度', tasking: '任务答复', measures: '措施落实' }
const QUANTITY_EN = { customers: 'Subscribers affected', severity: 'Severity', acknowledged: 'Tasks acknowledged', tasking: 'Answers to tasks', measures: 'Measures running' }

const zh = {
  map: '地图', mapHelp: '地图：方向键移动，加减键缩放，点县看数；旁边的省份矩阵有同样的状态',
  // strip
  covered: (from: string) => `覆盖用户 · ${from}`, coveredNone: '覆盖用户', unitTenThousand: '单位 万户', noFootprint: '还没有影响范围',
  extent: '范围', counties: '县', provincesCities: (provinces: number, cities: number) => `${provinces} 省 ${cities} 市州`,
  notAssessed: '未评估', severeUsers: (from: string) => `重灾用户 · ${from}`,
  severeLine: (sites: string, halls: string, keys: string) => `基站 ${sites} · 网点 ${halls} · 重客 ${keys}`,
  approvals: '待批措施', approvalsNone: '没有等批的', nextDeadline: '下一时限', unacknowledged: '未确认任务', overdue: '超时', silent: '失联',
  noDeadline: '没有在等的', noTasks: '还没有任务', tasksDone: (done: number) => `完成 ${done}`, broadcast: '公益信息', noBroadcast: '还没有发送', eta: (time: string) => `预计 ${time}`,
  ofTotal: (done: string, total: string) => `${done} / ${total} 户`, waitingApproval: '等批准', money: '资金 已承诺', cap: (amount: string) => `上限 ${amount}`, noMoney: '还没有批准的措施',
  // map floats
  layersHead: '着色与图层', answers: () => '无答复|部分接收|全部接收|超时|拒绝', quantity: '着色', quantityName: (name: keyof typeof QUANTITY_ZH) => QUANTITY_ZH[name],
  perCounty: (name: string) => ({ customers: '万户 / 县', severity: '度', acknowledged: '已确认 %', measures: '落实 %' })[name] ?? '', countyCount: '县数',
  notAssessedLegend: '未评估（未收到上报）', layerSites: '覆盖基站数', layerStates: '省份状态', reconstruction: '烈度带来源',
  fold: '收起', unfold: '展开', zoomIn: '放大', zoomOut: '缩小', draw: '画影响范围', homeView: '回到影响范围',
  southSea: '南海诸岛', sitesNote: (rest: string) => `市州覆盖基站数，其余 ${rest}`, tagLate: (n: number, time: string) => `超时 ${n} 项 ${time}`, tagSilent: (minutes: string) => `失联 ${minutes}`,
  minutes: (n: number) => (n < 60 ? `${n} 分` : `${Math.floor(n / 60)} 时 ${n % 60} 分`), epicentre: '震中',
  // county card
  cardCustomers: '覆盖用户', cardPeople: '常住人口', cardSites: '基站', cardHalls: '营业网点', cardKeys: '重点客户', cardMeasures: '措施', cardTasks: '任务',
  cardOutside: '不在影响范围内', cardNotAssessed: '未评估：数据里没有这个县', cardShowTasks: (n: number) => `任务 ${n}`, cardShowMeasures: '措施', sitesUnit: '个', keysUnit: '家', none: '无',
  // matrix
  matrix: '省份矩阵', matrixSub: (provinces: number, measures: number, tasks: number) => `${provinces} 省 · ${measures} 项措施 · ${tasks} 项任务`,
sortWorst: '最差在前', sortCode: '按区划', ackClock: '确认时钟', total: '合计', worstState: '最差状态', openTasks: (n: number) => `未确认 ${n}`,
  exportRows: '导出', measureShort: (kind: string, title: string) => MEASURE_ZH[kind] ?? title.slice(0, 2), groupShort: (group: string, title: string) => GROUP_ZH[group] ?? title.slice(0, 2),
  filterAll: '全部', filterNeeds: '只看要管的', legendMeasures: '措施', legendTasks: '任务',
  legendMeasureWords: '拟,待批,已批,执行中,生效,结束,部分失败', legendTaskWords: '已派,已确认,处理中,完成,超时,拒绝,失联',
  // feed
  feed: '经过', feedAll: '全部', feedKind: (kind: string) => ({ situation: '态势', measure: '措施', task: '任务', broadcast: '广播', person: '人工操作' })[kind] ?? kind,
  feedEmpty: '还没有事件。宣布、范围、措施、任务都会逐条记在这里。', feedNone: '没有符合筛选的事件', since: (n: number) => `上次看过之后 ${n} 条`, markSeen: '都看过了', onlyNew: '只看新的', clearPlace: (name: string) => `${name} ✕`,
  barsLabel: (minutes: number) => `每 ${minutes} 分钟事件数`, note: '记一笔', now: '现在',
  // actions
  actions: '操作', planDrawer: '预案', setLevel: '定级', addFootprint: '影响范围', changesSince: '范围有新版本：看预案差异', notices: '提醒', noticesOn: '有事提醒：开', noticesOff: '有事提醒：关',
  newVersion: (n: number) => `影响范围 v${n}`, newlyHit: '新增', moreSevere: '加重', lessSevere: '减轻', cleared: '解除', versionNote: (n: number) => `与 v${n} 相比`, seePlan: '看预案差异',
  wallLink: '大屏', declare: '宣布事件', setColour: '预警颜色', quiet: '现在没有进行中的事件。事件宣布后，这里是它的地图、省份矩阵和经过。', quietWaits: '本页自己等着，宣布后马上打开。', needsYou: (n: number) => (n ? `${n} 件事等您` : '没有事等您'),
  notStarted: '还没有影响范围。画一块、上传文件，或取一份重建的历史范围，系统就算出影响到谁。', startHere: '添加影响范围',
}

type Words = { readonly [K in keyof typeof zh]: (typeof zh)[K] extends (...args: infer A) => string ? (...args: A) => string : string }

const en: Words = {
  map: 'Map', mapHelp: 'Map: arrow keys move, plus and minus zoom, click a county for its numbers; the matrix beside it has the same states',
  covered: (from) => `Subscribers · ${from}`, coveredNone: 'Subscribers covered', unitTenThousand: 'millions', noFootprint: 'No footprint yet',
  extent: 'Extent', counties: 'counties', provincesCities: (provinces, cities) => (cities ? `${provinces} provinces` : ''),
  notAssessed: 'no data', severeUsers: (from) => `Worst hit · ${from}`,
  severeLine: (sites, halls, keys) => `sites ${sites} · halls ${halls} · key ${keys}`,
  approvals: 'Awaiting approval', approvalsNone: 'Nothing waits', nextDeadline: 'Next deadline', unacknowledged: 'Tasks unacknowledged', overdue: 'overdue', silent: 'silent',
  noDeadline: 'none waiting', noTasks: 'No tasks yet', tasksDone: (done) => `${done} done`, broadcast: 'Information SMS', noBroadcast: 'Nothing sent yet', eta: (time) => `ETA ${time}`,
  ofTotal: (done, total) => `${done} / ${total}`, waitingApproval: 'awaiting approval', money: 'Money committed', cap: (amount) => `cap ${amount}`, noMoney: 'Nothing approved yet',
  layersHead: 'Colour and layers', answers: () => 'no reply|partly taken on|taken on|overdue|declined', quantity: 'Colour by', quantityName: (name) => QUANTITY_EN[name],
  perCounty: (name) => ({ customers: 'thousands per county', severity: 'intensity', acknowledged: '% acknowledged', measures: '% running' })[name] ?? '', countyCount: 'counties',
  notAssessedLegend: 'Not assessed (no report)', layerSites: 'Sites covered', layerStates: 'Province states', reconstruction: 'Source of the bands',
  fold: 'Fold', unfold: 'Unfold', zoomIn: 'Zoom in', zoomOut: 'Zoom out', draw: 'Draw a footprint', homeView: 'Back to the footprint',
  southSea: 'South China Sea islands', sitesNote: (rest) => `sites covered by city, elsewhere ${rest}`, tagLate: (n, time) => `${n} overdue ${time}`, tagSilent: (minutes) => `silent ${minutes}`,
  minutes: (n) => (n < 60 ? `${n}\u00a0min` : `${Math.floor(n / 60)}h\u00a0${n % 60}m`), epicentre: 'Epicentre',
  cardCustomers: 'Subscribers', cardPeople: 'Residents', cardSites: 'Sites', cardHalls: 'Halls', cardKeys: 'Key customers', cardMeasures: 'Measures', cardTasks: 'Tasks',
  cardOutside: 'Outside the footprint', cardNotAssessed: 'Not assessed: no data for this county', cardShowTasks: (n) => `Tasks ${n}`, cardShowMeasures: 'Measures', sitesUnit: '', keysUnit: '', none: 'none',
  matrix: 'Provinces', matrixSub: (provinces, measures, tasks) => `${provinces} · ${measures} measures · ${tasks} tasks`,
sortWorst: 'Worst first', sortCode: 'By code', ackClock: 'Ack clock', total: 'Total', worstState: 'Worst state', openTasks: (n) => `${n} open`,
  exportRows: 'Export', measureShort: (kind, title) => MEASURE_EN[kind] ?? title.slice(0, 6), groupShort: (group, title) => GROUP_EN[group] ?? title.slice(0, 7),
  filterAll: 'All', filterNeeds: 'Needs me', legendMeasures: 'Meas.', legendTasks: 'Tasks',
  legendMeasureWords: 'Proposed,Pending,Approved,Executing,In effect,Ended,Part failed', legendTaskWords: 'Sent,Acked,Working,Done,Overdue,Declined,Silent',
  feed: 'Log', feedAll: 'All', feedKind: (kind) => ({ situation: 'Situation', measure: 'Measures', task: 'Tasks', broadcast: 'Broadcasts', person: 'By people' })[kind] ?? kind,
  feedEmpty: 'Nothing has happened yet. Declarations, footprints, measures and tasks are all written here.', feedNone: 'Nothing matches the filter', since: (n) => `${n} since I last looked`, markSeen: 'Mark as seen', onlyNew: 'Only new', clearPlace: (name) => `${name} ✕`,
  barsLabel: (minutes) => `events in ${minutes} min`, note: 'Log a note', now: 'now',
  actions: 'Actions', planDrawer: 'Plan', setLevel: 'Set level', addFootprint: 'Footprint', changesSince: 'New footprint: see what changes', notices: 'Notices', noticesOn: 'Notices on', noticesOff: 'Notices off',
  newVersion: (n) => `Footprint v${n}`, newlyHit: 'newly hit', moreSevere: 'more severe', lessSevere: 'less severe', cleared: 'cleared', versionNote: (n) => `against v${n}`, seePlan: 'See what changes in the plan',
  wallLink: 'Wall', declare: 'Declare incident', setColour: 'Warning colour', quiet: 'No incident is running. Once one is declared, its map, provinces and log are here.', quietWaits: 'This page waits and opens it at once.', needsYou: (n) => (n ? `${n} need you` : 'nothing needs you'),
  notStarted: 'There is no footprint yet. Draw one, upload a file or take a reconstruction, and Tongxin works out whom it hits.', startHere: 'Add a footprint',
}

export const liveWords = words(zh, en)
