/** Rows of files and check-ins on tasks (incident/models/tasks.py). */
export interface AttachmentRow {
  readonly id: string
  readonly task_id: string
  readonly kind: 'photo' | 'voice' | 'document'
  readonly name_text: string
  readonly media_type: string
  readonly size: number
  readonly stripped: boolean
  readonly person_id: string
  readonly at: string
  readonly redacted_at: string | null
  readonly reason_text: string | null
}

export interface CheckInRow {
  readonly id: string
  readonly task_id: string
  readonly kind: 'report' | 'nothing_changed'
  readonly at: string
  readonly noted_at: string
  readonly person_id: string
  readonly proxy_for: string | null
  readonly note_text: string | null
}
