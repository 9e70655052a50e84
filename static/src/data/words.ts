/** What each data set counts, and what one may lack. */
import { words } from '../lib/i18n'
import type { Said } from '../lib/types'
import type { Age } from './age'

export const dataWords = words(
  {
    intro: '所有影响数字都由这些数据算出。每个数是什么、谁负责、多旧、缺什么，都写在这里。',
    what: '数据', count: '数量', asOf: '数据日期', owner: '负责方', source: '来源', imported: '装入', lacks: '缺口', digest: '指纹',
    notStated: '未说明', none: '没有导入', noLacks: '没有已知缺口', synthetic: '模拟', own: '已导入', shipped: '自带',
    howToBring: '怎样换成自己的数据', filter: '找数据', old: '较旧', more: (n: number) => `等 ${n} 个`,
  },
  {
    intro: 'Every figure of an impact is counted from these. What each number is, who answers for it, how old it is, and what it lacks.',
    what: 'Data', count: 'Count', asOf: 'As of', owner: 'Owner', source: 'Source', imported: 'Taken in', lacks: 'Gaps', digest: 'Digest',
    notStated: 'not stated', none: 'none imported', noLacks: 'no known gap', synthetic: 'synthetic', own: 'imported', shipped: 'built in',
    howToBring: 'How to bring your own', filter: 'Find data', old: 'old', more: (n: number) => `and others, ${n} in all`,
  },
)

interface Kind {
  readonly title: Said
  readonly means: Said
  readonly unit: Said
  /** The command that brings it; none where there is none. */
  readonly command: string
}

export const KINDS: Readonly<Record<string, Kind>> = {
  boundaries: { title: { zh: '行政区划', en: 'Boundaries' }, means: { zh: '省、市、县的边界和名称，面积占比由它算', en: 'Provinces, cities and counties; shares of area come from them' }, unit: { zh: '个县级单位', en: 'counties' }, command: 'tongxin geo import-regions FILE' },
  people: { title: { zh: '常住人口', en: 'Residents' }, means: { zh: '按县的常住人口，不是用户数', en: 'Usual residents by county; not subscribers' }, unit: { zh: '人', en: 'people' }, command: 'tongxin geo import-population FILE' },
  people_day: { title: { zh: '白天人口', en: 'People by day' }, means: { zh: '工作时间在县内的人', en: 'People present in working hours' }, unit: { zh: '人', en: 'people' }, command: 'tongxin geo import-population FILE' },
  people_night: { title: { zh: '夜间人口', en: 'People by night' }, means: { zh: '夜里在县内的人', en: 'People present at night' }, unit: { zh: '人', en: 'people' }, command: 'tongxin geo import-population FILE' },
  households: { title: { zh: '家庭户', en: 'Households' }, means: { zh: '按县的家庭户数', en: 'Households by county' }, unit: { zh: '户', en: 'households' }, command: 'tongxin geo import-population FILE' },
  subscribers: { title: { zh: '用户', en: 'Subscribers' }, means: { zh: '按县、按客群的用户数，没有个人信息', en: 'Subscribers by county and segment; nobody by name' }, unit: { zh: '户', en: 'subscribers' }, command: 'tongxin geo import-sites FILE' },
  sites: { title: { zh: '基站', en: 'Cell sites' }, means: { zh: '位置和所带用户，受灾用户按它数', en: 'Positions with their subscribers; hit customers are counted by them' }, unit: { zh: '个', en: 'sites' }, command: 'tongxin geo import-sites FILE' },
  halls: { title: { zh: '营业厅', en: 'Service halls' }, means: { zh: '可以接待客户的网点', en: 'Places that serve customers' }, unit: { zh: '个', en: 'halls' }, command: 'tongxin geo import-points hall FILE --as-of DAY' },
  key_customers: { title: { zh: '重点客户', en: 'Key customers' }, means: { zh: '政府、医院、电网等，分 A+、A、B、C 级', en: 'Government, hospitals, power and others, tiers A+ to C' }, unit: { zh: '个', en: 'places' }, command: 'tongxin geo import-points key_customer FILE --as-of DAY' },
  hospitals: { title: { zh: '医院', en: 'Hospitals' }, means: { zh: '要害地点，不计入用户数', en: 'Key points; in no count of customers' }, unit: { zh: '个', en: 'places' }, command: 'tongxin geo import-points hospital FILE --as-of DAY' },
  shelters: { title: { zh: '避难场所', en: 'Shelters' }, means: { zh: '要害地点，不计入用户数', en: 'Key points; in no count of customers' }, unit: { zh: '个', en: 'places' }, command: 'tongxin geo import-points shelter FILE --as-of DAY' },
  eligibility: { title: { zh: '资格口径', en: 'Eligibility inputs' }, means: { zh: '登记地、账单地、服务地、归属基站、漫游的用户数', en: 'Customers by registered, billing and service address, home site, roaming' }, unit: { zh: '户', en: 'customers' }, command: 'tongxin geo import-eligibility FILE' },
  playbooks: { title: { zh: '预案库', en: 'Playbooks' }, means: { zh: '每种灾害做什么', en: 'What to do for each kind of hazard' }, unit: { zh: '部', en: 'playbooks' }, command: '' },
}

const LACKS: Readonly<Record<string, (n: string) => Said>> = {
  no_review_number: () => ({ zh: '没有审图号，只供内部使用', en: 'no map-review number: for work inside the company' }),
  leaves_without_people: (n) => ({ zh: `${n} 个县没有人口数（按未知处理，不算零）`, en: `${n} counties without people (unknown, not zero)` }),
  rows_not_placed: (n) => ({ zh: `${n} 行没有对应的边界`, en: `${n} rows without a boundary` }),
  people_not_placed: (n) => ({ zh: `共 ${n} 人没有落到县`, en: `${n} people in no county` }),
  province_differs: (n) => ({ zh: `与公布的全省总数相差 ${n} 人`, en: `differs from the province's published total by ${n} people` }),
  places_nowhere: (n) => ({ zh: `${n} 个地点不在任何县内，已略去`, en: `${n} places in no county, left out` }),
}

export function lackText(code: string, count: string): Said {
  return LACKS[code]?.(count) ?? { zh: `${code} ${count}`, en: `${code} ${count}` }
}

const UNITS = {
  year: { zh: '年', en: 'year' },
  month: { zh: '个月', en: 'month' },
  day: { zh: '天', en: 'day' },
  hour: { zh: '小时', en: 'hour' },
} as const

export function ageText(found: Age): Said {
  if (found.unit === 'now') return { zh: '刚刚', en: 'just now' }
  const unit = UNITS[found.unit]
  return { zh: `${found.count} ${unit.zh}前`, en: `${found.count} ${unit.en}${found.count === 1 ? '' : 's'} ago` }
}
