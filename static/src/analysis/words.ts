import { words } from '../lib/i18n'

export const analysisWords = words(
  {
    title: '历次比较', hint: '只与同灾种、同级别的事件相比；括号内为同类事件的中位数。', all: '全部灾种', hazard: '灾种', level: '级别', incident: '事件', struck: '发生', hit: '受影响客户', alike: '同类', trend: '走势', trendHint: '从左到右由早到晚；点开事件见复盘。', kinds: '各类中位数', count: '次数', none: '还没有可比较的事件。', better: '优于同类', worse: '劣于同类', same: '与同类相当', unknown: '无可比', noLevel: '未定级', medianOf: '同类中位数', counted: (many: string) => `计入 ${many} 次`, notKnown: '没有数，不计',
  },
  {
    title: 'Across incidents', hint: 'Held only against incidents of the same hazard and level; the median of those stands in brackets.', all: 'All hazards', hazard: 'Hazard', level: 'Level', incident: 'Incident', struck: 'Struck', hit: 'Customers hit', alike: 'Alike', trend: 'Trend', trendHint: 'Older ones left, newer ones right; an incident opens its review.', kinds: 'Medians by kind', count: 'Incidents', none: 'There is nothing to compare yet.', better: 'better than its likes', worse: 'worse than its likes', same: 'as its likes', unknown: 'nothing to compare with', noLevel: 'no level', medianOf: 'Median of its likes', counted: (many: string) => `${many} counted`, notKnown: 'not known, not counted',
  },
)
