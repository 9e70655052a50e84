/** The footprints of past events that ship with the product (geo/reconstructions), by the hazard they belong to. */
import { words } from '../../lib/i18n'

const historyWords = words(
  {
    wenchuan: (version: number) => `汶川 2008 · 第 ${version} 版${['（自动速报，示意）', '（沿断裂，示意）', '（现场调查，重建）'][version - 1] ?? ''}`,
    ice: (version: number) => `雨雪冰冻 2008 · 民政部${['1 月 23 日所列 10 省', '1 月 28 日所列 14 省', '1 月 31 日所列 18 省'][version - 1] ?? ''}（整省，粗略）`,
    olympics: () => '北京奥运会 2008 · 赛场及周边',
  },
  {
    wenchuan: (version) => `Wenchuan 2008, version ${version}${[' (automatic, illustrative)', ' (along the rupture, illustrative)', ' (survey, reconstructed)'][version - 1] ?? ''}`,
    ice: (version) => `Ice of 2008, ${['ten provinces named on 23 January', 'fourteen on 28 January', 'eighteen on 31 January'][version - 1] ?? ''} (whole provinces, coarse)`,
    olympics: () => 'Olympic Games 2008, venues and their surroundings',
  },
)

export interface History {
  readonly name: string
  readonly versions: number
  readonly title: (version: number) => string
}

export function historyOf(hazard: string): History {
  const w = historyWords()
  if (hazard === 'ice') return { name: 'ice-2008', versions: 3, title: w.ice }
  if (hazard === 'major_event') return { name: 'olympics-2008', versions: 1, title: () => w.olympics() }
  return { name: 'wenchuan-2008', versions: 3, title: w.wenchuan }
}
