import { words } from '../lib/i18n'

const RULES: Readonly<Record<string, readonly [string, string]>> = {
  registered_address: ['登记地址在内', 'Registered address'], billing_address: ['账单地址在内', 'Billing address'],
  service_address: ['装机地址在内', 'Service address'], home_cell: ['常驻小区在内', 'Home cell'],
  roaming_in: ['漫入客户', 'Roaming in'], number_segment: ['号段', 'Number segment'],
}
const REASONS: Readonly<Record<string, readonly [string, string]>> = {
  account_not_found: ['账户不存在', 'Account not found'], billing_locked: ['账户被锁', 'Account locked'],
  timeout: ['计费系统超时', 'Billing timed out'], account_closed: ['账户已销户', 'Account closed'], under_dispute: ['账单有争议', 'Bill in dispute'], system_busy: ['计费系统忙', 'Billing busy'], refused: ['计费系统拒绝', 'Refused by billing'],
  not_listed: ['未逐户列出', 'Not listed one by one'], parked: ['结果不明，等人处理', 'Outcome unknown, for a person'],
  notice_refused: ['热线或营业厅系统拒收通知', 'Hotline or halls refused the notice'], notice_unknown: ['热线或营业厅系统没有答复', 'Hotline or halls did not answer'],
}

export function ruleName(rule: string, zh: boolean): string {
  const found = RULES[rule]
  return found ? found[zh ? 0 : 1] : rule
}

export function failureName(reason: string, zh: boolean): string {
  const found = REASONS[reason]
  return found ? found[zh ? 0 : 1] : reason
}

export const approvalWords = words(
  {
    measuresTitle: '措施', broadcastsTitle: '广播', emptyMeasures: '还没有措施。启用预案后，这里列出它提出的每一项；也可以手工起草。',
    goPlan: '去实时页启用预案', emptyBroadcasts: '还没有广播。',
    kind: '种类', state: '状态', approvalClass: '审批', classA: '甲类 两人', classB: '乙类 一人', customers: '客户', cost: '预计', cap: '上限', window: '时限', provinces: '省', applied: '已办',
    needsYou: '等你批', waitingFor: (done: number, needed: number) => `还差 ${needed - done} 人`,
    exactBytes: '批准的就是这些字节', bytesHint: '改一个字，批准即失效', digest: 'SHA-256', digestOk: '与本页内容一致', digestBad: '与本页内容不一致，请勿批准', digestUnknown: '此连接下浏览器不能核算',
    showBytes: '看原文', hideBytes: '收起原文',
    audience: '对象', audienceOf: (counties: string, provinces: string) => `${counties} 个县 · ${provinces} 个省`, mapNo: '按省、县、客群逐层相加',
    segments: '客群', rules: '怎样算在内', anyRule: '任一规则（不重复）', notKnown: '不掌握', eligibleHint: '各规则互相重叠，不相加。', money: '钱', costExpected: '预计费用', costCap: '最多', perCustomer: '每户至多', noCost: '不花钱', window2: (from: string, to: string) => `${from} 至 ${to}`, days: (days: number) => `${days} 天`,
    retro: '追溯', fields: '内容', checks: '查过的事', noChecks: '没有另外的检查。', handled: '经手', grownTo: (revision: number) => `扩大到 r${revision}`, grownHint: '在已批上限以内，沿用原批准', drafted: '起草', edited: '最后修改', submitted: '提交', approved: '批准', started: '开始', inEffect: '生效', ended: '结束',
    first: '第一批准', second: '第二批准', waitsForYou: '等你', waitsFor: '等一位审批人', decisionReject: '不批准', decisionReturn: '退回',
    approve: '批准', approveStart: '批准并开始发送', reject: '不批准', return: '退回修改', submit: '提交审批', start: '开始执行', hold: '暂停', resume: '继续', retry: '重试失败的', acceptGaps: '接受缺口', end: '提前结束', revoke: '撤回并复原', cancel: '取消', edit: '修改',
    approving: '正在批准', whyNot: '现在不能批准', acceptHint: '余下失败的不再重试，措施记为生效；名单仍在例外清单里。', revokeHint: '已办的客户会逐户复原，需要时间。', cancelHint: '开始前取消，不影响任何客户。', holdHint: '已交出的批次照常回执，未交的停下。',
    progress: '各省进度', progressHint: '办成 + 失败 + 等回执 + 不明 + 未交 = 应办', intended: '应办', submittedN: '已交', appliedN: '办成', failedN: '失败', waitingN: '等回执', unknownN: '不明', reversedN: '已复原', batches: '批次', notStarted: '批准并开始后，各省进度出现在这里。', evenly: '合计与各省相加相等', uneven: '合计与各省相加不等，请查账', reported: '各省上报', reportedHint: '任务回填的结果；百分比、时长不相加', outcome: '结果', answered: '已报/应报', carriedBy: (delivery: string) => ({ billing: '由计费系统按指令执行', halls: '由各省营业厅以任务执行，不经计费系统', hotline: '由客服热线以任务执行，不经计费系统', teams: '由各省现场队伍以任务执行，不经计费系统' })[delivery] ?? '',
    exceptions: '例外清单', exceptionsHint: '只有计费系统能对应到客户', noExceptions: '没有失败的账户。', account: '账户代号', reason: '原因', fen: '金额', county: '区县', segment: '客群',
    history: '经过', noHistory: '还没有经过。', editTitle: '修改措施', windowTo: '时限到', capYuan: '上限（元）', editWhy: '为什么改', editHint: '修改会使已有的批准失效。', save: '保存修改',
    asSent: '逐字如此发送', from10086: '10086 · 短信', cellBroadcast: '小区广播', correction: '已备好的更正', correctionHint: '一人一键可发', pages: (units: string, encoding: string, pages: string) => `${units} 字 · ${encoding} · ${pages} 页（最多 15）`, cancelTexts: '已备好的解除', cancelSend: '发送解除', cancels: '解除的是', correctionSent: '更正', cancelSent: '解除', cancelSendHint: '解除是引用原文的新消息，说明原文不再有效；已随原文批准，一人可发。停发之后，公众网站上的原文也由它撤销。', capMessage: 'CAP 消息', capFeed: '公众订阅（Atom）', waysOut: '发往哪里', way: '方式', wayState: '状态', channelSms: '短信', channelCells: '小区广播', channelFeed: '网站与社交媒体（CAP）', published: '已公布', noReceipts: '没有名单，没有回执', units: (units: string, encoding: string, parts: string) => `${units} 字 · ${encoding} · ${parts} 条`,
    langZh: '中文', langEn: '英文', willReceive: '将收到的客户', smsParts: '短信条数', each: (parts: string) => `每户 ${parts} 条`, validUntil: '有效期', expireNote: '过期不补发', class2: '须两人批准，60 分钟内', typeCount: '输入对象数，确认你看过', typeWrong: '数不对', typeFirst: '先输入对象数',
    sendRoom: '发送', sent: '已发出', ofAudience: (all: string) => `/ ${all}`, progressShare: '进度', rate: '现在速度', perSecond: '户/秒', eta: '预计发完', etaLeft: (left: string) => `还有 ${left}`, measuring: '正在量', sixDelivered: '已送达', sixSubmitted: '已提交，等回执', sixFailed: '失败', sixExpired: '过期', sixUnknown: '未知', sixQueued: '排队', sixStopped: '已停下',
    sixHint: '各项相加等于对象数。已提交不等于已送达；未知的按消息键向网关查询，不重发。', sixBad: '各项相加与对象数不等，请查账。', byProvince: '按省', note: '说明', finished: '已发完', sendingNow: '发送中', stop: '停止发送', stopping: '正在停', stopHint: (queued: string, gone: string) => `一人一键，不再确认。会停下 ${queued} 未发的；${gone} 已发出的收不回，可发更正。`, stopped: (queued: string) => `已停下 ${queued}`, correct: '发更正', correctHint: '更正是一条新消息，注明更正的是哪一条；已随原文批准，一人即可发出。', correctTitle: '发更正', beingSent: '正在发的字', editText: '修改文字', editTextTitle: '修改文字', bodyZh: '中文正文', bodyEn: '英文正文', corrZh: '中文更正', corrEn: '英文更正', refersTo: '更正自',
    technical: '技术故障，等人处理', parked: '等人处理', parkedTitle: '结果不明，已停止查询', parkedHint: '再按消息键向网关查询一次；绝不重发。', askAgain: '再问一次', waitsForTask: '等：', declinedBy: (who: string, why: string) => `${who ? `${who} ` : ''}拒绝${why ? `：${why}` : ''}`, reassign: '改派', gone: '没有这一项，或您看不到它。', back: '返回列表', held: '暂停', partOf: '各省', rulesNotKnown: (rules: string) => `号码档案不掌握：${rules}，仅按此算在内的客户未发`, provinceState: '状态',
  },
  {
    measuresTitle: 'Measures', broadcastsTitle: 'Broadcasts', emptyMeasures: 'No measure yet. Once a playbook is activated, each that it proposes is listed here; one can also be drafted by hand.',
    goPlan: 'Activate a playbook on the live page', emptyBroadcasts: 'No broadcast yet.',
    kind: 'Type', state: 'State', approvalClass: 'Approval', classA: 'Class A, two', classB: 'Class B, one', customers: 'Customers', cost: 'Expected', cap: 'Cap', window: 'Window', provinces: 'Provinces', applied: 'Applied',
    needsYou: 'waits for you', waitingFor: (done: number, needed: number) => `${needed - done} more to approve`,
    exactBytes: 'These bytes are what is approved', bytesHint: 'Change one character and the approval is void', digest: 'SHA-256', digestOk: 'matches this page', digestBad: 'does not match this page; do not approve', digestUnknown: 'cannot be computed by the browser on this connection',
    showBytes: 'Show the bytes', hideBytes: 'Hide the bytes',
    audience: 'Audience', audienceOf: (counties: string, provinces: string) => `${counties} ${counties === '1' ? 'county' : 'counties'} · ${provinces} ${provinces === '1' ? 'province' : 'provinces'}`, mapNo: 'sums by province, county and segment',
    segments: 'Segments', rules: 'Who counts as there', anyRule: 'By any of them, once each', notKnown: 'not known', eligibleHint: 'The rules overlap and are not added up.', money: 'Money', costExpected: 'Expected', costCap: 'At most', perCustomer: 'At most per customer', noCost: 'Costs nothing', window2: (from: string, to: string) => `${from} to ${to}`, days: (days: number) => `${days} days`,
    retro: 'retroactive', fields: 'Content', checks: 'Checked', noChecks: 'No further checks.', handled: 'Hands', grownTo: (revision: number) => `Grown to r${revision}`, grownHint: 'within the approved cap, under the same approval', drafted: 'Drafted', edited: 'Last edited', submitted: 'Submitted', approved: 'Approved', started: 'Started', inEffect: 'In effect', ended: 'Ended',
    first: 'First approval', second: 'Second approval', waitsForYou: 'waits for you', waitsFor: 'waits for an approver', decisionReject: 'rejected', decisionReturn: 'returned',
    approve: 'Approve', approveStart: 'Approve and start sending', reject: 'Reject', return: 'Return for changes', submit: 'Submit for approval', start: 'Start', hold: 'Hold', resume: 'Resume', retry: 'Retry the failed', acceptGaps: 'Accept the gaps', end: 'End early', revoke: 'Revoke and reverse', cancel: 'Cancel', edit: 'Edit',
    approving: 'Approving', whyNot: 'Can\'t be approved now', acceptHint: 'What failed is not tried again and the measure counts as in effect; the list of exceptions stays.', revokeHint: 'Customers already served are put back one by one; this takes time.', cancelHint: 'Cancelled before it starts; no customer is touched.', holdHint: 'Batches already submitted still report; the others stop.',
    progress: 'By province', progressHint: 'applied + failed + waiting + unknown + not yet submitted = intended', intended: 'Intended', submittedN: 'Submitted', appliedN: 'Applied', failedN: 'Failed', waitingN: 'Waiting', unknownN: 'Unknown', reversedN: 'Reversed', batches: 'Batches', notStarted: 'Once approved and started, each province\'s progress appears here.', evenly: 'the total equals the sum of the provinces', uneven: 'the total differs from the sum of the provinces; check the books', reported: 'Reported by tasks', reportedHint: 'outcomes of its tasks; shares and times are not added up', outcome: 'Outcome', answered: 'told/asked', carriedBy: (delivery: string) => ({ billing: 'Carried out by billing, by instructions', halls: 'Carried out by service halls as tasks, not by billing', hotline: 'Carried out by the hotline as tasks, not by billing', teams: 'Carried out by teams as tasks, not by billing' })[delivery] ?? '',
    exceptions: 'Exceptions', exceptionsHint: 'only billing can tell who they are', noExceptions: 'No account failed.', account: 'Account reference', reason: 'Reason', fen: 'Amount', county: 'County', segment: 'Segment',
    history: 'History', noHistory: 'No history yet.', editTitle: 'Edit measure', windowTo: 'Window until', capYuan: 'Cap (CNY)', editWhy: 'Why', editHint: 'An edit voids approvals already given.', save: 'Save',
    asSent: 'Sent exactly so', from10086: '10086 · text message', cellBroadcast: 'Cell broadcast', correction: 'Correction, prepared', correctionHint: 'one person, one click', pages: (units: string, encoding: string, pages: string) => `${units} units · ${encoding} · ${pages} of 15 pages`, cancelTexts: 'Cancel, prepared', cancelSend: 'Send cancel', cancels: 'Cancels', correctionSent: 'Correction', cancelSent: 'Cancel', cancelSendHint: 'A cancel is a new message that says the one it names holds no more; it was approved with it, so one person can send it.', capMessage: 'CAP message', capFeed: 'Public feed (Atom)', waysOut: 'Ways out', way: 'Way', wayState: 'State', channelSms: 'Text message', channelCells: 'Cell broadcast', channelFeed: 'Web and social media (CAP)', published: 'published', noReceipts: 'no list, no receipts', units: (units: string, encoding: string, parts: string) => `${units} units · ${encoding} · ${parts} ${parts === '1' ? 'part' : 'parts'}`,
    langZh: 'Chinese', langEn: 'English', willReceive: 'Customers who will get it', smsParts: 'Parts to send', each: (parts: string) => `${parts} each`, validUntil: 'Valid until', expireNote: 'not sent after that', class2: 'two approvers within 60 minutes', typeCount: 'Type the audience to show that you saw it', typeWrong: 'not that number', typeFirst: 'type the audience first',
    sendRoom: 'Sending', sent: 'Sent', ofAudience: (all: string) => `of ${all}`, progressShare: 'Progress', rate: 'Rate now', perSecond: 'customers/s', eta: 'Done at', etaLeft: (left: string) => `${left} to go`, measuring: 'measuring', sixDelivered: 'Delivered', sixSubmitted: 'Submitted', sixFailed: 'Failed', sixExpired: 'Expired', sixUnknown: 'Unknown', sixQueued: 'Queued', sixStopped: 'Stopped',
    sixHint: 'They add up to the audience. Submitted is not delivered; unknown ones are asked of the gateway by key and never sent again.', sixBad: 'They do not add up to the audience; check the books.', byProvince: 'By province', note: 'Note', finished: 'done', sendingNow: 'sending', stop: 'STOP SENDING', stopping: 'Stopping', stopHint: (queued: string, gone: string) => `One person, one click, no question. Stops ${queued} not yet sent; ${gone} have gone and can only be corrected.`, stopped: (queued: string) => `${queued} stopped`, correct: 'Send correction', correctHint: 'A correction is a new message that names the one it corrects; it was approved with it, so one person can send it.', correctTitle: 'Send correction', beingSent: 'The text being sent', editText: 'Edit text', editTextTitle: 'Edit text', bodyZh: 'Chinese text', bodyEn: 'English text', corrZh: 'Chinese correction', corrEn: 'English correction', refersTo: 'Corrects',
    technical: 'Technical failure; waits for a person', parked: 'waits for a person', parkedTitle: 'Outcome unknown; no longer asked about', parkedHint: 'Asks the gateway once more by its key; nothing is ever sent again.', askAgain: 'Ask again', waitsForTask: 'waits for:', declinedBy: (who: string, why: string) => `declined${who ? ` by ${who}` : ''}${why ? `: ${why}` : ''}`, reassign: 'Reassign', gone: 'There is no such thing, or you may not see it.', back: 'Back to the list', held: 'Held', rulesNotKnown: (rules: string) => `number file knows no ${rules}: whoever counts by that alone was not sent to`, partOf: 'Provinces', provinceState: 'State',
  },
)
