import { words } from '../lib/i18n'

export const recordWords = words(
  {
    title: '记录与审计', hint: '只读：日志是否完整、什么离开了本系统、什么被删除、谁批准了什么。',
    parts: '各部分', chain: '日志', exports: '导出登记', erasures: '删除登记', approvals: '审批', classes: '数据分类',
    verify: '立即核验', verifying: '正在排队…', whole: '最近一次核验：日志完整', broken: (n: string) => `最近一次核验发现 ${n} 处问题`, never: '还没有核验过', running: (done: string, all: string) => `正在核验：${done} / ${all} 条`, waiting: '核验在排队',
    walked: (events: string, streams: number, anchors: string) => `${events} 条事件、${streams} 条日志、${anchors} 个锚`, everyDay: '每天自动核验一次；也可以随时核验。', asked: '要求者', ended: '完成', result: '结果', good: '完整', faults: (n: string) => `${n} 处问题`, failed: '未能核验',
    anchors: '锚定', anchorsHint: '每分钟在数据库之外签名保存各条日志的末尾。', anchored: (count: string, at: string) => `共 ${count} 个，最新 ${at}`, noAnchor: '还没有锚：日志尚未动过，或锚定没有运行。', key: '公钥', notOurs: '最新的锚不是本系统的密钥签的', unreadable: '锚不可读',
    logs: '各条日志', log: '日志', events: '事件数', last: '最后一条', hash: '末尾的散列',
    who: '谁', when: '时间', what: '什么', only: '限定', purpose: '用途', upto: '截至', digest: 'SHA-256', none: '还没有。', csv: '下载 CSV', newest: (most: number) => `只列最近 ${most} 条；CSV 是全部。`, machine: '本机操作员', schedule: '定时', notMade: '未生成',
    erased: (type: string) => ({ FileRedacted: '任务附件', TextsErased: '文字或文件', RetentionApplied: '保存期满的数据' })[type] ?? type, why: '原因', where: '日志位置', kept: '保存期满', author: '拟稿人', decision: '决定', class: '级别', approve: '批准', reject: '驳回', return: '退回', measure: '措施', broadcast: '公共信息', playbook: '预案',
    find: '查表或列', table: '表', use: '用途', keep: '保存', days: (n: number) => `${n} 天`, inLog: '随日志', beside: '日志之外', columns: '列与分类', fields: '事件的字段', all: '全部分类',
    classesHint: '每一列、每个事件字段都有分类；新加的列没有分类，测试不会通过。', keeps: '保存多久',
  },
  {
    title: 'Record and audit', hint: 'To read only: whether the log is whole, what left the house, what was erased, who approved what.',
    parts: 'Parts', chain: 'Logs', exports: 'Exports', erasures: 'Erased', approvals: 'Approvals', classes: 'Data classes',
    verify: 'Verify now', verifying: 'Getting in line…', whole: 'Last verification: the log is whole', broken: (n: string) => `The last verification found ${n} faults`, never: 'It was never verified', running: (done: string, all: string) => `Verifying: ${done} of ${all} events`, waiting: 'A verification is in line',
    walked: (events: string, streams: number, anchors: string) => `${events} events, ${streams} logs, ${anchors} anchors`, everyDay: 'It is verified once a day, and whenever you ask.', asked: 'Asked by', ended: 'Ended', result: 'Result', good: 'whole', faults: (n: string) => `${n} faults`, failed: 'could not be verified',
    anchors: 'Anchors', anchorsHint: 'Each minute the heads of all logs are signed and kept outside the database.', anchored: (count: string, at: string) => `${count}, the newest of ${at}`, noAnchor: 'There is none: the log has not moved yet, or nothing anchors it.', key: 'Key', notOurs: 'The newest anchor is not signed by this installation’s key', unreadable: 'Anchors cannot be read',
    logs: 'Logs', log: 'Log', events: 'Events', last: 'Last one', hash: 'Hash of the head',
    who: 'Who', when: 'When', what: 'What', only: 'Narrowed to', purpose: 'Purpose', upto: 'Up to', digest: 'SHA-256', none: 'Nothing so far.', csv: 'Download CSV', newest: (most: number) => `The newest ${most} are listed; the CSV holds all.`, machine: 'operator of the machine', schedule: 'schedule', notMade: 'not made',
    erased: (type: string) => ({ FileRedacted: 'a task’s attachment', TextsErased: 'words or files', RetentionApplied: 'what was kept long enough' })[type] ?? type, why: 'Why', where: 'In the log', kept: 'its time was over', author: 'Written by', decision: 'Decision', class: 'Class', approve: 'approved', reject: 'rejected', return: 'returned', measure: 'Measure', broadcast: 'Message', playbook: 'Playbook',
    find: 'Find a table or column', table: 'Table', use: 'What for', keep: 'Kept', days: (n: number) => `${n} days`, inLog: 'in the log', beside: 'beside the log', columns: 'Columns by class', fields: 'Fields of events', all: 'All classes',
    classesHint: 'Every column and every field of an event has a class; a new column without one fails the tests.', keeps: 'How long what is kept',
  },
)
