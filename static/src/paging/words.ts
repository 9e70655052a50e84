/** Words of paging: the chain, how pages fared, a person's own order of channels. */
import { words } from '../lib/i18n'

const CHANNEL_ZH: Readonly<Record<string, string>> = { push: '应用推送', chat: '群机器人', sms: '短信', voice: '电话', mail: '邮件', webhook: '接口' }
const CHANNEL_EN: Readonly<Record<string, string>> = { push: 'Push', chat: 'Chat robot', sms: 'SMS', voice: 'Call', mail: 'Mail', webhook: 'Webhook' }
const STATE_ZH: Readonly<Record<string, string>> = { queued: '待发', submitted: '已交网关', delivered: '已送达', failed: '未送达', expired: '过时未发', unknown: '结果不明', cancelled: '不再发' }
const STATE_EN: Readonly<Record<string, string>> = { queued: 'waiting', submitted: 'with the gateway', delivered: 'delivered', failed: 'failed', expired: 'too late, not sent', unknown: 'unknown', cancelled: 'not sent any more' }
const ROLE_ZH: Readonly<Record<string, string>> = { province_member: '省值班', province_lead: '省负责人', duty_officer: '总部值班', commander: '指挥' }
const ROLE_EN: Readonly<Record<string, string>> = { province_member: 'province duty', province_lead: 'province lead', duty_officer: 'HQ duty', commander: 'commander' }
const TEMPLATE_ZH: Readonly<Record<string, string>> = { task_dispatched: '下达', task_overdue: '超时', task_expired: '确认过期', task_declined: '被拒', task_reminded: '催办' }
const TEMPLATE_EN: Readonly<Record<string, string>> = { task_dispatched: 'dispatched', task_overdue: 'overdue', task_expired: 'expired', task_declined: 'declined', task_reminded: 'reminder' }

export const pagingWords = words(
  {
    chain: '没有人确认时依次呼叫', nextCall: (who: string, left: string) => `${left} 后呼叫${who}`, callingNow: (who: string) => `正在呼叫${who}`,
    wait: (minutes: number) => `${minutes} 分钟`, chainDone: '已呼叫到最后一级，仍无人确认', chainStopped: '总部已暂停，不再呼叫',
    returnsIn: (left: string) => `${left} 内不开始，任务退回待确认`,
    told: '通知送达情况', toldNone: '还没有发出通知', toldNobody: '没有人有可用的联系方式', show: '看通知送达情况', hide: '收起', bundled: '与其他任务合并',
    planned: (at: string) => `${at} 发`, reached: (n: number, of: number) => `${of} 人中 ${n} 人已送达`,
    summary: (told: number, delivered: number, failed: number) => `通知 ${told} 人，送达 ${delivered} 人${failed ? `，${failed} 人未送达` : ''}`,
    channel: (name: string) => CHANNEL_ZH[name] ?? name, state: (name: string) => STATE_ZH[name] ?? name, role: (name: string) => ROLE_ZH[name] ?? name,
    template: (name: string) => TEMPLATE_ZH[name] ?? name,
    title: '我的通知', intro: '有任务时按下面的顺序通知您，直到有人确认。值班期间不受安静时段影响；升级的时钟照走。',
    order: '顺序', first: '先', delay: '延迟', atOnce: '立即', minutes: '分钟', up: '上移', down: '下移', remove: '去掉', add: '加上',
    notConfigured: '系统没有配置此通道，会自动改用下一个', noAddress: '还没有联系方式，会跳过', ready: '可用',
    quiet: '安静时段', quietHint: '不紧急的通知推到时段结束再发。Ⅰ级响应和标为关键的任务不等。', from: '从', to: '到', none: '不设', use: '设置安静时段',
    language: '短信和电话的语言', chinese: '中文', english: '英文',
    contacts: '联系方式', phone: '手机号', phoneHint: '收短信和电话；加密保存，不进日志', phoneNow: (hint: string) => `现在：${hint}`, mail: '邮箱', mailHint: '由管理员维护',
    robot: '群机器人', webhook: '接口', browsers: '收推送的浏览器', noBrowser: '没有。在工作台“我”里打开桌面通知即可加入。', forget: '移除',
    save: '保存', saved: '已保存', test: '给自己发一条测试', tested: '已发出，请在各通道查看', ownDefault: '现在用的是默认顺序', theirDefault: '对方用的是默认顺序',
    clocks: '改时限', clocksTitle: '改这项任务的时限', clocksHint: '以分钟计，任意数。时限从下达或确认时起算；新时限已过的，马上呼叫。',
    acknowledge: '确认时限（分钟）', work: '办理时限（分钟）', start: '确认后须开始（分钟，空为不限）', replies: (n: number) => `收到 ${n} 条回复`,
  },
  {
    chain: 'Called one after another while nobody acknowledges', nextCall: (who: string, left: string) => `calling ${who} in ${left}`, callingNow: (who: string) => `calling ${who} now`,
    wait: (minutes: number) => `${minutes} min`, chainDone: 'Everybody in the chain was called; nobody has acknowledged', chainStopped: 'Held by headquarters; nobody is called',
    returnsIn: (left: string) => `open again unless begun within ${left}`,
    told: 'Who was told', toldNone: 'No notice has left yet', toldNobody: 'Nobody has an address that can be used', show: 'Show who was told', hide: 'Hide', bundled: 'with other tasks',
    planned: (at: string) => `due ${at}`, reached: (n: number, of: number) => `${n} of ${of} reached`,
    summary: (told: number, delivered: number, failed: number) => `${told} told, ${delivered} reached${failed ? `, ${failed} not reached` : ''}`,
    channel: (name: string) => CHANNEL_EN[name] ?? name, state: (name: string) => STATE_EN[name] ?? name, role: (name: string) => ROLE_EN[name] ?? name,
    template: (name: string) => TEMPLATE_EN[name] ?? name,
    title: 'My notices', intro: 'When there is a task you are told in this order until somebody acknowledges it. Quiet hours do not hold while you are on duty, and never stop the escalation clocks.',
    order: 'Order', first: 'First', delay: 'Delay', atOnce: 'at once', minutes: 'min', up: 'Up', down: 'Down', remove: 'Remove', add: 'Add',
    notConfigured: 'not configured here; the next one is used', noAddress: 'no address yet; it is skipped', ready: 'ready',
    quiet: 'Quiet hours', quietHint: 'What is not urgent waits until they end. A level I response and critical tasks do not wait.', from: 'From', to: 'to', none: 'None', use: 'Set quiet hours',
    language: 'Language of messages and calls', chinese: 'Chinese', english: 'English',
    contacts: 'Addresses', phone: 'Mobile number', phoneHint: 'for SMS and calls; kept sealed, in no log', phoneNow: (hint: string) => `now ${hint}`, mail: 'Mail', mailHint: 'kept by the administrator',
    robot: 'Group robot', webhook: 'Webhook', browsers: 'Browsers that take pushes', noBrowser: 'None. Switch desktop notices on under “Me” in the workspace.', forget: 'Remove',
    save: 'Save', saved: 'Saved', test: 'Send myself a test', tested: 'Sent; look at each channel', ownDefault: 'The default order is in use', theirDefault: 'They have the default order',
    clocks: 'Change clocks', clocksTitle: 'Change this task’s clocks', clocksHint: 'Any number of minutes, counted from dispatch or acknowledgement. What is past by the new clock is called at once.',
    acknowledge: 'Minutes to acknowledge', work: 'Minutes to work', start: 'Minutes to begin once acknowledged (empty: no limit)', replies: (n: number) => `${n} ${n === 1 ? 'answer' : 'answers'} came in`,
  },
)
