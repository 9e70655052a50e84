import { words } from '../lib/i18n'

export const incidentCountWords = words(
  { hit: '覆盖用户', openTasks: '未办结任务', unacknowledged: '未确认', late: '超时', measures: '措施', awaiting: '待批措施', asks: '待答复请求' },
  { hit: 'Subscribers hit', openTasks: 'Open tasks', unacknowledged: 'Unacknowledged', late: 'Overdue', measures: 'Measures', awaiting: 'Awaiting approval', asks: 'Unanswered asks' },
)
