import { words } from '../lib/i18n'

const CHANNELS: Readonly<Record<string, readonly [string, string]>> = { sms: ['短信', 'SMS'], voice: ['电话', 'Call'], mail: ['邮件', 'Mail'], push: ['推送', 'Push'], chat: ['群机器人', 'Chat'], webhook: ['Webhook', 'Webhook'], web: ['网页', 'On screen'] }

export const reachWords = words(
  {
    asked: '可达性测试正在问你：看到请应答。这不是任务。', here: '我在', begin: '开始可达性测试', hint: '给每个人的所有通道各发一条测试；不是任务，不升级', none: '还没有可达性测试。', place: '范围', who: '对象', minutes: '收集应答（分）', wakes: '免打扰时段也呼叫', woke: '含免打扰时段', everywhere: '总部和各省', headquarters: '总部',
    whom: (whom: string) => ({ on_duty: '当班人员', everybody: '全部值班人员' })[whom] ?? whom, state: (state: string) => (state === 'open' ? '进行中' : '已结束'), answered: (n: string, of: string) => `${of} 人中 ${n} 人应答`, median: '用时中位', result: '结果', close: '结束测试', closedAt: (at: string) => `结束于 ${at}`, channel: '通道', pages: '发出', arrived: '送达', failed: '失败', answers: '由此应答', share: '应答率', person: '人员', verdict: '结果', how: '怎样',
    verdicts: (verdict: string) => ({ answered: '已应答', silent: '未应答', not_sent: '未发出（免打扰或排队）', failed: '全部失败', no_address: '没有可用地址' })[verdict] ?? verdict, by: (channel: string) => CHANNELS[channel]?.[0] ?? channel, page: (state: string) => ({ queued: '待发', submitted: '已交付', delivered: '已送达', failed: '失败', expired: '过期', unknown: '不明', cancelled: '已取消', bundled: '合并' })[state] ?? state,
  },
  {
    asked: 'A test of who can be reached is asking you. Please answer; it is no task.', here: 'I am here', begin: 'Begin a test', hint: 'one test page on every channel of everybody; no task, nothing escalates', none: 'No test of who can be reached yet.', place: 'Place', who: 'Whom', minutes: 'Answers count for (min)', wakes: 'ring in quiet hours too', woke: 'quiet hours too', everywhere: 'Headquarters and all provinces', headquarters: 'Headquarters',
    whom: (whom) => ({ on_duty: 'who is on duty', everybody: 'everybody who does duty' })[whom] ?? whom, state: (state) => (state === 'open' ? 'open' : 'closed'), answered: (n, of) => `${n} of ${of} answered`, median: 'Median', result: 'Result', close: 'Close the test', closedAt: (at) => `closed ${at}`, channel: 'Channel', pages: 'Sent', arrived: 'Arrived', failed: 'Failed', answers: 'Answered by it', share: 'Share', person: 'Person', verdict: 'Result', how: 'How',
    verdicts: (verdict) => ({ answered: 'answered', silent: 'no answer', not_sent: 'not sent (quiet hours or waiting)', failed: 'all failed', no_address: 'no address' })[verdict] ?? verdict, by: (channel) => CHANNELS[channel]?.[1] ?? channel, page: (state) => ({ queued: 'waiting', submitted: 'handed over', delivered: 'arrived', failed: 'failed', expired: 'expired', unknown: 'unknown', cancelled: 'withdrawn', bundled: 'bundled' })[state] ?? state,
  },
)
