import { words } from '../../lib/i18n'

export const ledgerWords = words(
  {
    title: '账本', nation: '全国', unit: '单位', customers: '户数', fen: '金额', intended: '应办', applied: '办成', failed: '失败', unknown: '已交未回', waiting: '未交', abandoned: '放弃', reversed: '其中已复原', batches: '批次', parked: '等人处理',
    province: '省', county: '区县', segment: '客群', measure: '措施', allMeasures: '全部措施', part: '哪一部分', partMeasure: '措施本身', partLanding: '收尾', balance: '平衡', even: '分毫不差', uneven: '不平，请查账', check: (unit: string) => `${unit}：应办 = 办成 + 失败 + 已交未回 + 未交 + 放弃`, byMeasure: '按措施', byPlace: '按地区',
    empty: '还没有批次。措施批准并启动后，这里逐省、逐县、逐客群记账。', emptyHere: '这个筛选下没有批次。', state: '状态', attempt: '第几次', reference: '计费编号', revision: '版', extends: '延期', extendedHint: (applied: string, failed: string, intended: string) => `延期批次只加钱，不再加户：办成 ${applied} 户次、失败 ${failed} 户次，应办 ${intended} 户次。`, stage: (n: number) => (n === 0 ? '收尾保护' : `收尾第 ${n} 步`), accounts: '失败账户', noAccounts: '没有列出的失败账户。', resolved: '重试已成功', open: '仍失败', hide: '收起', showAccounts: (n: string) => `看 ${n} 户`, reasons: '原因', listed: '只列前 100 户，其余记在「未逐户列出」。',
    csv: '导出 CSV', xlsx: '导出 XLSX', exporting: (done: string, all: string) => `已收 ${done} / ${all} 行`, preparing: '正在准备', exported: (rows: string) => `已导出 ${rows} 行`, more: (left: string) => `再看 ${left} 个批次`, exportFailed: '导出中断，什么也没保存；请重试。',
    s_planned: '未交', s_submitted: '等回执', s_unknown: '不明', s_settled: '已回执', s_abandoned: '放弃', s_ended: '已结束',
  },
  {
    title: 'Ledger', nation: 'Nation', unit: 'Unit', customers: 'Customers', fen: 'Money', intended: 'Intended', applied: 'Applied', failed: 'Failed', unknown: 'Out, no receipt', waiting: 'Not yet sent', abandoned: 'Given up', reversed: 'of which reversed', batches: 'Batches', parked: 'for a person',
    province: 'Province', county: 'County', segment: 'Segment', measure: 'Measure', allMeasures: 'All measures', part: 'Which part', partMeasure: 'The measure', partLanding: 'Its landing', balance: 'Balance', even: 'even to the fen', uneven: 'not even; check the books', check: (unit: string) => `${unit}: intended = applied + failed + out + not sent + given up`, byMeasure: 'By measure', byPlace: 'By place',
    empty: 'No batch yet. Once a measure is approved and started, it is accounted for here by province, county and segment.', emptyHere: 'No batch under this filter.', state: 'State', attempt: 'Attempt', reference: 'Billing reference', revision: 'rev.', extends: 'extension', extendedHint: (applied: string, failed: string, intended: string) => `Extensions add money and no customer: ${applied} applied, ${failed} failed of ${intended} customer-times.`, stage: (n: number) => (n === 0 ? 'landing runway' : `landing step ${n}`), accounts: 'Failed accounts', noAccounts: 'No failed account is listed.', resolved: 'reached by a retry', open: 'still failing', hide: 'Hide', showAccounts: (n: string) => `Show ${n}`, reasons: 'Reasons', listed: 'The first 100 are listed; the others stand under “not listed”.',
    csv: 'Export CSV', xlsx: 'Export XLSX', exporting: (done: string, all: string) => `${done} of ${all} lines`, preparing: 'preparing', exported: (rows: string) => `${rows} lines exported`, more: (left: string) => `Show ${left} more batches`, exportFailed: 'The export broke off and nothing was saved; try again.',
    s_planned: 'not sent', s_submitted: 'waiting', s_unknown: 'unknown', s_settled: 'settled', s_abandoned: 'given up', s_ended: 'ended',
  },
)
