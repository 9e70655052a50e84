import { words } from '../lib/i18n'

export const listWords = words(
  {
    picked: (count: string) => `已选 ${count} 项`, pickAll: '选中表中所有任务', pickRow: (title: string) => `选中「${title}」`, clear: '取消选择', keysHint: 'j/k 上下，x 选中，a 全选，Enter 打开，/ 搜索，Esc 取消',
    acknowledge: '接收', remind: '催办', reassign: '改派', recall: '收回', hold: '叫停', verify: '复核通过', print: '打印任务单', printHint: '按省打印未完成的任务，带补录编号', enterCode: '录入编号',
    read: (some: string, all: string) => `已取 ${some} 项，共 ${all} 项，最紧要的在前；选择只对已取的有效`, readMore: '再取 200 项',
    noneFits: '所选任务的状态都不能这样做', fits: (fit: string, all: string) => `${all} 项里有 ${fit} 项可以`,
    askTitle: (name: string, count: string) => `${name} ${count} 项任务`, reasonFor: '写给这些任务的理由', team: '改派给哪一队', teamHint: '队名写各省预案里的叫法；换人后确认时钟重新开始。', go: (name: string, count: string) => `${name} ${count} 项`, working: (done: string, all: string) => `正在办 ${done} / ${all}`,
    resultTitle: '办理结果', done: (count: string) => `完成 ${count} 项`, conflicts: (count: string) => `有冲突 ${count} 项：别人已先改动`, refused: (count: string) => `未执行 ${count} 项`, nowIs: (state: string) => `现在：${state}`, unsent: (count: string) => `没有送到 ${count} 项，可再试，不会重复`, retry: '再送一次', close: '关闭',
    checkins: '定时报告', every: (minutes: string) => `每 ${minutes} 分钟报告一次`, missed: (count: string) => `未按时报告 ${count} 次`, nextDue: '下次应报', nothingChanged: '无变化', report: '报告进展', noCheckins: '还没有报告。', late: '补记', whose: '谁说的（电话）', reportNow: '记一次报告', reportText: '进展（留空即「无变化」）', proxyOf: (name: string) => `代 ${name}`,
    waits: '要先完成', waitsMet: '已完成', waitsOpen: '未完成', files: '附件', noFiles: '没有附件。', redacted: '内容已删除', redact: '删除内容', redactTitle: '删除附件内容', redactHint: '文件和文件名会永久删除；曾有这个附件和删除的理由会留在记录里。', attach: '上传照片、语音或文件', strip: '去除照片里的位置信息', stripped: '已去位置', uploading: '正在上传', sheet: '打印任务单', place: '准确位置（可不填）', photo: '照片', voice: '语音', document: '文件',
    arrange: '安排', arrangeTitle: '安排这个任务', arrangeHint: '报告间隔、先后次序和位置；不影响现在的状态和时限。', minutes: '每隔多少分钟报告一次（留空不要求）', waitsFor: '先完成哪些任务（同省）', waitsMeasures: '先生效的措施', lon: '经度（度）', lat: '纬度（度）', pickOnMap: '在地图上点', hideMap: '收起地图', noPlace: '不定位置', provinceFirst: '先选省', save: '保存', badPlace: '经纬度须成对，经度 -180 至 180，纬度 -90 至 90。', noOthers: '这个省没有其他未完成的任务。',
    implausible: '超出合理范围，已说明', checkinMinutes: '每隔多少分钟报告一次（可不填）',
  },
  {
    picked: (count: string) => `${count} selected`, pickAll: 'Select all tasks in the table', pickRow: (title: string) => `Select "${title}"`, clear: 'Clear selection', keysHint: 'j/k to move, x to select, a for all, Enter to open, / to search, Esc to clear',
    acknowledge: 'Acknowledge', remind: 'Remind', reassign: 'Reassign', recall: 'Recall', hold: 'Hold', verify: 'Verify', print: 'Print sheets', printHint: 'Open tasks by province, each with a code for later entry', enterCode: 'Enter a code',
    read: (some: string, all: string) => `${some} of ${all} read, the most pressing first; a selection is of those read`, readMore: 'Read 200 more',
    noneFits: 'None of the selected tasks is in a state for this', fits: (fit: string, all: string) => `${fit} of the ${all} can`,
    askTitle: (name: string, count: string) => `${name}: ${count} tasks`, reasonFor: 'The reason, for all of them', team: 'To which team', teamHint: 'By the name that the playbook gives it; the acknowledgement clock starts over.', go: (name: string, count: string) => `${name} ${count}`, working: (done: string, all: string) => `${done} of ${all}`,
    resultTitle: 'What came of it', done: (count: string) => `${count} done`, conflicts: (count: string) => `${count} in conflict: somebody else was first`, refused: (count: string) => `${count} not carried out`, nowIs: (state: string) => `now ${state}`, unsent: (count: string) => `${count} did not get through; send again, nothing is done twice`, retry: 'Send again', close: 'Close',
    checkins: 'Check-ins', every: (minutes: string) => `every ${minutes} minutes`, missed: (count: string) => `${count} missed`, nextDue: 'Next due', nothingChanged: 'Nothing changed', report: 'Report', noCheckins: 'No check-in yet.', late: 'after the fact', whose: 'Who said so (telephone)', reportNow: 'Record a check-in', reportText: 'How it goes (empty: nothing changed)', proxyOf: (name: string) => `for ${name}`,
    waits: 'Comes after', waitsMet: 'done', waitsOpen: 'not done', files: 'Attachments', noFiles: 'No attachment.', redacted: 'content deleted', redact: 'Delete content', redactTitle: 'Delete an attachment\'s content', redactHint: 'The file and its name are gone for good; that it was there, and why it went, stays in the record.', attach: 'Attach a photo, voice note or document', strip: 'Take the place out of photos', stripped: 'place taken out', uploading: 'Uploading', sheet: 'Print sheet', place: 'Exact position (optional)', photo: 'photo', voice: 'voice note', document: 'document',
    arrange: 'Arrange', arrangeTitle: 'Arrange this task', arrangeHint: 'Check-ins, order and position; its state and clocks stay.', minutes: 'A check-in every so many minutes (empty: none)', waitsFor: 'Which tasks of the province come first', waitsMeasures: 'Measures that must be in effect first', lon: 'Longitude (degrees)', lat: 'Latitude (degrees)', pickOnMap: 'Set on the map', hideMap: 'Hide map', noPlace: 'No position', provinceFirst: 'Choose the province first', save: 'Save', badPlace: 'Give both: longitude -180 to 180, latitude -90 to 90.', noOthers: 'There is no other open task in this province.',
    implausible: 'outside the plausible range, with a reason', checkinMinutes: 'A check-in every so many minutes (optional)',
  },
)
