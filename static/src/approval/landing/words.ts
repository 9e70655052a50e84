import { words } from '../../lib/i18n'

export const landingWords = words(
  {
    title: '到期与收尾', hint: '到期不等于停机：先保护，再提醒，后恢复',
    ends: '到期', asked: (hours: number) => `T−${hours}`, askedOn: '已提醒', notAsked: '未到', now: '现在', stage: (number: number) => `第 ${number} 批`,
    runway: '到期保护', runwayHint: '到期前一天发出：全部客户的计时停到最后一批', state: '状态',
    planned: '待办', instructed: '已发出', done: '完成', called_off: '已取消',
    courtesy: '提醒', restart: '恢复计时', whom: '对象', share: '户数', applied: '办成', failed: '失败', everybody: '全部',
    instalments: (count: number, days: number) => `欠费可分 ${count} 期，每期 ${days} 天`, inHand: (days: number) => `恢复后至少还有 ${days} 天才可能停机`,
    ofShare: (percent: string) => `每批次的 ${percent}`, noStages: '不涉及停走的时钟：到期即止，无须分批恢复。', notStarted: '启动后按此排期。',
    extend: '延期', extendTitle: '延长到期时间', extendHint: '延期由他人按类别批准，批准即生效；只办延长的天数。', until: '延到', cap: '上限（元）', why: '为什么延期', propose: '提交延期', laterThan: '须晚于现在的到期时间',
    waiting: (from: string) => `延期待批准；未批准前按原到期 ${from} 进行。`,
    reversal: '撤销进度', reversalHint: '各省每隔几秒一个批次，可在两个批次之间中止', putBack: '已复原', halt: '中止撤销', haltHint: '已复原的不变，其余暂停，可恢复执行或继续撤销。',
    grow: '扩大范围', growTitle: '把区县加进来', growHint: '只有新增的客户会发出指令；已在内的不再发。', newly: '新增客户', cost: '预计费用', within: '在已批上限内，立即执行，无须重批', beyond: '超出批准，须重新审批，批准前不发出', there: '已在内', look: '看新增多少', doGrow: '加入', growWhy: '为什么扩大', pick: '从最新影响范围里选', none: '最新影响范围里没有可加的区县。', county: '区县', byRules: '按规则', raiseCap: '上限提到（元）',
  },
  {
    title: 'End and landing', hint: 'An end is no cut-off: held first, told next, running last',
    ends: 'Ends', asked: (hours: number) => `T−${hours}`, askedOn: 'asked', notAsked: 'not yet', now: 'now', stage: (number: number) => `Stage ${number}`,
    runway: 'Runway', runwayHint: 'Leaves a day before the end: everybody\'s clocks are held until the last stage', state: 'State',
    planned: 'planned', instructed: 'sent', done: 'over', called_off: 'called off',
    courtesy: 'Courtesy', restart: 'Clocks run', whom: 'Whom', share: 'Customers', applied: 'Applied', failed: 'Failed', everybody: 'everybody',
    instalments: (count: number, days: number) => `Debts in ${count} instalments, one every ${days} days`, inHand: (days: number) => `At least ${days} days in hand before anybody can be cut off`,
    ofShare: (percent: string) => `${percent} of each batch`, noStages: 'It holds no clocks: it ends at its end and nothing has to be restarted.', notStarted: 'These dates count once it starts.',
    extend: 'Extend', extendTitle: 'Extend the end', extendHint: 'Somebody else approves by its class, and then it takes effect at once; only the days added are instructed.', until: 'Until', cap: 'Cap (yuan)', why: 'Why', propose: 'Propose the extension', laterThan: 'Must be later than the present end',
    waiting: (from: string) => `An extension waits for approval; until then the end stays ${from}.`,
    reversal: 'Reversal', reversalHint: 'A batch every few seconds in each province; can be stopped between two', putBack: 'put back', halt: 'Stop reversing', haltHint: 'What is put back stays so; the rest is held, to be resumed or reversed later.',
    grow: 'Take in more places', growTitle: 'Take in more counties', growHint: 'Only new customers are instructed about; those already in it never again.', newly: 'Newly eligible', cost: 'Expected', within: 'Within the approved cap: leaves at once, under the same approval', beyond: 'Beyond the approval: nothing leaves until it is approved again', there: 'already in it', look: 'Show who is new', doGrow: 'Take them in', growWhy: 'Why', pick: 'Of the newest footprint', none: 'The newest footprint has no further county.', county: 'County', byRules: 'By rule', raiseCap: 'Raise the cap to (yuan)',
  },
)
