import { words } from '../lib/i18n'

export const variantWords = words(
  {
    title: '各省做法', hint: '各省共享的变体：先看差别，再采用；采用就是自己的一份草稿，写明出处和摘要', none: '还没有哪个省共享。', shipped: '随系统', best: '最佳实践', from: (parent: string) => `在「${parent}」之上`, changes: '看差别', hide: '收起', nothing: '与原预案没有差别。', against: (slug: string) => `与 ${slug} 相比`, adopt: '采用', adopted: (n: number) => `${n} 家采用`, mark: '评为最佳实践', withdraw: '撤回', share: '共享本省的做法', slug: '新代号', whom: '为谁', headquarters: '总部', note: '说明（有什么用、在哪里见效）', playbook: '预案', province: '省', adoptTitle: '采用为自己的草稿', markHint: '写明为什么值得各省照做（参照 2008 年服务示范评比）。', withdrawHint: '已采用的不受影响。', file: '原文',
  },
  {
    title: 'How provinces do it', hint: 'variants that provinces share: see what differs, then adopt one; that is a draft of your own which names its origin and digest', none: 'No province shares one yet.', shipped: 'as shipped', best: 'Best practice', from: (parent) => `on “${parent}”`, changes: 'What differs', hide: 'Hide', nothing: 'No difference from what it builds on.', against: (slug) => `beside ${slug}`, adopt: 'Adopt', adopted: (n) => `adopted ${n}×`, mark: 'Mark as best practice', withdraw: 'Withdraw', share: 'Share how a province does it', slug: 'Slug of its own', whom: 'For', headquarters: 'Headquarters', note: 'What it is good for, and where it has worked', playbook: 'Playbook', province: 'Province', adoptTitle: 'Adopt as a draft of your own', markHint: 'Say why others should do the same (the service prize of 2008 is the model).', withdrawHint: 'Whoever adopted it keeps it.', file: 'File',
  },
)
