/** What GET /tasks/{id}/pages and GET /me/notices answer (incident/queries/paging.py). */
export type Channel = 'push' | 'chat' | 'sms' | 'voice' | 'mail' | 'webhook'
export type PageState = 'queued' | 'submitted' | 'delivered' | 'failed' | 'expired' | 'unknown' | 'cancelled'

export interface PageTold {
  readonly person_id: string
  readonly name_zh: string
  readonly name_en: string
  readonly channel: Channel
  readonly template: string
  readonly state: PageState
  readonly bundled: boolean
  readonly due_at: string
  /** Real time. */
  readonly changed_at: string
  readonly reason: string | null
}

export interface Paging {
  readonly pages: readonly PageTold[]
  readonly answers: Readonly<Record<string, number>>
}

export interface WishedStep {
  readonly channel: Channel
  readonly after_s: number
}

export interface MyNotices {
  readonly own: boolean
  readonly steps: readonly WishedStep[]
  /** Minutes of the local day. */
  readonly quiet: { readonly from: number; readonly to: number } | null
  readonly language: 'zh' | 'en'
  readonly contacts: {
    readonly phone: string | null
    readonly mail: string | null
    readonly chat: string | null
    readonly webhook: string | null
    readonly push: readonly { readonly id: string; readonly hint: string }[]
  }
  readonly channels: readonly { readonly channel: Channel; readonly configured: boolean; readonly reachable: boolean }[]
  readonly robots: { readonly chat: readonly string[]; readonly webhook: readonly string[] }
  readonly push_key: string | null
}
