import { words } from '../lib/i18n'

export const playbookWords = words(
  {
    title: '预案', empty: '还没有预案。预案随系统安装，由预案员维护。', version: (version: number) => `第 ${version} 版`, owner: '负责', hazards: '适用', state: '状态', published: '已发布', digest: '摘要', open: '阅读',
    summary: '要点', contents: '目录', timeline: '措施时间线', tasks: '按队的任务', messages: '消息', clocks: '时限', escalation: '没人确认时', parameters: '可调的数', sources: '依据', tests: '自带的测试', yaml: '原文 YAML', showYaml: '看原文', hideYaml: '收起', print: '打印', plan: '对照影响范围', planHint: '在这次事件的当前范围上，它会提出什么，为什么',
    from: '起', until: '止', condition: '条件', target: '份数', team: '由谁', critical: '关键', rules: '怎样算在内', segments: '客群', fields: '内容', success: '算成功', landing: '收尾', why: '为什么', checklist: '清单', outcomes: '上报', broughtBy: (id: string) => `随「${id}」带出`, after: (id: string) => `在「${id}」之后`,
    level: '级别', acknowledge: '确认', start: '开始', work: '办结', report: '续报', minutes: '分', parts: (parts: number, units: number, encoding: string) => `${units} 字 · ${encoding} · ${parts} 条`, inExercise: (parts: number) => `演练时 ${parts} 条`, correction: '备好的更正', staff: '发给员工', sms: '发给客户',
    range: (least: string, most: string) => `${least} 至 ${most}`, classB: (yuan: string) => `一人可批至 ${yuan}，超过须两人`,
    pick: '事件', noIncident: '没有事件可对照。先宣布一个，再给出影响范围。', noFootprint: '这个事件还没有影响范围，或您不能看计划。', included: '会提出', left: '不提出', add: '新增', change: '有变', keep: '不变', wind_down: '收回', customers: (count: string) => `${count} 户`, counties: (count: string) => `${count} 县`, provincesN: (count: string) => `${count} 项`, cap: (money: string) => `上限 ${money}`, measure: '措施', task: '任务', broadcast: '广播', more: (count: string) => `另 ${count} 项同类`, never: '按条件始终不列',
  },
  {
    title: 'Playbooks', empty: 'No playbook yet. They come with the system and are kept by planners.', version: (version: number) => `version ${version}`, owner: 'Owner', hazards: 'For', state: 'State', published: 'Published', digest: 'Digest', open: 'Read',
    summary: 'In short', contents: 'Contents', timeline: 'Measures over time', tasks: 'Tasks by team', messages: 'Messages', clocks: 'Clocks', escalation: 'When nobody acknowledges', parameters: 'What may be adjusted', sources: 'Sources', tests: 'Its own tests', yaml: 'Source (YAML)', showYaml: 'Show the source', hideYaml: 'Hide', print: 'Print', plan: 'Against a footprint', planHint: 'what it would propose on the current footprint of this incident, and why',
    from: 'From', until: 'Until', condition: 'Condition', target: 'How many', team: 'By', critical: 'Critical', rules: 'Who counts', segments: 'Segments', fields: 'Content', success: 'Success', landing: 'Landing', why: 'Why', checklist: 'Checklist', outcomes: 'Reports', broughtBy: (id: string) => `comes with "${id}"`, after: (id: string) => `after "${id}"`,
    level: 'Level', acknowledge: 'Acknowledge', start: 'Start', work: 'Finish', report: 'Report every', minutes: 'min', parts: (parts: number, units: number, encoding: string) => `${units} units · ${encoding} · ${parts} parts`, inExercise: (parts: number) => `${parts} in an exercise`, correction: 'Correction, prepared', staff: 'to staff', sms: 'to customers',
    range: (least: string, most: string) => `${least} to ${most}`, classB: (yuan: string) => `one person may approve up to ${yuan}; above it two`,
    pick: 'Incident', noIncident: 'No incident to hold it against. Declare one and supply a footprint.', noFootprint: 'This incident has no footprint yet, or you may not see plans.', included: 'Would propose', left: 'Would not propose', add: 'new', change: 'changed', keep: 'unchanged', wind_down: 'wind down', customers: (count: string) => `${count} customers`, counties: (count: string) => `${count} counties`, provincesN: (count: string) => `${count} items`, cap: (money: string) => `cap ${money}`, measure: 'Measure', task: 'Task', broadcast: 'Broadcast', more: (count: string) => `${count} more of the kind`, never: 'never by its conditions',
  },
)
