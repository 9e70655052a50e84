import { words } from '../../lib/i18n'

export const boardWords = words(
  {
    title: '措施时间表', province: '按省', measure: '按措施', awaiting: '等审批、等启动', moving: '执行中、暂停', live: '生效', trouble: '部分失败、撤回中', landing: '收尾', over: '已结束', review: '复核（到期前 72、24 小时）', now: '现在',
    keys: '方向键逐条移动，回车打开。', window: (from: string, to: string) => `${from} 至 ${to}`, reviews: (at: string) => `复核 ${at}`, landsUntil: (at: string) => `收尾到 ${at}`, comma: () => '，',
  },
  {
    title: 'Measures over time', province: 'By province', measure: 'By measure', awaiting: 'Awaiting a decision', moving: 'Being brought or held', live: 'In effect', trouble: 'Partly failed or reversing', landing: 'Landing', over: 'Over', review: 'Review (72 and 24 h before the end)', now: 'Now',
    keys: 'Arrow keys go from bar to bar, Enter opens one.', window: (from: string, to: string) => `${from} to ${to}`, reviews: (at: string) => `review ${at}`, landsUntil: (at: string) => `lands until ${at}`, comma: () => ', ',
  },
)
