import { words } from '../lib/i18n'

export const adminWords = words(
  {
    // tasks
    tasksEmpty: '还没有任务。启用预案后下达，也可以手工下达一项。', newTask: '手工下达任务', search: '搜标题或地点', anyProvince: '所有省', anyGroup: '所有组', anyState: '所有状态', onlyLate: '只看超时', onlyCritical: '只看关键',
    title: '任务', place: '地点', onConsole: '在实时态势的地图上看（纬度，经度）', province: '省', group: '组', state: '状态', clock: '时限', who: '谁在做', escalation: '升级', outcomes: '结果', dispatched: '下达', why: '为什么', critical: '关键', record: '经过', close: '关闭',
    remind: '催一次', proxy: '代为确认', verify: '复核通过', return: '退回', recall: '收回', hold: '叫停', resume: '恢复', reassign: '改派', comment: '留言',
    reminded: (title: string) => `已催「${title}」`, proxyTitle: '电话代为确认', proxyHint: '记下是谁在电话里说的；任务会注明「代」。', called: '电话里的人', note: '说明（可不填）', proxyGo: '记为已确认',
    returnTitle: '退回任务', returnHint: '本省会看到理由，工作时钟重新开始。', recallTitle: '收回任务', recallHint: '省里不再需要做。', holdTitle: '叫停任务', holdHint: '工作时钟停走，直到恢复。', reassignTeam: (province: string) => `${province}的哪一队`, reassignSame: '（原队）', reassignPerson: '点名请谁（可不选）', reassignAnybody: '谁在岗谁接', reassignHint: '新接手的人会看到；确认时钟从现在重新开始。', reassignGo: '改派',
    newTitle: '手工下达任务', titleZh: '标题（中文）', titleEn: '标题（英文，可不填）', detail: '要求', region: '区县（可不选，即全省）', ackMinutes: '确认时限（分）', workMinutes: '办理时限（分）', send: '下达', wholeProvince: '全省', needTitle: '请写标题', needProvince: '请选省',
    choose: '选一行看详情。', reported: '上报的数字', noFigures: '还没有上报数字。', proxyBy: (name: string) => `电话：${name}（代）`, times: (count: number) => `${count} 次`,
    // incidents
    incidentsEmpty: '没有事件。发生灾害、网络事故，或有重大活动时，在这里宣布。', declare: '宣布事件', incident: '事件', hazard: '灾种', level: '级别', colour: '预警', occurred: '发生', declared: '宣布', openLive: '实时', openTasks: '任务', openMeasures: '措施', openReview: '复盘',
    stabilise: '转趋稳', 'stand-down': '结束响应', relapse: '再度恶化', closeIncident: '关闭', reopen: '重开', 'finish-review': '完成复盘', cancelIncident: '撤销（误报）', moves: '进到下一步', moveHint: '写进记录，所有省会看到。', none: '-',
    // people
    findPerson: '搜姓名、登录名或角色', addPerson: '添加人员', login: '登录名', name: '姓名', nameZh: '姓名（中文）', nameEn: '姓名（英文）', employee: '工号', mail: '邮箱', firstPassword: '初始密码', firstPasswordHint: '首次登录时必须更换。', roles: '角色', grant: '授予角色', role: '角色', scope: '范围', nation: '全国', revoke: '收回', disable: '停用', enable: '启用', reset: '重设密码', active: '可用', disabled: '已停用', newPassword: '新密码', resetGo: '重设', makeUp: '生成一个', add: '添加', added: '添加于',
    grantHint: '改动角色会立即结束此人的登录。省角色要选省；审批人、预案员、管理员只能是全国。', disableTitle: '停用账号', disableHint: '立即结束此人的所有登录；不删除任何记录。', readOnly: '您可以看，不能改。', noRoles: '无角色', personTitle: '人员', least: (length: number) => `至少 ${length} 个字符`,
  },
  {
    tasksEmpty: 'No task yet. They are dispatched when a playbook is activated; one can also be made by hand.', newTask: 'Task by hand', search: 'Search title or place', anyProvince: 'All provinces', anyGroup: 'All groups', anyState: 'All states', onlyLate: 'Late only', onlyCritical: 'Critical only',
    title: 'Task', place: 'Place', onConsole: 'See it on the live console (latitude, longitude)', province: 'Province', group: 'Group', state: 'State', clock: 'Clock', who: 'Who', escalation: 'Escalated', outcomes: 'Outcomes', dispatched: 'Dispatched', why: 'Why', critical: 'Critical', record: 'Record', close: 'Close',
    remind: 'Remind', proxy: 'Acknowledge by proxy', verify: 'Verify', return: 'Return', recall: 'Recall', hold: 'Hold', resume: 'Resume', reassign: 'Reassign', comment: 'Comment',
    reminded: (title: string) => `Reminded of "${title}"`, proxyTitle: 'Acknowledge by telephone', proxyHint: 'Record who said it on the telephone; the task is marked "by proxy".', called: 'Who was on the telephone', note: 'Note (optional)', proxyGo: 'Record as acknowledged',
    returnTitle: 'Return the task', returnHint: 'The province sees the reason and the work clock starts over.', recallTitle: 'Recall the task', recallHint: 'The province need not do it any more.', holdTitle: 'Hold the task', holdHint: 'The work clock stops until it is resumed.', reassignTeam: (province: string) => `To which team of ${province}`, reassignSame: ' (as before)', reassignPerson: 'Whom in person (optional)', reassignAnybody: 'whoever is on duty', reassignHint: 'Whoever takes it on sees this; the acknowledgement clock starts over.', reassignGo: 'Reassign',
    newTitle: 'Task by hand', titleZh: 'Title (Chinese)', titleEn: 'Title (English, optional)', detail: 'Instructions', region: 'County (optional; else the province)', ackMinutes: 'Acknowledge within (min)', workMinutes: 'Finish within (min)', send: 'Dispatch', wholeProvince: 'Whole province', needTitle: 'Give a title', needProvince: 'Choose a province',
    choose: 'Choose a row for its details.', reported: 'Reported figures', noFigures: 'No figures reported yet.', proxyBy: (name: string) => `by telephone: ${name} (proxy)`, times: (count: number) => `${count}×`,
    incidentsEmpty: 'No incident. Declare one here when a disaster strikes, the network fails or a great event is near.', declare: 'Declare incident', incident: 'Incident', hazard: 'Hazard', level: 'Level', colour: 'Warning', occurred: 'Struck', declared: 'Declared', openLive: 'Live', openTasks: 'Tasks', openMeasures: 'Measures', openReview: 'Review',
    stabilise: 'Stabilised', 'stand-down': 'Stand down', relapse: 'Relapse', closeIncident: 'Close', reopen: 'Reopen', 'finish-review': 'Finish review', cancelIncident: 'Cancel (false alarm)', moves: 'Next step', moveHint: 'It is written into the log; every province sees it.', none: '-',
    findPerson: 'Search name, login or role', addPerson: 'Add person', login: 'Login', name: 'Name', nameZh: 'Name (Chinese)', nameEn: 'Name (English)', employee: 'Employee no.', mail: 'Mail', firstPassword: 'First password', firstPasswordHint: 'Must be changed at the first login.', roles: 'Roles', grant: 'Grant a role', role: 'Role', scope: 'Scope', nation: 'Nation', revoke: 'Revoke', disable: 'Disable', enable: 'Enable', reset: 'Reset password', active: 'active', disabled: 'disabled', newPassword: 'New password', resetGo: 'Reset', makeUp: 'Make one up', add: 'Add', added: 'Added',
    grantHint: 'A change of roles ends this person\'s sessions at once. Province roles need a province; approver, planner and administrator are national.', disableTitle: 'Disable account', disableHint: 'Ends all sessions at once; deletes no record.', readOnly: 'You may look, not change.', noRoles: 'no roles', personTitle: 'People', least: (length: number) => `at least ${length} characters`,
  },
)
