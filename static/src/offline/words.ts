import { language, words } from '../lib/i18n'
import { sizeText, type FileBody } from './files'

export const offlineWords = words(
  {
    comma: '，', offlineFor: (age: string) => `离线 ${age}`, staleFor: (age: string) => `数据停在 ${age} 前`, unsent: (count: number) => `${count} 条待发`,
    sendingNow: (count: number) => `正在发送 ${count} 条`, seeQueue: '看队列', toDecide: (count: number) => `${count} 项需您决定`, decide: '去决定',
    loginPaused: (count: number) => `登录已过期，${count} 条待发都还在；同一人登录后自动接着发。`, login: '去登录',
    strangerPaused: (count: number) => `这台设备现在登录的是另一个人。您的 ${count} 条待发留在原处，不会以别人的名义发出。`, reload: '换成现在登录的人',
    newVersion: '新版本已就绪，填写的内容都会保留。', update: '更新', takenOver: '已在另一个窗口更新，请重新载入。', reloadPage: '重新载入',
    notLasting: '这个浏览器不让网页保存数据：没有网络时请别关掉这一页，否则待发的会丢。',
    insecure: '这个地址不是 https，浏览器不允许离线打开：断网后请别关掉这一页。',
    insecureMore: '用 https 地址（或本机的 localhost）打开，就能装到桌面并离线使用。',
    missing: '这个浏览器不支持离线打开。', ready: '没有网络也能打开', starting: '正在准备离线使用…',
    queue: '待发送队列', inOrder: '按先后发送，各一次', queueEmpty: '没有待发的。', doneAtHere: (at: string) => `${at} 在本机记下`,
    maybeSent: '已试过，可能已经送到；再发不会重复', behind: '等前一项决定后再发', withdraw: '撤回',
    dropped: '放弃的，留底', forget: '删去', reasonWas: (why: string) => `理由：${why}`,
    mine: (at: string) => `我 ${at}`, nowIs: '现在', changedBy: '谁改的', unknownNow: '这项任务已经不在您这里，可能转给了别的省或已撤回。',
    again: '按现状再做一次', toRecord: '记到任务记录里', keepToMe: '只留给我', backToForm: '回去改', notAgain: '按现在的状态不能再做。',
    conflictHead: '别人先改了', refusedHead: '没有被接受', why: '放弃的理由（可不填，留在本机）',
    record: (at: string, what: string, why: string) => `${at} 离线时${what}，因任务已变没有采用${why ? `：${why}` : ''}`,
    noNetwork: '没有网络时', callHead: '打电话给总部值班员', callBody: '由总部代为确认，记录会注明「代」。报任务码，见任务页底部。',
    updatedAt: (at: string, age: string) => `任务与表格更新于 ${at}（${age}前）`, present: '任务与表格是最新的。',
    mark: '待发', markDecide: '需您决定',
    offline: '离线', keep: '离线准备', keepNow: '保存本省地图', kept: '已保存', keeping: '正在保存…', keepHint: (kb: string) => `约 ${kb}，建议有无线网时做。`, keepFailed: '没有存成，请在有网络时再试。',
    notices: '桌面提醒', noticesOff: '关', noticesOn: '开', noticesDenied: '浏览器已拒绝提醒，请在网站设置里打开。', noticesNone: '这个浏览器没有提醒。',
    newTasks: (count: number) => `${count} 项新任务待确认`, aidAsked: '有省份需要支援', askAnswered: '总部答复了您的请求', noticeDecide: (count: number) => `${count} 项离线操作需您决定`,
    leaveHead: '还有没发出的', leaveUnsent: (count: number) => `${count} 条还没发出，会留在这台设备上，您下次在这里登录后接着发。`, leave: '仍然退出', stay: '不退出',
    noCopyHead: '没有网络，也没有保存过任务', noCopyBody: '联网后会自动打开。急事请打电话给总部值班员，可由其代为确认。',
    seconds: (n: number) => `${n} 秒`, minutes: (n: number) => `${n} 分钟`, hours: (n: number) => `${n} 小时`, days: (n: number) => `${n} 天`,
    acknowledge: '确认收到', undo: '撤销确认', decline: '拒绝', start: '开始处理', pend: '标为等外部', resume: '继续处理', tick: '勾清单', resolve: '报告完成', comment: '写记录', checkIn: '定时报告', beginAll: '写明理由，先开始', attach: '附件', withPlace: '连同位置信息发送', giveUpFile: '不发了', filesAfter: '在文字之后单独发送', fileTried: (times: number) => `试过 ${times} 次，还没送到，会再试`,
    ticks: (count: number) => `勾到 ${count} 项`,
  },
  {
    comma: ', ', offlineFor: (age: string) => `Offline for ${age}`, staleFor: (age: string) => `Data are ${age} old`, unsent: (count: number) => `${count} unsent`,
    sendingNow: (count: number) => `Sending ${count}`, seeQueue: 'See queue', toDecide: (count: number) => `${count} ${count === 1 ? 'needs' : 'need'} your decision`, decide: 'Decide',
    loginPaused: (count: number) => `Login expired; ${count} unsent are kept and go out once the same person has signed in.`, login: 'Log in',
    strangerPaused: (count: number) => `Somebody else is signed in on this device now. Your ${count} unsent stay where they are and are not sent in another's name.`, reload: 'Switch to who is signed in',
    newVersion: 'A new version is ready; what you typed is kept.', update: 'Update', takenOver: 'Updated in another window; please reload.', reloadPage: 'Reload',
    notLasting: 'This browser lets the page keep nothing: without a network don\'t close the page, or what is unsent is lost.',
    insecure: 'This address is not https, so the browser can\'t open the page offline: don\'t close it when the network fails.',
    insecureMore: 'Open it by an https address (or localhost on this machine) to install it and use it offline.',
    missing: 'This browser can\'t open the page offline.', ready: 'Opens without a network', starting: 'Getting ready for offline use…',
    queue: 'To be sent', inOrder: 'in order, each once', queueEmpty: 'Nothing waits to be sent.', doneAtHere: (at: string) => `noted here at ${at}`,
    maybeSent: 'tried; it may have arrived, sending again can\'t double it', behind: 'waits for your decision before it', withdraw: 'Take back',
    dropped: 'Given up, kept to read', forget: 'Remove', reasonWas: (why: string) => `Reason: ${why}`,
    mine: (at: string) => `I, ${at}`, nowIs: 'Now', changedBy: 'Changed by', unknownNow: 'This task is no longer yours; it may have gone to another province or been recalled.',
    again: 'Do it again as it stands now', toRecord: 'Add to the task\'s record', keepToMe: 'Keep it to myself', backToForm: 'Back to change it', notAgain: 'In its present state that can\'t be done again.',
    conflictHead: 'Somebody was first', refusedHead: 'Not accepted', why: 'Why you give it up (optional, kept on this device)',
    record: (at: string, what: string, why: string) => `${at}, offline: ${what}; not applied because the task had changed${why ? `: ${why}` : ''}`,
    noNetwork: 'Without a network', callHead: 'Telephone the headquarters duty officer', callBody: 'They acknowledge for you, marked "by proxy". Give the task code from the foot of the task.',
    updatedAt: (at: string, age: string) => `Tasks and forms as of ${at} (${age} ago)`, present: 'Tasks and forms are up to date.',
    mark: 'unsent', markDecide: 'your decision',
    offline: 'Offline', keep: 'Ready for offline', keepNow: 'Keep the province map', kept: 'Kept', keeping: 'Keeping…', keepHint: (kb: string) => `About ${kb}; best over Wi-Fi.`, keepFailed: 'Could not keep it; try again with a network.',
    notices: 'Desktop notices', noticesOff: 'Off', noticesOn: 'On', noticesDenied: 'The browser has refused notices; allow them in its site settings.', noticesNone: 'This browser has no notices.',
    newTasks: (count: number) => `${count} new ${count === 1 ? 'task' : 'tasks'} to acknowledge`, aidAsked: 'A province needs your aid', askAnswered: 'Headquarters has answered what you asked for', noticeDecide: (count: number) => `${count} offline ${count === 1 ? 'action needs' : 'actions need'} your decision`,
    leaveHead: 'Not everything is sent', leaveUnsent: (count: number) => `${count} not sent yet; they stay on this device and go out when you sign in here again.`, leave: 'Log out all the same', stay: 'Stay',
    noCopyHead: 'No network, and no tasks kept yet', noCopyBody: 'It opens by itself once there is a network. For what can\'t wait telephone the headquarters duty officer, who can acknowledge for you.',
    seconds: (n: number) => `${n} s`, minutes: (n: number) => `${n} min`, hours: (n: number) => `${n} h`, days: (n: number) => `${n} d`,
    acknowledge: 'Acknowledge', undo: 'Undo acknowledgement', decline: 'Decline', start: 'Start', pend: 'Mark as pending', resume: 'Resume', tick: 'Checklist', resolve: 'Report done', comment: 'Note', checkIn: 'Check-in', beginAll: 'Start all the same, with the reason', attach: 'Attachment', withPlace: 'Send it with its place', giveUpFile: 'Don\'t send it', filesAfter: 'goes out by itself, after the words', fileTried: (times: number) => `tried ${times}×, not there yet; it is tried again`,
    ticks: (count: number) => `${count} ticked`,
  },
)

/** 「核查县医院专线」 or “Check the line”. */
export function quoted(title: string): string {
  return language.value === 'zh' ? `「${title}」` : ` “${title}”`
}

/** How long, in one word: 40 秒, 12 分钟, 3 小时. */
export function age(ms: number): string {
  const w = offlineWords()
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return w.seconds(seconds)
  if (seconds < 3600) return w.minutes(Math.floor(seconds / 60))
  if (seconds < 172_800) return w.hours(Math.floor(seconds / 3600))
  return w.days(Math.floor(seconds / 86_400))
}

const VERBS = ['acknowledge', 'undo', 'decline', 'start', 'pend', 'resume', 'tick', 'resolve', 'comment', 'attach'] as const

/** What somebody did, as the button said it. */
export function verbWords(verb: string): string {
  if (verb === 'check-in') return offlineWords().checkIn
  const known = VERBS.find((name) => name === verb)
  return known ? offlineWords()[known] : verb
}

/** What was typed with it, for its author to recognise. */
export function bodyWords(verb: string, body: unknown): string {
  if (verb === 'attach') {
    const { name, size } = body as FileBody
    return `${name} · ${sizeText(size)}`
  }
  const told = body as { readonly reason?: string; readonly note?: string; readonly text?: string; readonly ticked?: readonly number[]; readonly outcomes?: readonly { readonly name: string; readonly value: number }[] }
  if (told.reason) return told.reason
  if (told.text ?? told.note) return told.text ?? told.note ?? ''
  if (verb === 'resolve' && told.outcomes) return told.outcomes.map(({ value }) => value.toLocaleString('en-US')).join(' · ')
  return verb === 'tick' && told.ticked ? offlineWords().ticks(told.ticked.length) : ''
}
