import { words } from '../lib/i18n'

const AS_ZH: Readonly<Record<string, string>> = { customer: '当客户', clerk: '当营业员', agent: '当坐席' }
const AS_EN: Readonly<Record<string, string>> = { customer: 'as a customer', clerk: 'as a clerk', agent: 'as an agent' }

/** Process walk-throughs. */
export const walkWords = words(
  {
    title: '流程穿越', hint: '照着客户、营业员、坐席的路走一遍，逐条答「是」或「否」。没做到的可直接记成发现，派给责任部门。', as: (who: string) => AS_ZH[who] ?? who, minutes: (n: number) => `约 ${n} 分钟`, questions: (n: number) => `${n} 问`, begin: '开始', goOn: '接着填', when: '什么时候走', source: '依据',
    incident: '哪起事件', ordinary: '日常，不属于事件', place: '单位', headquarters: '总部', region: '在哪里（可不填）', nowhere: '不限地点', yes: '是', no: '否', skip: '没走到', note: '看到了什么', makeFinding: '记成发现', progress: (done: number, all: number) => `已答 ${done} / ${all}`, handIn: '交表', leave: '先放下', discard: '作废', nothingAnswered: '还没有作答',
    unsent: (n: number) => `${n} 张表等网络，连上就自动交。`, sent: '已交，谢谢。', found: (n: number) => `记下 ${n} 项发现`, refused: '服务器不收这张表', keptHere: '每答一条就存在本机；没有网络也能填，交表后页面开着时自动补交。',
    walked: '走过的', none: '还没有人走。', sums: (walks: string, people: string, found: string, mended: string, share: string) => `${people} 人走了 ${walks} 次，发现 ${found} 项，已改 ${mended} 项（${share}%）`, year2008: '2008 年：32,534 人，发现 34,039 项，改进 23,835 项（70.0%）。', date: '时间', who: '谁', sheet: '表', yesCount: '是', noCount: '否', skipped: '未走到', findings: '发现',
  },
  {
    title: 'Walk-through', hint: 'Walk a customer’s, a clerk’s or an agent’s way and answer yes or no. What is not so can become a finding of the department that must mend it.', as: (who: string) => AS_EN[who] ?? who, minutes: (n: number) => `about ${n} minutes`, questions: (n: number) => `${n} questions`, begin: 'Begin', goOn: 'Go on', when: 'When to walk', source: 'Source',
    incident: 'Incident', ordinary: 'An ordinary day', place: 'Place', headquarters: 'Headquarters', region: 'Where (optional)', nowhere: 'nowhere in particular', yes: 'Yes', no: 'No', skip: 'Not walked', note: 'What was seen', makeFinding: 'Make it a finding', progress: (done: number, all: number) => `${done} of ${all} answered`, handIn: 'Hand in', leave: 'Leave for now', discard: 'Throw away', nothingAnswered: 'nothing is answered yet',
    unsent: (n: number) => `${n} wait for a network and go by themselves.`, sent: 'Handed in, thank you.', found: (n: number) => `${n} findings noted`, refused: 'The server does not take this sheet', keptHere: 'Each answer is kept on this device at once; without a network fill it all the same, it is handed in while the page is open.',
    walked: 'Walked', none: 'Nobody has walked yet.', sums: (walks: string, people: string, found: string, mended: string, share: string) => `${people} people walked ${walks} times; ${found} found, ${mended} mended (${share}%)`, year2008: 'In 2008: 32,534 people, 34,039 found, 23,835 mended (70.0%).', date: 'Time', who: 'Who', sheet: 'Sheet', yesCount: 'Yes', noCount: 'No', skipped: 'Not walked', findings: 'Findings',
  },
)
