import { words } from '../lib/i18n'

const zh = {
  unacknowledged: '未确认任务', nextDeadline: '下一时限', worstFive: '最差五省', overdue: '超时', silent: '失联', waiting: '待确认',
  others: (n: number) => `其余 ${n} 省`, noLate: '无超时', next: (seconds: number, name: string) => `${seconds} 秒后换到 ${name}`, national: '全国',
  rowSilent: (n: number) => `${n} 项未确认`, rowLate: (n: number, step: number) => `${n} 项超时${step ? ` · 第 ${step} 次升级` : ''}`, rowDone: (done: number, total: number) => `${total} 项中完成 ${done}`,
  rowDeclined: (n: number) => `${n} 项被拒 · 待改派`, rowWaiting: (n: number) => `${n} 项待确认`, fine: '没有要管的省份', covered: (from: string) => `覆盖用户 ${from}`, households: '户',
  extent: (provinces: number, counties: number) => `${provinces} 省 ${counties} 县`, notAssessed: (n: number) => `未评估 ${n}`, severe: (from: string) => `重灾用户 ${from}`,
  severeLine: (sites: string, halls: string) => `基站 ${sites} · 网点 ${halls}`, customers: '户', failed: (n: string) => `失败 ${n} 户待重试`, eta: (time: string) => `预计 ${time} 发完`, noMeasure: '还没有措施', noBroadcast: '还没有发送', perCounty: (low: string, high: string) => `${low} ~ ${high} 万户/县`, legend: '覆盖用户', notAssessedWord: '未评估', tasksOf: (name: string) => `${name}的任务`,
}
type Words = { readonly [K in keyof typeof zh]: (typeof zh)[K] extends (...args: infer A) => string ? (...args: A) => string : string }
const en: Words = {
  unacknowledged: 'Tasks unacknowledged', nextDeadline: 'Next deadline', worstFive: 'Worst five', overdue: 'overdue', silent: 'silent', waiting: 'waiting',
  others: (n) => `Other ${n}`, noLate: 'none late', next: (seconds, name) => `in ${seconds} s: ${name}`, national: 'Nation',
  rowSilent: (n) => `${n} unacknowledged`, rowLate: (n, step) => `${n} overdue${step ? ` · escalation ${step}` : ''}`, rowDone: (done, total) => `${done} of ${total} done`,
  rowDeclined: (n) => `${n} declined`, rowWaiting: (n) => `${n} waiting`, fine: 'No province needs a person', covered: (from) => `Subscribers ${from}`, households: '',
  extent: (provinces, counties) => `${provinces} provinces, ${counties} counties`, notAssessed: (n) => `${n} not assessed`, severe: (from) => `Worst hit ${from}`,
  severeLine: (sites, halls) => `sites ${sites} · halls ${halls}`, customers: 'customers', failed: (n) => `${n} failed, to retry`, eta: (time) => `done by ${time}`, noMeasure: 'No measure yet', noBroadcast: 'Nothing sent yet', perCounty: (low, high) => `${low} ~ ${high} k/county`, legend: 'Subscribers', notAssessedWord: 'Not assessed', tasksOf: (name) => `Tasks of ${name}`,
}
export const wallWords = words(zh, en)
