import { words } from '../../lib/i18n'

export const forecastWords = words(
  {
    open: '逐步推进', name: '风暴推进', play: '播放', pause: '暂停', next: '下一步', close: '回到整体范围', slider: '时间', byArrival: '按到达时间着色',
    step: (n: number, of: number) => `第 ${n} / ${of} 步`, reached: '已波及用户', counties: (n: number) => `${n} 县`, provinces: (n: number) => `${n} 省`,
    newly: (n: number) => `本步新增 ${n} 县`, wind: (ms: string) => `中心风速 ${ms} m/s`, now: '已到达', within: (h: string) => `${h} 小时内`, later: '更晚',
    estimated: '风圈由最大风速估算', none: '还没有波及任何县', hours: (h: string) => `每步 ${h} 小时`,
  },
  {
    open: 'Step by step', name: 'Storm by steps', play: 'Play', pause: 'Pause', next: 'Next step', close: 'Back to the whole', slider: 'Time', byArrival: 'Colour by arrival',
    step: (n, of) => `step ${n} of ${of}`, reached: 'subscribers reached', counties: (n) => (n === 1 ? '1 county' : `${n} counties`), provinces: (n) => (n === 1 ? '1 province' : `${n} provinces`),
    newly: (n) => `${n} new at this step`, wind: (ms) => `wind at the centre ${ms} m/s`, now: 'arrived', within: (h) => `within ${h} h`, later: 'later',
    estimated: 'wind radii estimated from the highest wind', none: 'No county reached yet', hours: (h) => `${h} h a step`,
  },
)
