import { words } from '../lib/i18n'

const SOURCE_ZH: Readonly<Record<string, string>> = {
  report: '省公司上报', hotline: '热线系统', halls: '营业厅系统', survey: '短信回访', billing: '计费账务表', stated: '填报', receipts: '计费回执', tasks: '任务上报', log: '事件日志', answers: '短信回访回复', mixed: '多种来源',
}
const SOURCE_EN: Readonly<Record<string, string>> = {
  report: 'Province’s report', hotline: 'Hotline system', halls: 'Hall system', survey: 'Survey by SMS', billing: 'Billing’s table', stated: 'Stated', receipts: 'Billing receipts', tasks: 'Reports of tasks', log: 'The log', answers: 'Answers by SMS', mixed: 'Several sources',
}
const TARGET_ZH: Readonly<Record<string, string>> = { person: '总部设定', playbook: '预案目标', plan: '计划应办', promise: '服务承诺' }
const TARGET_EN: Readonly<Record<string, string>> = { person: 'set by headquarters', playbook: 'of the playbook', plan: 'as planned', promise: 'promised' }

export const outcomeWords = words(
  {
    title: '成效', kind: '指标', value: '数值', target: '目标', met: '达到', missed: '未达', noTarget: '未设目标', places: '省份', from: '来源', asOf: '截至', nothing: '还没有数', reload: '重新取数',
    provinces: (there: string, missing: string) => (missing === '0' ? `${there} 省` : `${there} 省，缺 ${missing}`), missing: (names: string) => `受灾而未填：${names}`,
    source: (name: string) => SOURCE_ZH[name] ?? name, targetFrom: (name: string) => TARGET_ZH[name] ?? name,
    late: (count: number) => `迟报 ${count}`, corrected: (count: number) => `更正 ${count}`, reckoned: (text: string) => `系统记 ${text}`, weighed: (base: string, noun: string) => `按${noun} ${base} 加权`, unweighed: '未加权',
    margin: (half: string, answers: string) => `±${half}%，${answers} 份回复`, interval: (low: string, high: string) => `95% 区间 ${low}% 至 ${high}%`, few: '回复少于 30 份，仅供参考', rate: (share: string) => `回复率 ${share}`,
    state: '填报数值', importTable: '导入表格', template: '下载模板', setTarget: '设目标', details: '逐笔', hide: '收起', detailsOf: (kind: string) => `${kind}：逐笔与更正`,
    province: '省份', nation: '全国', city: '地市', whole: '全省', measure: '措施', all: '不分', segment: '客户品牌', fromDay: '起始日', toDay: '截止日', sourceName: '来源', note: '说明', noteHint: '超出合理范围时写明为什么属实；不要写客户号码', evidence: '凭证', evidenceHint: '照片、PDF、表格或纯文本', choose: '选择文件', none: '未选', asked: '发出问卷', more: '更多',
    plausible: (low: string, high: string) => `合理范围 ${low} 至 ${high}`, valueNeeded: '请填写数值', baseNeeded: (noun: string) => `请填写${noun}`, dayNeeded: '请填写日期', saved: '已填报', save: '填报',
    correct: '更正', withdraw: '撤回', why: '理由', whyNeeded: '请写明理由', correctTitle: '更正数值', withdrawTitle: '撤回数值', was: (text: string) => `原来是 ${text}；原数和理由都会保留。`, replaced: '已被更正', replaces: '更正前数', withdrawn: '已撤回', implausible: '超出合理范围', byTable: (row: number) => `表格第 ${row} 行`, open: '打开凭证', noFigures: '没有逐笔填报；上面的数由系统计算。', from_to: (from: string, to: string) => (from === to ? from : `${from} 至 ${to}`),
    importTitle: '导入成效表', importHint: 'XLSX 或 CSV（UTF-8、GB18030）。先看结果，再入库；有错的行不影响对的行。', look: '查看结果', looking: '正在读取', land: (rows: string) => `入库 ${rows} 行`, landing: '正在入库', nothingLands: '没有可入库的行', landed: '已入库', would: (landed: string, corrected: string, known: string, bad: string) => `可入库 ${landed} 行（其中更正 ${corrected}），已有 ${known} 行，待改 ${bad} 行`, row: '行', column: '列', wrong: '问题', way: '怎么改', badXlsx: '下载待改的行（XLSX）', badCsv: '（CSV）', done: '完成', fileNeeded: '请选择文件',
    imports: '导入记录', counts: (landed: number, corrected: number, known: number, bad: number) => `入库 ${landed}（更正 ${corrected}）· 已有 ${known} · 待改 ${bad}`,
    targetTitle: '设目标', targetFor: '适用于', everywhere: '全国合计', eachProvince: '各省', takeBack: '恢复预案目标', targets: '总部设定的目标', takenBack: '恢复预案', noIncident: '还没有接到通知的事件。', formula: '怎么算',
    adding: '同一省有全省数时用全省数，分地市、措施、品牌的数作明细；比率按基数加权。没有填报时用系统从回执、任务和日志算出的数。',
  },
  {
    title: 'Outcomes', kind: 'Indicator', value: 'Figure', target: 'Target', met: 'met', missed: 'missed', noTarget: 'no target', places: 'Provinces', from: 'Source', asOf: 'As of', nothing: 'nothing yet', reload: 'Read again',
    provinces: (there: string, missing: string) => (missing === '0' ? there : `${there}, ${missing} missing`), missing: (names: string) => `Hit and not stated: ${names}`,
    source: (name: string) => SOURCE_EN[name] ?? name, targetFrom: (name: string) => TARGET_EN[name] ?? name,
    late: (count: number) => `${count} late`, corrected: (count: number) => `${count} corrected`, reckoned: (text: string) => `the house reckons ${text}`, weighed: (base: string, noun: string) => `weighed by ${base} ${noun}`, unweighed: 'not weighed',
    margin: (half: string, answers: string) => `±${half} %, ${answers} answers`, interval: (low: string, high: string) => `95 % interval ${low} to ${high} %`, few: 'fewer than 30 answers: a hint, no more', rate: (share: string) => `response rate ${share}`,
    state: 'State a figure', importTable: 'Import a table', template: 'Template', setTarget: 'Set a target', details: 'One by one', hide: 'Fold', detailsOf: (kind: string) => `${kind}: one by one, with corrections`,
    province: 'Province', nation: 'Nation', city: 'City', whole: 'whole province', measure: 'Measure', all: 'all', segment: 'Segment', fromDay: 'First day', toDay: 'Last day', sourceName: 'Source', note: 'Note', noteHint: 'Outside the plausible range say why it is true; no customer’s number', evidence: 'Evidence', evidenceHint: 'photo, PDF, table or plain text', choose: 'Choose a file', none: 'none', asked: 'Asked', more: 'More',
    plausible: (low: string, high: string) => `plausible: ${low} to ${high}`, valueNeeded: 'Give the figure', baseNeeded: (noun: string) => `Give the number of ${noun}`, dayNeeded: 'Give the day', saved: 'Stated', save: 'State it',
    correct: 'Correct', withdraw: 'Withdraw', why: 'Why', whyNeeded: 'Say why', correctTitle: 'Correct a figure', withdrawTitle: 'Withdraw a figure', was: (text: string) => `It said ${text}; that and the reason stay in sight.`, replaced: 'corrected since', replaces: 'a correction', withdrawn: 'withdrawn', implausible: 'outside the plausible range', byTable: (row: number) => `row ${row} of a table`, open: 'Open the evidence', noFigures: 'Nobody stated a figure; the one above is reckoned.', from_to: (from: string, to: string) => (from === to ? from : `${from} to ${to}`),
    importTitle: 'Import a table of outcomes', importHint: 'XLSX or CSV (UTF-8, GB18030). Look first, then land it; bad rows do not keep good ones out.', look: 'Look', looking: 'reading', land: (rows: string) => `Land ${rows} rows`, landing: 'landing', nothingLands: 'no row can land', landed: 'Landed', would: (landed: string, corrected: string, known: string, bad: string) => `${landed} rows can land (${corrected} of them corrections), ${known} are known, ${bad} are to be mended`, row: 'Row', column: 'Column', wrong: 'What is wrong', way: 'Way out', badXlsx: 'Rows to be mended (XLSX)', badCsv: '(CSV)', done: 'Done', fileNeeded: 'Choose a file',
    imports: 'Imports', counts: (landed: number, corrected: number, known: number, bad: number) => `${landed} landed (${corrected} corrections) · ${known} known · ${bad} to mend`,
    targetTitle: 'Set a target', targetFor: 'For', everywhere: 'the total', eachProvince: 'each province', takeBack: 'Back to the playbook’s', targets: 'Targets set by headquarters', takenBack: 'the playbook’s again', noIncident: 'You have not been told of an incident yet.', formula: 'How it is reckoned',
    adding: 'Where a province is told whole, that counts, and figures by city, measure and segment are detail; rates are weighed by their base. Where nothing is stated, what the house reckons from receipts, tasks and the log counts.',
  },
)
