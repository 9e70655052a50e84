import { words } from '../../lib/i18n'

export const studioWords = words(
  {
    newTitle: '起草对外广播', editTitle: '修改对外广播', template: '从预案的模板开始', noTemplate: '不用模板', way: '发往哪里', sms: '短信', smsHint: '每户一条或几条，有送达回执', cells: '小区广播', cellsHint: '区内每部手机，没有名单，没有回执，最多 15 页',
    feedNote: '批准发出后，同样的文字也出现在公众订阅（CAP）里，供网站与社交媒体取用。', languages: '语言', addLanguage: '再加一种语言', removeLanguage: '去掉这种语言', sent: '发给客户', sentHint: '勾选的语言会发给每位客户；其余只在 CAP 消息里。',
    title: '标题', body: '正文', correction: '更正稿', cancel: '解除稿', cancelAuto: '留空则按标题自动拟好', prepared: '更正稿与解除稿随正文一起审批，出错时一人一键即可发出。', zh: '中文', en: '英文',
    cap: 'CAP 分类', category: '类别', urgency: '紧迫', severity: '严重', certainty: '把握', response: '应对', preview: '手机上的样子', findings: '请看一看', clean: '没有要注意的。', looking: '正在核对', costs: (units: string, encoding: string, pieces: string) => `${units} 字 · ${encoding} · ${pieces}`,
    parts: (count: string) => `${count} 条`, pages: (count: string) => `${count} 页`, saveEdit: '保存修改', editHint: '改动会使已有的审批作废，须重新提交。', back: '返回', missing: (count: number) => `还有 ${count} 处未填`, needSent: '至少勾选一种发给客户的语言', editing: '正在修改', whichPhone: '看哪种语言', tooMany: '超过 15 页，发不出去',
  },
  {
    newTitle: 'New message to the public', editTitle: 'Edit the message', template: 'Begin with a template of the playbook', noTemplate: 'No template', way: 'Way out', sms: 'Text message', smsHint: 'one or more to each customer, with delivery receipts', cells: 'Cell broadcast', cellsHint: 'every phone in the area, no list, no receipts, at most 15 pages',
    feedNote: 'Once approved and sent, the same texts stand in the public feed (CAP) for web sites and social media.', languages: 'Languages', addLanguage: 'Add a language', removeLanguage: 'Remove this language', sent: 'sent to customers', sentHint: 'Those ticked go to every customer; the others stand in the CAP message only.',
    title: 'Title', body: 'Text', correction: 'Correction', cancel: 'Cancel', cancelAuto: 'left empty: made of the title', prepared: 'Correction and cancel are approved with the text; one person sends either when something is wrong.', zh: 'Chinese', en: 'English',
    cap: 'CAP', category: 'Category', urgency: 'Urgency', severity: 'Severity', certainty: 'Certainty', response: 'Response', preview: 'As on a phone', findings: 'To look at', clean: 'Nothing to look at.', looking: 'looking', costs: (units: string, encoding: string, pieces: string) => `${units} units · ${encoding} · ${pieces}`,
    parts: (count: string) => `${count} ${count === '1' ? 'part' : 'parts'}`, pages: (count: string) => `${count} ${count === '1' ? 'page' : 'pages'}`, saveEdit: 'Save changes', editHint: 'Changes void approvals already given; it must be submitted again.', back: 'Back', missing: (count: number) => `${count} still empty`, needSent: 'tick a language that is sent', editing: 'editing', whichPhone: 'Which language', tooMany: 'more than 15 pages can\'t be sent',
  },
)

/** CAP's words in Chinese; in English they are CAP's own. */
const CAP_ZH: Readonly<Record<string, string>> = {
  Geo: '地质', Met: '气象', Safety: '公共安全', Security: '治安', Rescue: '救援', Fire: '火灾', Health: '卫生', Env: '环境', Transport: '交通', Infra: '基础设施', CBRNE: '核生化', Other: '其他',
  Immediate: '立即', Expected: '预期', Future: '将来', Past: '已过', Extreme: '特别严重', Severe: '严重', Moderate: '较重', Minor: '一般', Observed: '已发生', Likely: '很可能', Possible: '可能', Unlikely: '不太可能',
  Shelter: '避险', Evacuate: '撤离', Prepare: '准备', Execute: '按预案行动', Avoid: '避开', Monitor: '留意消息', Assess: '自行判断', AllClear: '已解除', None: '无需行动',
}

export function capWord(word: string, zh: boolean): string {
  return zh ? (CAP_ZH[word] ?? word) : word
}
