/** Place names for the map by priority: capitals, then cities, then counties hit hardest, then provinces. */
import type { Region } from '../../lib/types'

type LabelRank = 'capital' | 'city' | 'county' | 'province'

const TAIL = /(壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|省|市|地区)$/
const PEOPLES = '蒙古|维吾尔|布依|朝鲜|土家|哈尼|哈萨克|傈僳|拉祜|东乡|纳西|景颇|柯尔克孜|达斡尔|仫佬|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|鄂温克|裕固|保安|独龙|鄂伦春|各|回|藏|苗|彝|壮|满|侗|瑶|白|傣|黎|佤|畲|水|土|羌|怒'
const AUTONOMOUS = new RegExp(`((${PEOPLES})族)*((蒙古|哈萨克|柯尔克孜)?自治[州县旗])?$`)

/** 阿坝藏族羌族自治州 → 阿坝, 四川省 → 四川; two characters stay. */
export function shortName(name: string): string {
  const cut = name.replace(TAIL, '').replace(AUTONOMOUS, '')
  const county = cut.length > 2 ? cut.replace(/[县区]$/, '') : cut
  return county.length >= 2 ? county : name
}

const MUNICIPALITY = new Set(['110000', '120000', '310000', '500000'])

export function labelFeatures(
  regions: readonly Region[], severity: ReadonlyMap<string, number>, mostCounties = 24,
): GeoJSON.FeatureCollection<GeoJSON.Point> {
  const worstCounties = new Set(
    [...severity].sort((a, b) => b[1] - a[1]).slice(0, mostCounties).map(([adcode]) => adcode),
  )
  const middles = middleOfProvinces(regions)
  const features: GeoJSON.Feature<GeoJSON.Point>[] = []
  for (const region of regions) {
    const rank = rankOf(region, worstCounties)
    if (!rank) continue
    const order = { capital: 0, city: 100, county: 50 - (severity.get(region.adcode) ?? 0) / 1000, province: 200 }[rank]
    features.push({
      type: 'Feature', geometry: { type: 'Point', coordinates: [...(rank === 'province' ? (middles.get(region.adcode) ?? [region.lon, region.lat]) : [region.lon, region.lat])] },
      properties: { name: shortName(region.name), name_en: shortEnglish(region.name_en || region.name), rank, order },
    })
  }
  return { type: 'FeatureCollection', features }
}

/** A province's own point is its capital; its name stands in the middle of its counties. */
function middleOfProvinces(regions: readonly Region[]): ReadonlyMap<string, readonly [number, number]> {
  const sums = new Map<string, [number, number, number]>()
  for (const region of regions) {
    if (region.level !== 'county') continue
    const [lon, lat, n] = sums.get(region.province) ?? [0, 0, 0]
    sums.set(region.province, [lon + region.lon, lat + region.lat, n + 1])
  }
  return new Map([...sums].map(([province, [lon, lat, n]]) => [province, [lon / n, lat / n] as const]))
}

function rankOf(region: Region, worstCounties: ReadonlySet<string>): LabelRank | null {
  if (region.level === 'province') return MUNICIPALITY.has(region.adcode) ? 'capital' : 'province'
  if (region.level === 'city') return region.adcode.endsWith('0100') ? 'capital' : 'city'
  return worstCounties.has(region.adcode) ? 'county' : null
}

function shortEnglish(name: string): string {
  return name.replace(/ (City|Province|Prefecture|County|District|.* Autonomous (Prefecture|County|Region))$/, '')
}
