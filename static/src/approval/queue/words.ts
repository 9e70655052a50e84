import { words } from '../../lib/i18n'

export const queueWords = words(
  {
    title: '例外', empty: '没有失败的客户，没有结果不明的批次，也没有被拒收的通知。', reason: '原因', open: '待处理', handed_over: '已交人', closed: '已办结', all: '全部', customers: '客户', cases: '件数', total: '合计', everyReason: '所有原因', nothing: '这里没有例外。', onlyMost: (shown: string, all: string) => `只列最大的 ${shown} 个，共 ${all} 个；请按原因或措施筛选。`,
    measure: '措施', place: '地方', segment: '客群', state: '状态', who: '谁在办', note: '说明', attempt: '第几次', pickAll: '全选', pickOne: (what: string) => `选择 ${what}`,
    retry: (n: string) => `重试 ${n} 项`, retryAll: '全部重试', retryNot: '所选现在不能重试：措施须在部分生效状态，通知须未暂停', handOver: '交给…', handOverTitle: '交人处理', close: '办结…', closeTitle: '办结例外', closeHint: '办结后不再重试，仍留在「已办结」里；一个批次的原因全部办结，等于接受这个缺口。', handHint: '此人会在经过里看到；处理完由总部办结或重试。', person: '交给谁', whatToDo: '要做什么', pick: '选几个，或全部重试', choosePerson: '请选择人员', picked: (n: string, customers: string) => `已选 ${n} 个 · ${customers} 户`, done: '已记下', hq: '总部', colon: '：',
  },
  {
    title: 'Exceptions', empty: 'No customer failed, no batch has an unknown outcome and no notice was refused.', reason: 'Reason', open: 'Open', handed_over: 'With a person', closed: 'Closed', all: 'All', customers: 'Customers', cases: 'Cases', total: 'Total', everyReason: 'every reason', nothing: 'No exception here.', onlyMost: (shown: string, all: string) => `The largest ${shown} of ${all} are listed; narrow by reason or measure.`,
    measure: 'Measure', place: 'Place', segment: 'Segment', state: 'State', who: 'Who', note: 'Note', attempt: 'Attempt', pickAll: 'Select all', pickOne: (what: string) => `Select ${what}`,
    retry: (n: string) => `Retry ${n}`, retryAll: 'Retry all', retryNot: 'These cannot be tried again now: the measure must be partly applied, and a notice not held', handOver: 'Hand over…', handOverTitle: 'Hand over to a person', close: 'Close…', closeTitle: 'Close exceptions', closeHint: 'Closed ones are not tried again and stay under “Closed”; a batch of which every reason is closed is a gap that was accepted.', handHint: 'The person sees it in the history; headquarters then closes it or tries again.', person: 'To whom', whatToDo: 'What is to be done', pick: 'select some, or retry all', choosePerson: 'Choose a person', picked: (n: string, customers: string) => `${n} selected · ${customers} customers`, done: 'noted', hq: 'HQ', colon: ': ',
  },
)
