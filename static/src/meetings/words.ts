import { words } from '../lib/i18n'

/** Service-analysis meetings. */
export const meetingWords = words(
  {
    title: '服务分析会', hint: '议程由发现生成：没人负责的在前，其次逾期、跨部门、等验证。会上的决定就是发现的负责人和期限。', call: '召集会议', none: '还没有开过会。', items: (n: string) => `${n} 项议程`, called: '待开', closed: '已结束', chair: '主持', heldAt: '时间', name: '会议名称', nameDefault: (incident: string) => (incident ? `${incident}服务分析会` : '服务分析会'), agenda: '议程', questions: '待议问题', questionsHint: '一行一个问题', nothing: '没有要上会的发现；可以只写问题。', choose: '请选择', missing: '选几项发现，或写一个问题',
    minutes: '纪要', said: '记一句', saidHint: '谁说了什么、定了什么', decide: '决定负责人和期限', decisions: '会上决定', noDecisions: '还没有决定。', close: '结束会议', closing: '结束语（可不填）', print: '打印纪要', back: '全部会议', question: '问题', finding: '发现', at: (time: string) => `${time}`, closedAt: (time: string) => `${time} 结束`,
  },
  {
    title: 'Service-analysis meetings', hint: 'The agenda is made from findings: first what nobody owns, then what is overdue, shared by departments, or waits to be verified. What is decided becomes a finding’s owner and date.', call: 'Call a meeting', none: 'No meeting yet.', items: (n: string) => `${n} items`, called: 'called', closed: 'closed', chair: 'Chair', heldAt: 'When', name: 'Name', nameDefault: (incident: string) => (incident ? `Service analysis: ${incident}` : 'Service analysis'), agenda: 'Agenda', questions: 'Open questions', questionsHint: 'One question a line', nothing: 'No finding needs a meeting; questions alone will do.', choose: 'Choose', missing: 'choose findings or write a question',
    minutes: 'Minutes', said: 'Write down', saidHint: 'Who said what, what was settled', decide: 'Decide owner and date', decisions: 'Decided here', noDecisions: 'Nothing is decided yet.', close: 'Close the meeting', closing: 'Closing words (optional)', print: 'Print the minutes', back: 'All meetings', question: 'Question', finding: 'Finding', at: (time: string) => `${time}`, closedAt: (time: string) => `closed ${time}`,
  },
)
