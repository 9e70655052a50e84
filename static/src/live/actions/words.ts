import { words } from '../../lib/i18n'

const zh = {
  level: '响应级别', levelTitle: '定响应级别', levelNow: '现在', authority: '依据（谁的命令、文号）', authorityHint: '级别的每次变化都要写明依据',
  colourTitle: '预警颜色', colour: '颜色', noColour: '不设',
  noteTitle: '记一笔', noteKind: '类别', noteText: '内容', kinds: (kind: string) => ({ note: '记录', decision: '决定', call: '电话', order: '上级命令', request: '请求' })[kind] ?? kind,
  footprintTitle: '添加影响范围', fromFile: '上传文件', chooseFile: '选择文件', noFile: '还没有选', fromMap: '地图上画', fromRegions: '整省市县', fromHistory: '历史重建', file: '文件（GeoJSON、ShakeMap、CAP、KML/KMZ、GeoPackage、Shapefile 压缩包、台风路径）', part: '取其中哪一个', partHint: '文件里有多个台风或多条消息时填写，如 2014-09', datum: '坐标', asTheFile: '按文件所写', fileHint: '文件在隔离的进程里读。读出了什么、补了什么会写明。',
  drawn: (points: number) => `已画 ${points} 个点`, drawFirst: '先在地图上画', drawStart: '去画', name: '名称', intensity: '烈度', noValue: '不分烈度', grade: '影响等级', grades: (grade: number) => `${grade} 级 · ${['一般', '较重', '严重', '特别严重'][grade - 1] ?? ''}`, history: '重建',
  adding: '正在计算影响', declareTitle: '宣布事件', kind: '类型', incidentKind: (kind: string) => ({ disaster: '灾害', network: '网络与服务故障', planned_event: '计划活动' })[kind] ?? kind, hazard: '灾种',
  titleZh: '名称（中文）', titleEn: '名称（英文）', occurred: '发生时间（北京时间）', declareHint: '派发任务之前可以撤销', doDeclare: '宣布',
  alike: '进行中的相似事件', alikeAs: (kind: string, title: string) => (kind === 'duplicate_of' ? `与「${title}」重复` : `由「${title}」引发`), alikeNone: '不关联', alikeApart: (minutes: number) => (minutes < 120 ? `相隔 ${minutes} 分钟` : minutes < 2880 ? `相隔 ${Math.round(minutes / 60)} 小时` : `相隔 ${Math.round(minutes / 1440)} 天`), alikeShared: (counties: number) => `，共同涉及 ${counties} 个区县`, alikeOpen: '查看',
}
type Words = { readonly [K in keyof typeof zh]: (typeof zh)[K] extends (...args: infer A) => string ? (...args: A) => string : string }
const en: Words = {
  level: 'Response level', levelTitle: 'Set the response level', levelNow: 'now', authority: 'Authority (whose order, number)', authorityHint: 'Each change of level cites its authority',
  colourTitle: 'Warning colour', colour: 'Colour', noColour: 'none',
  noteTitle: 'Log a note', noteKind: 'Kind', noteText: 'Text', kinds: (kind) => ({ note: 'Note', decision: 'Decision', call: 'Telephone call', order: 'Order from above', request: 'Request' })[kind] ?? kind,
  footprintTitle: 'Add a footprint', fromFile: 'Upload a file', chooseFile: 'Choose a file', noFile: 'none chosen', fromMap: 'Draw on the map', fromRegions: 'Whole regions', fromHistory: 'Reconstruction', file: 'File (GeoJSON, ShakeMap, CAP, KML/KMZ, GeoPackage, zipped Shapefile, typhoon track)', part: 'Which one of it', partHint: 'where a file holds several storms or messages, such as 2014-09', datum: 'Coordinates', asTheFile: 'as the file says', fileHint: 'Files are read in a process apart. What was read and mended is stated.',
  drawn: (points) => `${points} points drawn`, drawFirst: 'draw on the map first', drawStart: 'Draw', name: 'Name', intensity: 'Intensity', noValue: 'no intensity', grade: 'Grade of impact', grades: (grade) => `${grade} · ${['moderate', 'serious', 'severe', 'extreme'][grade - 1] ?? ''}`, history: 'Reconstruction',
  adding: 'Working out the impact', declareTitle: 'Declare an incident', kind: 'Kind', incidentKind: (kind) => ({ disaster: 'Disaster', network: 'Network or service failure', planned_event: 'Planned event' })[kind] ?? kind, hazard: 'Hazard',
  titleZh: 'Name (Chinese)', titleEn: 'Name (English)', occurred: 'Struck at (Beijing time)', declareHint: 'Can be undone before tasks are dispatched', doDeclare: 'Declare',
  alike: 'Incidents that look alike', alikeAs: (kind, title) => (kind === 'duplicate_of' ? `Duplicate of “${title}”` : `Caused by “${title}”`), alikeNone: 'Not linked', alikeApart: (minutes) => (minutes < 120 ? `${minutes} min apart` : minutes < 2880 ? `${Math.round(minutes / 60)} h apart` : `${Math.round(minutes / 1440)} days apart`), alikeShared: (counties) => `, ${counties} ${counties === 1 ? 'county' : 'counties'} in common`, alikeOpen: 'open',
}
export const actionWords = words(zh, en)
