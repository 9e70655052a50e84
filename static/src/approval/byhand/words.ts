import { words } from '../../lib/i18n'

const RULES: Readonly<Record<string, readonly [string, string]>> = {
  registered_address: ['开户时登记的地址在这些县', 'the address given when the line was taken out lies there'],
  billing_address: ['账单寄往这些县', 'the bill goes there'],
  service_address: ['宽带、专线装在这些县', 'broadband or a leased line is installed there'],
  home_cell: ['近期多在这些县的基站上', 'the phone is mostly on cells there'],
  roaming_in: ['外地客户，现在人在这些县', 'customers from elsewhere who are there now'],
  number_segment: ['号码属于这些县的号段', 'the number belongs to a range of that place'],
}

export function ruleMeaning(rule: string, zh: boolean): string {
  return RULES[rule]?.[zh ? 0 : 1] ?? ''
}

export const byHandWords = words(
  {
    newMeasure: '手工起草措施', newBroadcast: '手工起草广播', kind: '种类', success: (text: string) => `怎样算办成：${text}`, cost: (text: string) => `费用：${text}`, landing: '到期怎么收', figuresLike: (title: string) => `金额等先照「${title}」填好，可改。`,
    titleZh: '名称（中文）', titleEn: '名称（英文）', titleHint: '不填就用种类名',
    whatItDoes: '内容', whom: '给谁', when: '何时', from: '从', until: '到', worldTime: '北京时间，按本世界的时钟', retro: '早于现在：从那时起追溯', startNow: '从现在起',
    segments: '客群', rules: '怎样算在内', allHit: (counties: string) => `最新影响范围内有客户的 ${counties} 个县`, none: '全不选', search: '查地名：北川、beichuan、510726', noMatch: '最新影响范围内没有相符的地方；范围以外没有可计的客户。',
    counties: (chosen: string, all: string) => `${chosen}/${all} 县`, chosen: (provinces: string, counties: string) => `${provinces} 个省 · ${counties} 个县`, customers: '客户', wholeProvince: '全省', wholeCity: '全市',
    noFootprint: '还没有影响范围，客户数无从计起。先在实时页上传或绘制影响范围。', goLive: '去实时页',
    needPlace: '至少选一个有客户的县', needSegment: '至少选一个客群', needRule: '至少选一条', needTitle: '请填名称', needText: '请填写', needWindow: '结束须晚于开始', needLanguage: '至少选一种语言',
    missing: '请填写', number: '请填数字', pattern: '格式不对，如 18:00', text: (text: string) => `「${text}」不合格式`, textsHint: '用逗号或空格隔开', least: (limit: string) => `不得小于 ${limit}`, most: (limit: string) => `不得大于 ${limit}`, yuanRange: '元，可到分',
    draft: '存为草稿', draftHint: '存为草稿后到它的页面核对字节、提交审批。草稿不触及任何客户。', mend: (count: number) => `还有 ${count} 处要改`,
    languages: '发送哪些文字', sentLanguages: '勾选的文字会发出；中英文都要备好', prefixHint: (prefix: string) => `发出时前面自动加${prefix}，已计入条数`, validUntil: '有效期到', validHint: '过期不补发，最长 31 天', correctionHint: '随原文一起审批，出错时一人即可发出', perCustomer: (parts: string) => `每户 ${parts} 条`, total: (parts: string) => `共 ${parts} 条`,
    texts: '文字', correctionTexts: '预备更正',
  },
  {
    newMeasure: 'New measure', newBroadcast: 'New broadcast', kind: 'Type', success: (text: string) => `Done when: ${text}`, cost: (text: string) => `Money: ${text}`, landing: 'How it ends', figuresLike: (title: string) => `Figures start as in “${title}”; change them as needed.`,
    titleZh: 'Name (Chinese)', titleEn: 'Name (English)', titleHint: 'left empty: the name of the type',
    whatItDoes: 'Content', whom: 'For whom', when: 'When', from: 'From', until: 'Until', worldTime: 'Beijing time, by this world\'s clock', retro: 'earlier than now: counts from then', startNow: 'from now',
    segments: 'Segments', rules: 'Who counts as there', allHit: (counties: string) => `All ${counties} counties with customers hit by the newest footprint`, none: 'None', search: 'Place: 北川, beichuan, 510726', noMatch: 'The newest footprint hits no such place; outside it there are no customers to count.',
    counties: (chosen: string, all: string) => `${chosen}/${all} counties`, chosen: (provinces: string, counties: string) => `${provinces} provinces · ${counties} counties`, customers: 'customers', wholeProvince: 'whole province', wholeCity: 'whole city',
    noFootprint: 'There is no footprint yet, so nobody can be counted. Upload or draw one on the live page first.', goLive: 'To the live page',
    needPlace: 'choose a county with customers', needSegment: 'choose a segment', needRule: 'choose one', needTitle: 'a name is needed', needText: 'needed', needWindow: 'the end must be after the start', needLanguage: 'choose a language',
    missing: 'needed', number: 'a number is needed', pattern: 'not of that form, such as 18:00', text: (text: string) => `“${text}” will not do`, textsHint: 'separated by commas or blanks', least: (limit: string) => `at least ${limit}`, most: (limit: string) => `at most ${limit}`, yuanRange: 'CNY, to the fen',
    draft: 'Save as draft', draftHint: 'As a draft it has a page of its own, where bytes are checked and it is submitted. A draft touches no customer.', mend: (count: number) => `${count} to mend`,
    languages: 'Languages sent', sentLanguages: 'those ticked are sent; both must be ready', prefixHint: (prefix: string) => `${prefix} is put in front when it leaves, and is counted`, validUntil: 'Valid until', validHint: 'not sent after that; 31 days at most', correctionHint: 'approved with the text; one person can send it when something is wrong', perCustomer: (parts: string) => `${parts} ${parts === '1' ? 'part' : 'parts'} each`, total: (parts: string) => `${parts} parts in all`,
    texts: 'Texts', correctionTexts: 'Correction, prepared',
  },
)
