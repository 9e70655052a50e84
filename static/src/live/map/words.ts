/** Words of what lies on the map: points, the count of a drawn border, the forecast's steps. */
import { words } from '../../lib/i18n'
import type { PointLayer } from './points'

const POINTS_ZH: Readonly<Record<PointLayer, string>> = { sites: '全部基站', halls: '营业网点', keys: '重点客户' }
const POINTS_EN: Readonly<Record<PointLayer, string>> = { sites: 'All cell sites', halls: 'Service halls', keys: 'Key customers' }
const KIND_ZH: Readonly<Record<string, string>> = {
  hall: '营业厅', government: '政府', hospital: '医院', power: '供电', water: '供水', transport: '交通', bank: '银行', school: '学校',
  insurance: '保险', factory: '工厂', market: '市场',
}
const KIND_EN: Readonly<Record<string, string>> = {
  hall: 'service hall', government: 'government', hospital: 'hospital', power: 'power', water: 'water', transport: 'transport', bank: 'bank',
  school: 'school', insurance: 'insurance', factory: 'factory', market: 'market',
}
const TIER: Readonly<Record<string, string>> = { a_plus: 'A+', a: 'A', b: 'B', c: 'C' }

export const mapWords = words(
  {
    points: (layer: PointLayer) => POINTS_ZH[layer], kind: (kind: string) => KIND_ZH[kind] ?? kind, tier: (tier: string) => `${TIER[tier] ?? tier} 类`,
    inside: '范围内用户', counting: '计算中…', provinces: (n: number) => `${n} 省`, sites: (n: string) => `基站 ${n}`, halls: (n: string) => `网点 ${n}`,
    tasksHere: (n: string, late: number) => `这里有 ${n} 项进行中的任务${late > 0 ? `，${late} 项超时` : ''}；点按放大`,
    keys: (n: string) => `重客 ${n}`, failed: '暂时数不出来，继续画不受影响', byArrival: '地图正按风到达的时间着色，图例在播放条上',
  },
  {
    points: (layer) => POINTS_EN[layer], kind: (kind) => KIND_EN[kind] ?? kind, tier: (tier) => `tier ${TIER[tier] ?? tier}`,
    inside: 'subscribers inside', counting: 'counting…', provinces: (n) => `${n} ${n === 1 ? 'province' : 'provinces'}`, sites: (n) => `${n} sites`, halls: (n) => `${n} halls`,
    tasksHere: (n, late) => `${n} open tasks here${late > 0 ? `, ${late} overdue` : ''}; press to come closer`,
    keys: (n) => `${n} key`, failed: 'No count at the moment; drawing goes on', byArrival: 'The map is coloured by when the wind arrives; its legend is beside the player',
  },
)
