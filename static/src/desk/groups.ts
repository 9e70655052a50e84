import { words } from '../lib/i18n'

const groupWords = words(
  { duty: '应急值班', billing: '计费支撑', key_accounts: '集团客户', logistics: '后勤人力', messages: '信息发布', report: '灾情上报', halls: '网点', key_customers: '重点客户', care: '关爱', points: '临时服务点', green_channel: '绿色通道', sites: '基站', hotline: '热线', hand: '手工' },
  { duty: 'Duty desk', billing: 'Billing', key_accounts: 'Key accounts', logistics: 'Staff and supplies', messages: 'Public information', report: 'Reports', halls: 'Service halls', key_customers: 'Key customers', care: 'Care', points: 'Service points', green_channel: 'Green channel', sites: 'Cell sites', hotline: 'Hotline', hand: 'By hand' },
)

/** A task group in the reader's language; an unknown one by its own name. */
export function taskGroupName(group: string): string {
  return (groupWords() as unknown as Readonly<Record<string, string>>)[group] ?? group
}
