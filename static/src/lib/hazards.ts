/** The hazards that people may name, by kind of incident: those of the library first, then the others that feeds and provinces bring. */
import { language } from './i18n'

export type IncidentKind = 'disaster' | 'network' | 'planned_event'

export const HAZARDS: Readonly<Record<IncidentKind, readonly string[]>> = {
  disaster: ['earthquake', 'typhoon', 'flood', 'ice', 'epidemic', 'landslide', 'fire', 'wind', 'other'],
  network: ['network_outage', 'cable_cut', 'billing_fault', 'hotline_overload', 'spam_wave', 'key_customer_outage', 'new_service_failure', 'other'],
  planned_event: ['major_event', 'other'],
}

const NAMES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  earthquake: ['地震', 'Earthquake'], typhoon: ['台风', 'Typhoon'], flood: ['洪水', 'Flood'], ice: ['雨雪冰冻', 'Ice and snow'], epidemic: ['疫情', 'Epidemic'],
  landslide: ['滑坡泥石流', 'Landslide'], fire: ['火灾', 'Fire'], wind: ['大风', 'Wind'], tsunami: ['海啸', 'Tsunami'], thunderstorm: ['雷暴', 'Thunderstorm'], drought: ['干旱', 'Drought'], volcano: ['火山', 'Volcano'],
  network_outage: ['区域网络中断', 'Regional network outage'], cable_cut: ['光缆中断', 'Cable cut'], billing_fault: ['计费故障', 'Billing fault'], hotline_overload: ['热线话务过载', 'Hotline overload'],
  spam_wave: ['垃圾短信与诈骗潮', 'Spam and fraud wave'], key_customer_outage: ['重要客户业务中断', 'Key-customer outage'], new_service_failure: ['新业务故障', 'New-service failure'],
  major_event: ['重大活动', 'Major event'], other: ['其他', 'Other'],
}

/** A hazard in the reader's language; one that nobody has named stands as it is. */
export function hazardName(hazard: string): string {
  return NAMES[hazard]?.[language.value === 'zh' ? 0 : 1] ?? hazard
}

/** What a hazard chosen for one kind of incident becomes when the kind changes: itself where it fits, else the first. */
export function fitting(hazard: string, kind: IncidentKind): string {
  return HAZARDS[kind].includes(hazard) ? hazard : HAZARDS[kind][0] as string
}
