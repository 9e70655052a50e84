import { words } from '../lib/i18n'

/** What dialogs and lists of the desk pages share. */
export const deskWords = words(
  {
    stepUpTitle: '请再输一次密码', stepUpWhy: '批准和管理前须证明是本人，5 分钟内有效。', password: '密码', stepUpGo: '确认是我', checking: '正在核对',
    reasonWhy: '理由会写进记录，大家都看得到。', reasonNeeded: '请写明理由', sortBy: (column: string) => `按${column}排序`,
    filter: '筛选', none: '没有符合条件的。', rows: (shown: string, all: string) => `${shown} / ${all} 项`, exportCsv: '导出 CSV',
    showMore: (left: string) => `再显示 ${left} 项`, total: '合计', province: '省', county: '区县', refresh: '刷新', dismiss: '知道了',
    notYetLoaded: '正在取数据', age: (age: string) => `${age} 前的数据`,
  },
  {
    stepUpTitle: 'Enter your password again', stepUpWhy: 'Approving and administrating ask for proof that it is you, good for 5 minutes.', password: 'Password', stepUpGo: 'It is me', checking: 'Checking',
    reasonWhy: 'The reason is written into the log for everybody to see.', reasonNeeded: 'Please give a reason', sortBy: (column: string) => `Sort by ${column}`,
    filter: 'Filter', none: 'Nothing matches.', rows: (shown: string, all: string) => `${shown} of ${all}`, exportCsv: 'Export CSV',
    showMore: (left: string) => `Show ${left} more`, total: 'Total', province: 'Province', county: 'County', refresh: 'Refresh', dismiss: 'Dismiss',
    notYetLoaded: 'Loading', age: (age: string) => `data of ${age} ago`,
  },
)
