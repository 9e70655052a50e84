import { words } from '../../lib/i18n'

type Names = Readonly<Record<string, string>>
const of = (names: Names) => (name: string): string => names[name] ?? name

export const insideWords = words(
  {
    open: '范围内有谁', people: '人口与家庭', places: '要害场所', growth: '与上一版相比', reading: '范围从哪里来、怎样读入', drawn: '手绘', first: '第一版，没有可比的上一版。',
    measure: of({ people: '常住人口', people_day: '白天', people_night: '夜间', households: '家庭户' }),
    kind: of({ hospital: '医院', shelter: '避难场所' }),
    noPeople: '还没有导入人口数据。', noPlaces: '还没有导入医院和避难场所。', toData: '看数据页', unknown: (n: number) => `${n} 县没有这一数字`,
    source: (label: string, asOf: string) => `${label} · 截至 ${asOf}`, ofKnown: (n: string, of: string) => `${n} / ${of}`, more: (n: number) => `还有 ${n} 处`,
    grew: of({ entered: '新进入', left: '不再受影响', risen: '进入更重一档', fallen: '降到更轻一档' }),
    users: '用户', band: '分档', withoutSites: (n: number) => `${n} 县没有基站，未逐点比较`, loading: '正在统计…',
  },
  {
    open: 'Who is inside', people: 'People and households', places: 'Places that matter', growth: 'Since the version before', reading: 'Where the area comes from, and how it was read', drawn: 'Drawn by hand', first: 'The first version; nothing to compare it with.',
    measure: of({ people: 'Residents', people_day: 'By day', people_night: 'By night', households: 'Households' }),
    kind: of({ hospital: 'Hospitals', shelter: 'Shelters' }),
    noPeople: 'No people were imported yet.', noPlaces: 'No hospitals or shelters were imported yet.', toData: 'See the data page', unknown: (n) => `not known for ${n} counties`,
    source: (label, asOf) => `${label}, as of ${asOf}`, ofKnown: (n, of) => `${n} of ${of}`, more: (n) => `and ${n} more`,
    grew: of({ entered: 'Newly hit', left: 'No longer hit', risen: 'In a higher band', fallen: 'In a lower band' }),
    users: 'subscribers', band: 'Band', withoutSites: (n) => `${n} counties have no site to follow`, loading: 'Counting…',
  },
)
