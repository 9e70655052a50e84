import { words } from '../lib/i18n'

export const reportWords = words(
  {
    title: '报告', across: '历次比较', back: '返回复盘', ask: '导出一份', what: '哪种报告', format: '格式', language: '语言', province: '限定到省', everywhere: '全国', purpose: '用途', purposeHint: '记入导出登记，例如：报应急办', make: '生成', making: '正在排队…',
    register: '导出登记', registerHint: '谁、何时、为何、导出了什么，与文件摘要一同记在事件记录里。', none: '还没有导出过报告。', fetch: '下载', again: '须由导出人下载；需要请自己导出一份。', gone: '文件已过保存期', waiting: '排队中', progress: (done: string, whole: string) => `${done} / ${whole}`,
    upto: (at: string) => `截至 #${at}`, digest: 'SHA-256', scheduled: (number: number) => `定时第 ${number} 份`, of: (place: string) => `限 ${place}`, made: '已生成', failed: '未能生成',
    schedule: '定时态势报告', every: '每', hours: '小时', to: '邮件发给', sending: '正在设置…', start: '开始定时发送', change: '更改', stop: '停止发送', stopping: '正在停止…', off: '没有定时发送。', on: (hours: number, people: number, number: number) => `每 ${hours} 小时发给 ${people} 人，已发 ${number} 份`, next: (at: string) => `下一份 ${at}`, firstAtOnce: '第一份立即生成；事件结束后自动停止。', over: '事件已结束，不再定时发送。', chooseOne: '请至少选一个收件人',
    verifier: '下载核验程序', verifierHint: '证据包内也有一份；独立取得的一份更可信。',
    formatName: (format: string) => ({ html: 'HTML（可打印）', pdf: 'PDF', docx: 'Word（DOCX）', xlsx: 'Excel（XLSX）', csv: 'CSV（全部数字）', json: 'JSON', bundle: '证据包（ZIP）', parquet: 'Parquet（ZIP，附数据字典）' })[format] ?? format,
  },
  {
    title: 'Reports', across: 'Across incidents', back: 'Back to the review', ask: 'Take one out', what: 'Report', format: 'Format', language: 'Language', province: 'Narrowed to', everywhere: 'The nation', purpose: 'Purpose', purposeHint: 'Goes into the register of exports, such as: for the emergency office', make: 'Make it', making: 'Getting in line…',
    register: 'Register of exports', registerHint: 'Who took what out, when and why stands in the incident’s log, with the digest of the file.', none: 'No report was taken out yet.', fetch: 'Download', again: 'Only who asked for it downloads it; ask for one of your own.', gone: 'The file is no longer kept', waiting: 'in line', progress: (done: string, whole: string) => `${done} / ${whole}`,
    upto: (at: string) => `up to #${at}`, digest: 'SHA-256', scheduled: (number: number) => `scheduled, no. ${number}`, of: (place: string) => `${place} only`, made: 'made', failed: 'could not be made',
    schedule: 'Situation reports on schedule', every: 'Every', hours: 'hours', to: 'By mail to', sending: 'Setting it…', start: 'Send on schedule', change: 'Change it', stop: 'Stop sending', stopping: 'Stopping…', off: 'Nothing is sent on schedule.', on: (hours: number, people: number, number: number) => `every ${hours} h to ${people} people, ${number} sent so far`, next: (at: string) => `next one ${at}`, firstAtOnce: 'The first is made at once; it ends by itself with the incident.', over: 'The incident is over; nothing is sent on schedule any more.', chooseOne: 'choose at least one person',
    verifier: 'Download the verifier', verifierHint: 'Each bundle holds one too; one that was fetched apart is worth more.',
    formatName: (format: string) => ({ html: 'HTML, prints', pdf: 'PDF', docx: 'Word (DOCX)', xlsx: 'Excel (XLSX)', csv: 'CSV, all numbers', json: 'JSON', bundle: 'Evidence bundle (ZIP)', parquet: 'Parquet (ZIP, with its dictionary)' })[format] ?? format,
  },
)
