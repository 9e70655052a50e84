"""Data classes of rows that do not rebuild from the log. A column that is in no class fails the tests."""

from __future__ import annotations

from collections.abc import Mapping

from incident.rules.data_classes.terms import TableClass, classed

# fmt: off
OF_OPERATIONS: Mapping[str, TableClass] = {
    "stream_head": classed(
        "每条日志的末尾", "where each log ends",
        internal="stream position hash",
    ),
    "world": classed(
        "世界与时钟", "the world and its clock",
        internal="id kind name anchor_real anchor_world rate",
    ),
    "event": classed(
        "事件日志，只增不改", "the log, append-only",
        internal="stream position id type at recorded_at command_key audience changes data texts prev "
                 "hash",
        staff="actor",
    ),
    "blob": classed(
        "日志之外的文本、文件与范围", "texts, files and geometry beside the log", keep="texts",
        internal="digest media_type audience redacted_at",
        text="content",
        credential="salt",
    ),
    "outbox": classed(
        "待送出的内容", "what is to leave", keep="leavings",
        internal="id kind key stream state fence attempts not_before leased_by lease_until reference "
                 "reason created_at",
        text="payload",
    ),
    "timer": classed(
        "时限", "deadlines", keep="use",
        internal="subject step stream due_at fired_at cancelled",
    ),
    "idempotency": classed(
        "请求与答复，防止重复", "requests and their answers, against doubles", keep="requests",
        internal="route key body_digest status created_at",
        staff="actor",
        text="answer",
    ),
    "credential": classed(
        "口令摘要", "hashes of passwords", keep="use",
        internal="must_change failures locked_until changed_at",
        staff="person_id",
        credential="password_hash",
    ),
    "login_session": classed(
        "登录会话", "sessions", keep="sessions",
        internal="id session_version kind created_at expires_at proved_at ended_at",
        staff="person_id seen_at",
        credential="token_hash csrf",
    ),
    "kiosk_token": classed(
        "大屏令牌", "tokens of wall screens", keep="use",
        internal="id made_at revoked_at",
        staff="person_id",
        credential="token_hash",
    ),
    "presence": classed(
        "各省最近一次有回音", "when a province was last heard", keep="use",
        internal="province heard_at",
    ),
    "lease": classed(
        "进程之间的租约", "leases of processes", keep="use",
        internal="name holder until fence",
    ),
    "person_contact": classed(
        "人员邮箱", "mail addresses of staff", keep="account",
        staff="person_id",
        personal="mail",
    ),
    "contact_point": classed(
        "人员号码，密封保存", "numbers of staff, sealed", keep="account",
        internal="id kind added_at",
        staff="person_id",
        personal="mark hint",
        credential="sealed",
    ),
    "notice_preference": classed(
        "怎样通知本人", "how a person wishes to be told", keep="account",
        internal="changed_at",
        staff="person_id",
        personal="steps quiet_from quiet_to language",
    ),
    "page": classed(
        "对人员的每次呼叫", "each call to a person", keep="answers",
        internal="key stream task_id province notice template channel code state carrier reference reason "
                 "due_at permitted_at changed_at",
        staff="person_id",
        personal="mark",
    ),
    "page_throttle": classed(
        "发送限速", "limits of sending", keep="use",
        internal="id spent_ms waiting",
    ),
    "page_reply": classed(
        "人员的应答", "what people answered", keep="answers",
        internal="id task_id outcome received_at",
        staff="person_id",
        personal="mark answer",
    ),
    "feed_state": classed(
        "信息源的现状", "how a source fares", keep="use",
        internal="feed_id etag last_modified document last_try_at last_ok_at failures failure next_at "
                 "entries waiting",
    ),
    "feed_seen": classed(
        "已读过的条目", "entries already read", keep="use",
        internal="feed_id key seen_at",
    ),
    "look": classed(
        "各人看到哪里", "how far somebody has looked", keep="looks",
        internal="position",
        staff="person_id subject at",
    ),
    "looking_now": classed(
        "此刻谁在看", "who looks now", keep="use",
        internal="socket process incident_id room",
        staff="person_id subject at",
    ),
    "tmf_cursor": classed(
        "订阅方读到哪里", "how far a listener was told", keep="use",
        internal="listener_id stream position",
    ),
    "phone_entry": classed(
        "电话簿", "the phone book", keep="use",
        internal="id scope region call_order updated_at",
        staff="person_id post_zh post_en",
        personal="name_zh name_en office mobile satellite fax",
    ),
    "calendar_token": classed(
        "日历订阅令牌", "tokens of calendars", keep="account",
        internal="id kind scope made_at revoked_at",
        staff="person_id",
        credential="token_hash",
    ),
    "simulation": classed(
        "模拟", "simulations", keep="work",
        internal="id asked about state runs done stopping result failure_zh failure_en asked_at ended_at "
                 "worker heard_at",
        staff="asked_by",
    ),
    "report_work": classed(
        "正在生成的报告", "reports that are being made", keep="work",
        internal="id incident_id state done whole base_url asked_at heard_at ended_at worker",
    ),
    "verification": classed(
        "核验的结果", "what verifications found", keep="work",
        internal="id state asked_at heard_at ended_at worker done whole streams anchors fault_count "
                 "faults",
        staff="asked_by",
    ),
}
# fmt: on
