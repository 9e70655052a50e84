import { words } from '../lib/i18n'

type Values = Readonly<Record<string, string>>

const STATE_ZH: Readonly<Record<string, string>> = {
  proposed: '待决定', information: '参考', quarantined: '隔离', superseded: '已有新版', cancelled: '已被撤销', lapsed: '已过期', dismissed: '不采用', accepted: '已采用',
}
const STATE_EN: Readonly<Record<string, string>> = {
  proposed: 'proposed', information: 'information', quarantined: 'quarantined', superseded: 'superseded', cancelled: 'withdrawn', lapsed: 'lapsed', dismissed: 'dismissed', accepted: 'accepted',
}
const TYPE_ZH: Readonly<Record<string, string>> = { Alert: '发布', Update: '更新', Cancel: '撤销', Ack: '回执', Error: '差错' }
const TYPE_EN: Readonly<Record<string, string>> = { Alert: 'Alert', Update: 'Update', Cancel: 'Cancel', Ack: 'Ack', Error: 'Error' }
const SEVERITY_ZH: Readonly<Record<string, string>> = { Extreme: '特别严重', Severe: '严重', Moderate: '较重', Minor: '一般', Unknown: '未评定' }
const LEVEL_ZH: readonly string[] = ['', '绿', '橙', '红']
const LEVEL_EN: readonly string[] = ['', 'green', 'orange', 'red']
const HAZARD_ZH: Readonly<Record<string, string>> = {
  earthquake: '地震', typhoon: '台风', flood: '洪水', ice: '冰冻', landslide: '滑坡', fire: '火灾', wind: '大风', tsunami: '海啸', thunderstorm: '雷暴', drought: '干旱', volcano: '火山', area: '灾害', unknown: '不明', network: '通信中断', other: '其他',
}

function signatureZh(state: string | null, by: string | null): string {
  if (state === 'verified') return `签名已验证：${by ?? ''}`
  return state === 'unverified' ? '有签名，未验证' : '未签名'
}

function signatureEn(state: string | null, by: string | null): string {
  if (state === 'verified') return `signed, verified: ${by ?? ''}`
  return state === 'unverified' ? 'signed, not verified' : 'not signed'
}

function whyZh(why: string, values: Values): string {
  switch (why) {
    case 'reached': return '达到该信号源设定的提请条件'
    case 'newer_version': return '已采用信号的更新版本'
    case 'unplaced': return `无法定位：${values.fault_zh ?? values.fault ?? ''}`
    case 'unreadable': return `无法读取：${values.fault_zh ?? values.fault ?? ''}`
    case 'broken': return '签名已损坏：消息在签名后被改动，或签名与证书不符，不能采信'
    case 'unsigned': return '该信号源只认已验证签名的消息，这一条没有可信的签名'
    case 'status': return values.world === 'live' ? `状态为 ${values.status}，生产环境只看 Actual` : `状态为 ${values.status}，演练环境不采用（该源未设为演练用）`
    case 'expired': return '收到时或等待中已过有效期'
    case 'past': return '发布方说明已结束'
    case 'below': return '未达到该信号源设定的条件'
    case 'elsewhere': return '不涉及关注的省份'
    case 'dismissed_before': return '前一版已不采用，且没有加重'
    case 'known_elsewhere': return '另一个信号源已送来同一条消息'
    case 'followed': return '它的更新或撤销先到了'
    case 'cancel': return '撤销消息，本身不是新警报'
    case 'ack': return '回执消息'
    case 'error': return '差错消息'
    default: return why
  }
}

function whyEn(why: string, values: Values): string {
  switch (why) {
    case 'reached': return 'reaches what this feed is set to propose'
    case 'newer_version': return 'a newer version of a signal that was accepted'
    case 'unplaced': return `cannot be placed: ${values.fault ?? ''}`
    case 'unreadable': return `cannot be read: ${values.fault ?? ''}`
    case 'broken': return values.fault ?? 'its signature is broken'
    case 'unsigned': return values.fault ?? 'nobody who is trusted here has signed it'
    case 'status': return values.world === 'live' ? `its status is ${values.status}; a live world acts on Actual only` : `its status is ${values.status}; an exercise takes no such message (the feed is not set for drills)`
    case 'expired': return 'its time of expiry has passed'
    case 'past': return 'its issuer says that it is over'
    case 'below': return 'below what this feed is set to propose'
    case 'elsewhere': return 'touches none of the provinces watched'
    case 'dismissed_before': return 'an earlier version was dismissed and this one is no worse'
    case 'known_elsewhere': return 'another feed brought the very same message'
    case 'followed': return 'its update or cancellation arrived first'
    case 'cancel': return 'a Cancel, which is no new alert'
    case 'ack': return 'an acknowledgement'
    case 'error': return 'an error message'
    default: return why
  }
}

export const signalWords = words(
  {
    proposed: '待决定', quarantined: '隔离', information: '参考', decided: '已处理', feeds: '信号源', failing: '异常信号源',
    emptyProposed: '没有待决定的信号。信号源送来达到条件的预警时，会在这里请值班员决定。', emptyQuarantined: '没有被隔离的消息。无法定位或无法读取的消息会留在这里，不会丢弃。',
    emptyInformation: '没有留作参考的消息。', emptyDecided: '还没有处理过的信号。', emptyFeeds: '还没有信号源。由管理员添加后，本系统按间隔询问；webhook 由对方主动推送。',
    state: (state: string) => STATE_ZH[state] ?? state, type: (type: string) => TYPE_ZH[type] ?? type, severity: (severity: string) => SEVERITY_ZH[severity] ?? severity,
    hazard: (hazard: string) => HAZARD_ZH[hazard] ?? hazard, why: whyZh, level: (level: number) => `GDACS ${LEVEL_ZH[level] ?? level}`,
    magnitude: (text: string) => `${text} 级`, area: (km2: string) => `${km2} km²`, topOf: (band: string, count: number) => `最高 ${band}，共 ${count} 带`, noArea: '无范围，只有位置', noPlace: '未定位',
    hit: (name: string, counties: number, people: string) => `${name} ${counties} 县，用户 ${people}`, near: (name: string) => `${name}（邻近）`, more: (count: number, people: string) => `等 ${count} 省，用户共 ${people}`,
    received: '收到', occurred: '发生', expires: '有效至', sent: '发布', source: '来源', identifier: '编号', signatureLabel: '签名', signature: signatureZh, withdrawn: '发布方已撤销', withdrawnHint: '已采用的信号被发布方撤销：请核对事件是否仍然成立。',
    open: '查看', declare: '宣布事件', monitor: '转为监测', addFootprint: '作为新影响范围', dismiss: '不采用', again: '重新读取', raw: '原文', rawCut: (shown: string, all: string) => `只显示前 ${shown} 字节，共 ${all} 字节`, notes: '读取说明', versions: '同一事件的其他版本', impact: '影响', bands: '分带',
    dismissHint: '写进记录；以后没有加重的更新版本不再提请。', declareTitle: '根据信号宣布事件', declareHint: '其范围成为第 1 版影响范围，所有省会被告知。', declareNoArea: '这个信号没有范围：宣布后请在地图上绘制或上传。', kind: '类别', hazardLabel: '灾种', titleZh: '标题（中文）', titleEn: '标题（英文）', at: '发生时间（北京）', monitoring: '先监测，不启动响应', go: '宣布',
    addTitle: '作为哪个事件的新影响范围', addHint: '成为该事件最新一版影响范围；各省收到变化。', incident: '事件', noIncident: '没有进行中的事件。', addGo: '采用',
    decidedBy: (name: string) => `${name} 决定`, asIncident: '事件', reason: '理由', loadMore: '再显示一些', readAgainDone: '已重新读取',
    name: '名称', feedKind: '类型', age: '最近正常应答', never: '还没有应答', silent: '等待推送', ago: (text: string) => `${text} 前`, everyS: (text: string) => `每 ${text}`, stale: '数据过旧', disabled: '已停用', fine: '正常', failures: (count: number) => `连续失败 ${count} 次`, entriesWaiting: (count: number) => `还有 ${count} 条待读`, askNow: '立即询问', disable: '停用', enable: '启用', addFeed: '添加信号源', drill: '演练用', rule: '提请条件', ruleAll: '涉及本公司省份即提请',
    ruleSeverity: (text: string) => `严重程度 ≥ ${text}`, ruleMagnitude: (text: string) => `震级 ≥ ${text}`, ruleIntensity: (text: string) => `烈度 ≥ ${text}`, ruleLevel: (text: string) => `≥ ${text}`, ruleProvinces: (text: string) => `省份：${text}`,
    url: '地址', hosts: (text: string) => `允许访问：${text}`, interval: '间隔（秒）', minSeverity: '严重程度至少（CAP）', minMagnitude: '震级至少', minIntensity: '烈度至少（MMI）', minLevel: 'GDACS 级别至少', anything: '不限', ruleSigned: '只认已验证签名的 CAP', signedHint: 'CAP 消息只认已验证的签名，其余进隔离区', drillHint: '演练环境中把真实消息（Actual）也当作演练输入', secretHint: 'webhook 的密钥在机器上用 tongxin feed secret 生成。', kindName: (kind: string) => ({ cap: 'CAP（Atom/RSS）', usgs: 'USGS 地震', gdacs: 'GDACS', webhook: 'webhook（推送）' })[kind] ?? kind, add: '添加',
    seconds: (n: number) => `${n} 秒`, minutes: (n: number) => `${n} 分钟`, hours: (n: number) => `${n} 小时`, days: (n: number) => `${n} 天`,
  },
  {
    proposed: 'Proposed', quarantined: 'Quarantine', information: 'Information', decided: 'Decided', feeds: 'Feeds', failing: 'Feeds in trouble',
    emptyProposed: 'Nothing is proposed. When a feed brings an alert that reaches its thresholds, the duty officer decides about it here.', emptyQuarantined: 'Nothing in quarantine. What cannot be placed or read waits here; nothing is dropped.',
    emptyInformation: 'Nothing is kept as information.', emptyDecided: 'No signal has been decided about yet.', emptyFeeds: 'No feed yet. An administrator adds them; they are asked at their interval, a webhook calls by itself.',
    state: (state: string) => STATE_EN[state] ?? state, type: (type: string) => TYPE_EN[type] ?? type, severity: (severity: string) => (severity === 'Unknown' ? 'not assessed' : severity),
    hazard: (hazard: string) => (hazard === 'area' ? 'hazard' : hazard), why: whyEn, level: (level: number) => `GDACS ${LEVEL_EN[level] ?? level}`,
    magnitude: (text: string) => `M ${text}`, area: (km2: string) => `${km2} km²`, topOf: (band: string, count: number) => `up to ${band} in ${count} bands`, noArea: 'no area, a place only', noPlace: 'not placed',
    hit: (name: string, counties: number, people: string) => `${name}: ${counties} counties, ${people} subscribers`, near: (name: string) => `${name} (near)`, more: (count: number, people: string) => `and others: ${count} provinces, ${people} subscribers`,
    received: 'Received', occurred: 'Struck', expires: 'Valid until', sent: 'Sent', source: 'Source', identifier: 'Identifier', signatureLabel: 'Signature', signature: signatureEn, withdrawn: 'withdrawn by its issuer', withdrawnHint: 'A signal that was accepted has been withdrawn by its issuer: check whether the incident still stands.',
    open: 'Look', declare: 'Declare incident', monitor: 'Monitor', addFootprint: 'Add as footprint', dismiss: 'Dismiss', again: 'Read again', raw: 'As it came', rawCut: (shown: string, all: string) => `first ${shown} of ${all} bytes`, notes: 'Notes of reading', versions: 'Other versions of this event', impact: 'Impact', bands: 'Bands',
    dismissHint: 'It is written into the log; later versions that are no worse are not proposed again.', declareTitle: 'Declare an incident from the signal', declareHint: 'Its area becomes footprint version 1; every province is told.', declareNoArea: 'This signal has no area: draw or upload one on the map after declaring.', kind: 'Kind', hazardLabel: 'Hazard', titleZh: 'Title (Chinese)', titleEn: 'Title (English)', at: 'Struck at (Beijing)', monitoring: 'Monitor first, no response yet', go: 'Declare',
    addTitle: 'New footprint of which incident', addHint: 'It becomes the newest footprint version of that incident; provinces are told what changed.', incident: 'Incident', noIncident: 'No incident is going on.', addGo: 'Adopt',
    decidedBy: (name: string) => `decided by ${name}`, asIncident: 'Incident', reason: 'Reason', loadMore: 'Show more', readAgainDone: 'Read again',
    name: 'Name', feedKind: 'Kind', age: 'Last good answer', never: 'never answered', silent: 'waits for calls', ago: (text: string) => `${text} ago`, everyS: (text: string) => `every ${text}`, stale: 'stale', disabled: 'disabled', fine: 'in order', failures: (count: number) => (count === 1 ? 'failed once' : `${count} failures in a row`), entriesWaiting: (count: number) => `${count} entries still to be read`, askNow: 'Ask now', disable: 'Disable', enable: 'Enable', addFeed: 'Add feed', drill: 'for drills', rule: 'Proposes', ruleAll: 'whatever touches one of our provinces',
    ruleSeverity: (text: string) => `severity ≥ ${text}`, ruleMagnitude: (text: string) => `magnitude ≥ ${text}`, ruleIntensity: (text: string) => `intensity ≥ ${text}`, ruleLevel: (text: string) => `≥ ${text}`, ruleProvinces: (text: string) => `provinces: ${text}`,
    url: 'Address', hosts: (text: string) => `May be asked: ${text}`, interval: 'Interval (s)', minSeverity: 'Severity at least (CAP)', minMagnitude: 'Magnitude at least', minIntensity: 'Intensity at least (MMI)', minLevel: 'GDACS level at least', anything: 'any', ruleSigned: 'CAP only if signed and verified', signedHint: 'Count only CAP messages whose signature is verified; the rest waits in quarantine', drillHint: 'In an exercise, take its real messages (Actual) as input too', secretHint: 'The secret of a webhook is drawn on the machine: tongxin feed secret.', kindName: (kind: string) => ({ cap: 'CAP (Atom/RSS)', usgs: 'USGS earthquakes', gdacs: 'GDACS', webhook: 'webhook (calls us)' })[kind] ?? kind, add: 'Add',
    seconds: (n: number) => `${n} s`, minutes: (n: number) => `${n} min`, hours: (n: number) => `${n} h`, days: (n: number) => `${n} d`,
  },
)

/** An age in the reader's words, in one unit. */
export function ageText(seconds: number): string {
  const w = signalWords()
  if (seconds < 90) return w.seconds(Math.max(0, Math.round(seconds)))
  if (seconds < 5400) return w.minutes(Math.round(seconds / 60))
  return seconds < 172_800 ? w.hours(Math.round(seconds / 3600)) : w.days(Math.round(seconds / 86_400))
}
