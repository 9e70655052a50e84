/** What the words mean. Sources: DOMAIN of the field; the same words as everywhere else in the product. */
import type { Said } from '../lib/types'
import { words } from '../lib/i18n'

export const helpWords = words(
  { title: '帮助', glossary: '名词', states: '状态是什么意思', roles: '谁能做什么', keys: '按键', more: '遇到问题', search: '搜名词', states_hint: '圆的按计划走，带角的要有人管', noMatch: '没有这个词。', offline: '网络不通时' },
  { title: 'Help', glossary: 'Glossary', states: 'What each state means', roles: 'Who may do what', keys: 'Keys', more: 'When something is wrong', search: 'Search a term', states_hint: 'circles go to plan, corners need a person', noMatch: 'No such term.', offline: 'Without a network' },
)

export interface Term {
  readonly term: Said
  readonly means: Said
}

export const GLOSSARY: readonly Term[] = [
  { term: { zh: '事件', en: 'Incident' }, means: { zh: '一次灾害、网络事故或重大活动。级别和预警颜色是它的两个字段，不是状态。', en: 'A disaster, network failure or planned event. Level and warning colour are two fields of it, not states.' } },
  { term: { zh: '响应级别', en: 'Response level' }, means: { zh: '灾后响应的力度，Ⅰ级最高，Ⅳ级最低；由指挥长按上级指令宣布。', en: 'How strongly is responded, I the highest, IV the lowest; the commander sets it, citing the order.' } },
  { term: { zh: '预警颜色', en: 'Warning colour' }, means: { zh: '灾前的预警：红、橙、黄、蓝。与响应级别分开记。', en: 'The warning before: red, orange, yellow, blue. Kept apart from the response level.' } },
  { term: { zh: '影响范围', en: 'Footprint' }, means: { zh: '灾害波及的区域，分烈度带，有版本；新版代替旧版，并显示差别。', en: 'The area that the hazard reaches, in bands, with versions; a later one replaces the earlier and the difference is shown.' } },
  { term: { zh: '影响', en: 'Impact' }, means: { zh: '范围内有多少客户、基站、网点，按省、市、县、客群，各级相加相等。', en: 'How many customers, sites and halls lie within, by province, city, county and segment; all levels add up.' } },
  { term: { zh: '未评估', en: 'Not assessed' }, means: { zh: '不知道，不是零。地图上画斜线，不用颜色。', en: 'Not known, which is not zero. Hatched on the map, never a colour.' } },
  { term: { zh: '预案', en: 'Playbook' }, means: { zh: '写明在什么条件下对谁做什么的文件，有版本；启用时按当时的版本。', en: 'Says what is done for whom on which conditions, with versions; an activation pins the version it used.' } },
  { term: { zh: '计划', en: 'Plan' }, means: { zh: '预案套在当前范围上的结果：每一项在不在、为什么。启用多少次都不会重复。', en: 'A playbook applied to the footprint: each item there or not, and why. Activating again doubles nothing.' } },
  { term: { zh: '措施', en: 'Measure' }, means: { zh: '对客户做的事：缓停机、减免话费、绿色通道……有对象、时限、上限、批准。', en: 'What is done for customers: suspension deferral, fee waiver, green channel … with audience, window, cap and approval.' } },
  { term: { zh: '批次', en: 'Batch' }, means: { zh: '一项措施在一个县、一个客群的一次交办；应办、已交、办成、失败都记数。', en: 'A measure for one county and one segment; intended, submitted, applied and failed are counted.' } },
  { term: { zh: '例外', en: 'Exception' }, means: { zh: '没办成的一个账户，只用代号；是谁只有计费系统知道。', en: 'One account on which it failed, by a reference that only billing can resolve.' } },
  { term: { zh: '结果不明', en: 'Unknown' }, means: { zh: '不知道对方收到没有。不重发，按键查询；查不到就交给人。', en: 'Not known whether the other side took it. Never sent again blindly; asked by key, else parked for a person.' } },
  { term: { zh: '甲类 / 乙类', en: 'Class A / B' }, means: { zh: '甲类须两人在 60 分钟内批准（对外广播、超过限额的钱），乙类一人。起草人和最后修改人不能批。', en: 'Class A needs two within 60 minutes (public broadcasts, money above the limit), class B one. Never the author or last editor.' } },
  { term: { zh: '任务', en: 'Task' }, means: { zh: '派给一个省的一个队的一件事，有确认时钟和工作时钟。', en: 'One thing for one team of one province, with an acknowledgement clock and a work clock.' } },
  { term: { zh: '确认', en: 'Acknowledge' }, means: { zh: '「收到了，我来」。30 秒内可撤销；一确认，所有催办立即停。', en: '"Received, I have it." Undo within 30 s; all calling stops at once.' } },
  { term: { zh: '升级', en: 'Escalation' }, means: { zh: '到时没人确认，依次叫：省值班、省负责人、总部值班、指挥长。是次数，不是状态。', en: 'Nobody acknowledged in time: the province\'s desk, its lead, headquarters, the commander are called in turn. A count, not a state.' } },
  { term: { zh: '代为确认', en: 'By proxy' }, means: { zh: '省里打电话来，总部代记，注明「代」和电话里的人。', en: 'The province telephoned and headquarters recorded it, marked with who was on the line.' } },
  { term: { zh: '等外部 / 叫停', en: 'Pending / held' }, means: { zh: '等外部：等电、等路，工作时钟照走。叫停：总部停下的，时钟停走。', en: 'Pending: waits for power or road, the work clock runs on. Held: stopped by headquarters, the clock stops.' } },
  { term: { zh: '结果', en: 'Outcome' }, means: { zh: '任务完成时报的数字，有单位和合理范围。', en: 'A figure reported when a task is done, with its unit and plausible range.' } },
  { term: { zh: '失联', en: 'Unreachable' }, means: { zh: '一个省完全没有声音。不是「迟」，改打卫星电话。', en: 'A province that is wholly silent. Not "late": call by satellite.' } },
  { term: { zh: '请求', en: 'Ask' }, means: { zh: '省公司向总部要人、要电、要决定，或上报一个事件；总部的答复有时限。省与省之间的支援是另一回事。', en: 'A province asks headquarters for people, power or a decision, or raises an incident; the answer has a deadline. Aid between provinces is another matter.' } },
  { term: { zh: '关联 / 合并', en: 'Link / merge' }, means: { zh: '一个事件由另一个引发、属于它或与它重复。合并会关闭重复的那个并指向留下的；重新打开即撤销。', en: 'One incident is caused by, part of or a duplicate of another. A merge closes the duplicate and points to the one that goes on; reopening undoes it.' } },
  { term: { zh: '交班简报', en: 'Shift brief' }, means: { zh: '一页说清态势、决定、正在做的、值班、资源、未决问题和时限（ICS 201），附记录摘要（ICS 214）。', en: 'Situation, decisions, actions, duty, resources, issues and deadlines on one page (ICS 201), with an extract of the log (ICS 214).' } },
  { term: { zh: '广播', en: 'Broadcast' }, means: { zh: '发给公众的消息。已提交不等于已送达；停止只要一人一键。', en: 'A message to the public. Submitted is not delivered; to stop takes one person and one click.' } },
  { term: { zh: '更正', en: 'Correction' }, means: { zh: '随原文一起批准、备好的更正，是一条新消息。', en: 'Prepared and approved with the message; sent as a new message that names the old.' } },
  { term: { zh: '信号', en: 'Signal' }, means: { zh: '外部来源说的一件事：预警、地震、台风。系统按规则建议，由人决定立案、更新范围或归档。', en: 'What an outside source says: a warning, a quake, a storm. A rule proposes; a person declares, updates or files it.' } },
  { term: { zh: '待放置', en: 'Quarantine' }, means: { zh: '放不到地图上的信号；有计数，不会悄悄丢掉。', en: 'Signals that cannot be placed on the map; counted, never dropped in silence.' } },
  { term: { zh: '大屏链接', en: 'Kiosk link' }, means: { zh: '只能看、不能动的一次性链接，给墙上的大屏；收回后立即失效。', en: 'A link for the wall that can only watch; once revoked it ends at once.' } },
  { term: { zh: '新进入 / 不再受影响', en: 'Newly hit / no longer hit' }, means: { zh: '新版范围比上一版多出和减去的客户，逐个基站比；已通知的县不再通知。', en: 'Customers that a new version brings in or lets go, compared site by site; a county that was told is not told again.' } },
  { term: { zh: '演练', en: 'Exercise' }, means: { zh: '另一个世界：另一套数据，紫色条纹边框，每条消息前有「演练」，连不到真实系统。', en: 'Another world: its own data, a striped violet frame, the word before each message, no way to real systems.' } },
  { term: { zh: '经过 / 记录', en: 'Log' }, means: { zh: '所有动作按顺序、带校验链，谁也改不了；它就是审计。', en: 'Every act in order, chained by hash, changed by nobody; it is the audit.' } },
  { term: { zh: '客群', en: 'Segment' }, means: { zh: '全球通、神州行、动感地带、其他，互不重叠，相加等于总数。', en: 'GoTone, Easyown, M-Zone, other; disjoint, adding up to the total.' } },
]

export const ROLE_DOES: readonly { readonly role: string; readonly does: Said }[] = [
  { role: 'duty_officer', does: { zh: '宣布事件、给出范围、起草和提交、下达任务、代为确认、复核。', en: 'Declares, supplies footprints, drafts and submits, dispatches tasks, acknowledges by proxy, verifies.' } },
  { role: 'commander', does: { zh: '值班员能做的都能做，另可定级、启用预案、接受缺口、停止广播、关闭事件。', en: 'All that, and sets the level, activates playbooks, accepts gaps, stops broadcasts, closes.' } },
  { role: 'approver', does: { zh: '批准、退回、不批准；停止。不能批自己起草或改过的。', en: 'Approves, returns, rejects; stops. Never what they wrote or edited.' } },
  { role: 'planner', does: { zh: '写预案、模拟。', en: 'Writes playbooks, simulates.' } },
  { role: 'province_lead', does: { zh: '本省任务：确认、办理、拒绝；看本省例外清单。', en: 'Own province\'s tasks: acknowledge, work, decline; sees its exceptions.' } },
  { role: 'province_member', does: { zh: '本省任务：确认、办理、报数。', en: 'Own province\'s tasks: acknowledge, work, report.' } },
  { role: 'reviewer', does: { zh: '复盘、导出、完成复盘。', en: 'Reviews, exports, finishes the review.' } },
  { role: 'administrator', does: { zh: '账号和角色；看不到事件。', en: 'Accounts and roles; sees nothing of incidents.' } },
  { role: 'auditor', does: { zh: '全部可看，一概不能改。', en: 'Reads everything, writes nothing.' } },
]

export const KEYS: readonly { readonly keys: readonly string[]; readonly does: Said }[] = [
  { keys: ['Ctrl', 'K'], does: { zh: '查找事件、区县、任务、操作', en: 'Find an incident, county, task or action' } },
  { keys: ['J'], does: { zh: '工作台：下一项', en: 'Workspace: next task' } },
  { keys: ['K'], does: { zh: '工作台：上一项', en: 'Workspace: previous task' } },
  { keys: ['A'], does: { zh: '工作台：确认收到', en: 'Workspace: acknowledge' } },
  { keys: ['X'], does: { zh: '工作台：拒绝（要写理由）', en: 'Workspace: decline (asks why)' } },
  { keys: ['R'], does: { zh: '工作台：到结果表', en: 'Workspace: go to the outcome form' } },
  { keys: ['Tab'], does: { zh: '到下一个控件；每处都能用键盘', en: 'Next control; everything works by keyboard' } },
  { keys: ['Esc'], does: { zh: '关闭对话框或抽屉', en: 'Close a dialog or drawer' } },
]

export const TROUBLE: readonly Term[] = [
  { term: { zh: '「没有送到」', en: '"Not delivered"' }, means: { zh: '网络没回答。填写的内容还在，按「再试」，不会重复。', en: 'The network did not answer. What you typed is kept; "Try again" can\'t act twice.' } },
  { term: { zh: '「登录已过期」', en: '"Login expired"' }, means: { zh: '去登录，回到原页，再按「再试」。内容不丢。', en: 'Log in, come back, press "Try again". Nothing is lost.' } },
  { term: { zh: '「别人先改了」', en: '"Somebody was first"' }, means: { zh: '看到的不是最新的。页面已换成现状，看过再决定。', en: 'What you saw was not the newest. The page shows how it stands; then decide.' } },
  { term: { zh: '「数据停在…前」', en: '"Data as of … ago"' }, means: { zh: '30 秒没有服务器的消息。屏上是旧的，会自动重连并补齐。', en: 'No word from the server for 30 s. What you see is old; it reconnects and catches up by itself.' } },
  { term: { zh: '完全没有网络', en: 'No network at all' }, means: { zh: '打电话给总部值班员，由其代为确认；事先打印任务单，写下任务码，恢复后补录。', en: 'Telephone the headquarters duty officer, who acknowledges for you; print task sheets beforehand and enter them by code afterwards.' } },
]
