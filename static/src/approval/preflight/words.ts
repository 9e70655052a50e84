import { words } from '../../lib/i18n'

const ACTIONS: Readonly<Record<string, readonly [string, string]>> = {
  freeze_clocks: ['停走欠费时钟', 'freezes the debt clocks'], reopen: ['已停机的复机', 'reopens the suspended'], waive: ['减免费用', 'waives fees'],
  top_up: ['充值或赠送', 'tops up'], move_due_date: ['推迟缴费日', 'moves the due date'], suppress_notice: ['不发催缴类短信', 'silences notices'],
  open_free_service: ['免费开通服务', 'opens a free service'], reverse: ['撤回', 'reverses'],
}

/** What a billing action does, for the reader; a kind that halls carry out has no words of its own. */
export function actionName(action: string, zh: boolean): string {
  const known = ACTIONS[action]
  return known ? known[zh ? 0 : 1] : action.replaceAll('_', ' ')
}

const CAUSES: Readonly<Record<string, readonly [string, string]>> = {
  plan: ['措施内容', 'the measure itself'], footprint: ['影响范围', 'the footprint'], overlap: ['重叠的措施', 'overlapping measures'],
  eligibility: ['客户口径数据', 'eligibility data'], money: ['金额', 'money'], figures: ['速率或热线参数', 'rate or hotline figures'],
}

export function causeName(cause: string, zh: boolean): string {
  return CAUSES[cause]?.[zh ? 0 : 1] ?? cause
}

export const preflightWords = words(
  {
    title: '批前核对', bound: '批准时一并记下', stale: (what: string) => `核对结果刚才变了：${what}。看过新的才能批准。`, looked: '看过了', seenSame: '看的是这一份', seenOther: (what: string) => `看的是旧的一份（${what}已变）`,
    onMap: '地图', showMap: '看地图', customersMap: '客户', overlapMap: '已被覆盖', perCounty: '每县客户', counties: '县数', noWebgl: '此设备画不了县图，按省着色。', mapLabel: '对象所在的县，颜色越亮客户越多', county: (name: string, count: string) => `${name} ${count} 户`,
    overlap: '与在办措施重叠', noOverlap: '这些县、客群里没有在办的同类动作。', overlapAll: '至少有一项已覆盖', overlapHint: '按县、客群、动作逐一比对，取两者较少的户数；具体是谁只有计费系统知道。', otherIncident: '其他事件',
    money: '每日与封顶', perDay: '每日', whole: (days: number) => `不封顶 ${days} 天`, cap: '上限', stops: (day: number) => `第 ${day} 天到上限`, within: '时限内不到上限',
    notice: '告知客户', pages: (n: string) => `小区广播 ${n} 页`, cellsHint: '区内每部手机，重复播到有效期止，没有名单和回执', parts: (n: string) => `${n} 条`, assumed: '按每户一条告知短信', ownParts: (n: number) => `每户 ${n} 条`, minutes: (n: string, rate: string) => `约 ${n} 分钟发完，每秒 ${rate} 条`,
    autopay: '托收客户', autopay_included: '包括在内', autopay_excluded: '不包括：他们照常扣款，须另行告知', autopay_not_touched: '不改缴费日与扣款', vulnerable: '其中需优先关怀', tiers: '重要客户', notAssessed: '尚未评估',
    hotline: '热线预计', hour: '告知后', hourN: (n: number) => `第 ${n} 小时`, calls: '来电', seatsNeeded: '需座席', wait: '平均等待', seconds: (n: string) => `${n} 秒`, grows: '越排越长', beyond: (n: string) => `${n} 通接不到`, short: (need: string, have: string) => `最忙一小时需 ${need} 席，现有 ${have} 席`, more: () => '10 万以上', enough: (have: string) => `现有 ${have} 席够用`,
    model: (calls: string, talk: number, percent: number, answer: number) => `假定：每 10 万户逐小时来电 ${calls}；通话连同记录 ${talk} 秒；${percent}% 在 ${answer} 秒内接起；Erlang C，无人中途挂断，接不到的不算进下一小时。`,
    whoNext: '下一位审批人', nobody: '没有可批准的人：请管理员指派审批人', missing: (n: number) => `还差 ${n} 人`, lapses: (at: string) => `第一份批准 ${at} 失效`, rulesA: '甲类：两人批准，相隔不超过 60 分钟', rulesB: '乙类：一人批准', because: (cap: string, limit: string) => `上限 ${cap}，高于乙类 ${limit}`, becauseB: (cap: string, limit: string) => `上限 ${cap}，不超过乙类 ${limit}`, becausePublic: '面向公众', neverAuthor: '起草人与最后修改人不能批，同一人两个账号也不行；改一个字批准即失效；停只需一人。', rulesTitle: '审批规则',
    refresh: '核对结果已变，请先看过', loading: '先看核对结果',
  },
  {
    title: 'Pre-flight', bound: 'kept with the approval', stale: (what: string) => `The pre-flight has just changed: ${what}. Look at the new one before you approve.`, looked: 'I have looked', seenSame: 'saw this one', seenOther: (what: string) => `saw an older one (changed: ${what})`,
    onMap: 'Map', showMap: 'Show the map', customersMap: 'Customers', overlapMap: 'Covered already', perCounty: 'Customers per county', counties: 'counties', noWebgl: 'This device cannot draw counties; provinces are shaded.', mapLabel: 'Counties of the audience; the brighter, the more customers', county: (name: string, count: string) => `${name}: ${count} customers`,
    overlap: 'Overlap with live measures', noOverlap: 'No measure under way does the same in these counties and segments.', overlapAll: 'Covered by at least one', overlapHint: 'By county, segment and action, the smaller number of the two; who they are only billing knows.', otherIncident: 'another incident',
    money: 'By the day and at the cap', perDay: 'A day', whole: (days: number) => `${days} days, no cap`, cap: 'Cap', stops: (day: number) => `cap reached on day ${day}`, within: 'stays below the cap',
    notice: 'Telling customers', pages: (n: string) => (n === '1' ? 'cell broadcast, 1 page' : `cell broadcast, ${n} pages`), cellsHint: 'every phone in the area, repeated until it expires, no list and no receipts', parts: (n: string) => `${n} parts`, assumed: 'one text each assumed', ownParts: (n: number) => (n === 1 ? '1 part each' : `${n} parts each`), minutes: (n: string, rate: string) => `about ${n} min at ${rate} a second`,
    autopay: 'Customers on autopay', autopay_included: 'included', autopay_excluded: 'NOT included: they are charged as usual and must be told', autopay_not_touched: 'due date and debit unchanged', vulnerable: 'Cared for first', tiers: 'Key customers', notAssessed: 'not assessed',
    hotline: 'Hotline forecast', hour: 'After', hourN: (n: number) => `hour ${n}`, calls: 'Calls', seatsNeeded: 'Seats needed', wait: 'Mean wait', seconds: (n: string) => `${n} s`, grows: 'keeps growing', beyond: (n: string) => `${n} not reached`, short: (need: string, have: string) => `the busiest hour needs ${need} seats, there are ${have}`, more: () => 'over 100,000', enough: (have: string) => `${have} seats are enough`,
    model: (calls: string, talk: number, percent: number, answer: number) => `Assumed: calls an hour per 100,000 customers ${calls}; ${talk} s a talk with its write-up; ${percent} % answered within ${answer} s; Erlang C, nobody gives up, calls not reached are not carried over.`,
    whoNext: 'May approve next', nobody: 'Nobody can: ask an administrator to appoint an approver', missing: (n: number) => `${n} more`, lapses: (at: string) => `the first approval lapses at ${at}`, rulesA: 'Class A: two people, at most 60 minutes apart', rulesB: 'Class B: one person', because: (cap: string, limit: string) => `cap ${cap}, above class B's ${limit}`, becauseB: (cap: string, limit: string) => `cap ${cap}, within class B's ${limit}`, becausePublic: 'it reaches the public', neverAuthor: 'Neither the author nor the last editor, nor a second account of theirs; any edit voids it; one person can stop it.', rulesTitle: 'Rules of approval',
    refresh: 'the pre-flight has changed, look first', loading: 'look at the pre-flight first',
  },
)
