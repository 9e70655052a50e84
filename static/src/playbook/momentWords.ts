import { words } from '../lib/i18n'

export const momentWords = words(
  {
    title: '什么时候用', hint: '条件成立只是提示，启动由人决定', triggers: '启动条件', noTriggers: '没有写明，由人判断', reading: '读数', points: '地点', within: (km: number) => (km === 0 ? '（所在的县）' : `（${km} 公里以内）`), colon: '：', comma: '、', venues: '活动的场馆', phases: '阶段', span: (from: string, until: string) => `${from}起，至${until}`, stop: '；', lineage: '基于', version: (version: number) => `第 ${version} 版`,
    growth: '范围扩大时', rule: (item: string, rules: string) => `「${item}」可能减少：${rules}`, allGrow: '各项只增不减', holds: '成立', not: '不成立', now: '启动条件此刻',
  },
  {
    title: 'When to use it', hint: 'a trigger is a hint; people start it', triggers: 'Triggers', noTriggers: 'none written; people judge', reading: 'Reading', points: 'Points', within: (km: number) => (km === 0 ? '(the county itself)' : `(within ${km} km)`), colon: ': ', comma: ', ', venues: 'the venues of the event', phases: 'Phases', span: (from: string, until: string) => `${from} until ${until}`, stop: '; ', lineage: 'Made of', version: (version: number) => `version ${version}`,
    growth: 'As an area grows', rule: (item: string, rules: string) => `“${item}” may cover fewer: ${rules}`, allGrow: 'no item ever covers fewer', holds: 'holds', not: 'does not hold', now: 'Triggers now',
  },
)
