import { words } from '../lib/i18n'

const STATE_ZH: Readonly<Record<string, string>> = { found: '发现', assigned: '已派', mended: '已改', verified: '已验证', rejected: '不采纳', duplicate: '重复' }
const STATE_EN: Readonly<Record<string, string>> = { found: 'Found', assigned: 'Assigned', mended: 'Mended', verified: 'Verified', rejected: 'Rejected', duplicate: 'Duplicate' }
const SOURCE_ZH: Readonly<Record<string, string>> = { person: '人工', rule: '规则', walk_through: '流程穿越' }
const SOURCE_EN: Readonly<Record<string, string>> = { person: 'person', rule: 'rule', walk_through: 'walk-through' }

export const findingWords = words(
  {
    title: '发现与改进', sum: (whole: string, parts: string) => `${whole} 项 = ${parts}`, note: '记一项', state: (state: string) => STATE_ZH[state] ?? state, source: (source: string) => SOURCE_ZH[source] ?? source,
    unassigned: '未派', due: (date: string) => `${date}前`, overdue: '逾期', none: '这里还没有。', hints: '规则发现，尚未采纳', hintsHint: '规则按记录自动查出；采纳后才算一项发现。', takeUp: '采纳', takeAll: (n: string) => `全部采纳 ${n} 项`, noHints: '规则没有查出问题，或已全部采纳。',
    evidence: '依据的记录', noEvidence: '没有指到记录里的某一处。', back: (position: string) => `#${position}`, openMoment: '回到那一刻', story: '经过', owner: '负责人', dueDate: '期限', department: '责任部门', helpers: '配合部门', found: '发现', mendedHow: '怎么改的', because: '理由', incident: '事件', place: '单位', headquarters: '总部', ordinary: '日常（无事件）',
    assign: '分派', reassign: '改派', mend: '报告已改', verify: '验证通过', sendBack: '退回', reject: '不采纳', duplicate: '标为重复', reopen: '重新打开', propose: '提出预案修改', sameAs: '与哪一项重复', same: (number: string) => `F-${number}`, duplicates: '并入本项', notMine: '您自己改的，须由他人验证',
    what: '看到了什么', whatHint: '写事实和影响：哪里、什么时候、谁没得到什么。', about: '关于', position: '记录编号', positionHint: '可不填；填了就能一键回到那一刻。', choose: '请选择', slug: '预案', item: '条目（可不填）', itemHint: '预案里措施、任务或信息的代号，如 green_channel。', draft: '预案修改', draftOpen: (version: string) => `草稿，第 ${version} 版`, draftPublished: (version: string, number: string) => `已发布：第 ${version} 版（第 ${number} 次发布）`, draftGone: '草稿已放弃',
    allIncidents: '全部事件', allStates: '全部状态', allDepartments: '全部部门', allSources: '全部来源', allPlaces: '全部单位', allRules: '全部规则', onlyOverdue: '只看逾期', more: (n: string) => `另有 ${n} 项未列出，请用筛选缩小范围。`, number: '编号',
    scores: '部门得分', scoreHint: '满分 100：已改占比 50 分，按期改好占比 30 分，已验证占比 20 分。配合的部门一并计算。', findingsCount: '发现', helpingCount: '其中配合', open: '未改', overdueCount: '逾期', mended: '已改', verified: '已验证', hours: '整改中位（时）', score: '得分', noScores: '还没有发现，因而没有得分。',
    repeats: '屡次发生', repeatsHint: '同一规则、同一单位，在多起事件中都被查出。', repeatLine: (n: string, verified: string) => `${n} 起事件，其中 ${verified} 项曾验证改好`, noRepeats: '没有在多起事件中重复出现的问题。', toBoard: '到复盘页', allFindings: '全部发现', walk: '流程穿越', meetings: '服务分析会',
  },
  {
    title: 'Findings', sum: (whole: string, parts: string) => `${whole} = ${parts}`, note: 'Note one', state: (state: string) => STATE_EN[state] ?? state, source: (source: string) => SOURCE_EN[source] ?? source,
    unassigned: 'nobody yet', due: (date: string) => `by ${date}`, overdue: 'overdue', none: 'Nothing here yet.', hints: 'Found by rules, not taken up', hintsHint: 'Rules read the log; what they find is a finding once it is taken up.', takeUp: 'Take up', takeAll: (n: string) => `Take up all ${n}`, noHints: 'The rules found nothing, or all of it is taken up.',
    evidence: 'Events that show it', noEvidence: 'It points to no place in the log.', back: (position: string) => `#${position}`, openMoment: 'Back to that moment', story: 'Story', owner: 'Owner', dueDate: 'Due', department: 'Department', helpers: 'Helping', found: 'Found', mendedHow: 'How it was mended', because: 'Because', incident: 'Incident', place: 'Place', headquarters: 'Headquarters', ordinary: 'An ordinary day',
    assign: 'Assign', reassign: 'Assign anew', mend: 'Report mended', verify: 'Verify', sendBack: 'Send back', reject: 'Reject', duplicate: 'Mark as duplicate', reopen: 'Open again', propose: 'Propose a playbook change', sameAs: 'Which one says the same', same: (number: string) => `F-${number}`, duplicates: 'Left to this one', notMine: 'You mended it: somebody else verifies',
    what: 'What was seen', whatHint: 'Facts and effect: where, when, who went without what.', about: 'About', position: 'Position in the log', positionHint: 'Optional; with it one click leads back to the moment.', choose: 'Choose', slug: 'Playbook', item: 'Item (optional)', itemHint: 'The id of a measure, task or message in the playbook, such as green_channel.', draft: 'Playbook change', draftOpen: (version: string) => `draft of version ${version}`, draftPublished: (version: string, number: string) => `published: version ${version} (publication ${number})`, draftGone: 'the draft was given up',
    allIncidents: 'All incidents', allStates: 'All states', allDepartments: 'All departments', allSources: 'All sources', allPlaces: 'All places', allRules: 'All rules', onlyOverdue: 'Overdue only', more: (n: string) => `${n} more are not shown; narrow the filters.`, number: 'No.',
    scores: 'Score by department', scoreHint: 'Of 100: 50 for the share mended, 30 for the share mended in time, 20 for the share verified. Departments that help count as well.', findingsCount: 'Findings', helpingCount: 'Helping', open: 'Open', overdueCount: 'Overdue', mended: 'Mended', verified: 'Verified', hours: 'Median to mend (h)', score: 'Score', noScores: 'No findings yet, so no scores.',
    repeats: 'Again and again', repeatsHint: 'The same rule at the same place in more than one incident.', repeatLine: (n: string, verified: string) => `${n} incidents, ${verified} verified as mended before`, noRepeats: 'Nothing has come again in another incident.', toBoard: 'To the review', allFindings: 'All findings', walk: 'Walk-through', meetings: 'Meetings',
  },
)
