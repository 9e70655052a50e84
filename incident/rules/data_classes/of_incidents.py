"""Data classes of what an incident's stream tells. A column that is in no class fails the tests."""

from __future__ import annotations

from collections.abc import Mapping

from incident.rules.data_classes.terms import TableClass, classed

# fmt: off
OF_INCIDENTS: Mapping[str, TableClass] = {
    "incident": classed(
        "事件本身", "the incident itself",
        internal="id kind hazard title_zh title_en state response_level warning_colour occurred_at "
                 "declared_at closed_at footprint_id playbook_slug playbook_version playbook_digest "
                 "revision incident_id province merged_into merged_state",
        staff="raised_by",
        text="level_authority_text",
    ),
    "province_incident": classed(
        "省公司所知的事件", "what a province knows of the incident",
        internal="id state title_zh title_en hazard response_level warning_colour occurred_at "
                 "footprint_id footprint_version affected unreachable_since incident_id province "
                 "footprint_basis event_steps",
    ),
    "footprint": classed(
        "影响范围及其版本", "areas hit, by version",
        public="title source",
        internal="id version bands notes supplied_at exposure_label not_assessed incident_id province "
                 "basis",
        text="geometry_text steps_text",
    ),
    "impact_region": classed(
        "受影响的地区与用户数", "who and what is hit, by region",
        internal="id footprint_id region level city band value_milli unit area_share_ppm basis "
                 "incident_id province",
        business="sites halls key_customers key_customer_tiers people total segments of_which",
    ),
    "note": classed(
        "情况记录", "notes on the situation",
        internal="id kind at incident_id province",
        staff="person_id",
        text="note_text",
    ),
    "incident_link": classed(
        "事件之间的关联", "links between incidents",
        internal="id kind direction other_id other_title_zh other_title_en at ended_at incident_id "
                 "province",
        staff="person_id",
        text="reason_text",
    ),
    "ask": classed(
        "省向总部的请求", "what provinces ask of headquarters",
        internal="id kind quantity needed_by asked_at answer_due_at state overdue answered_at answer_kind "
                 "answer_id revision incident_id province",
        staff="person_id answered_by",
        text="ask_text answer_text",
    ),
    "planned_item": classed(
        "方案里已采用的条目", "items of the plan as adopted",
        internal="incident_id id item_key item_type active province",
        text="snapshot_text",
    ),
    "reading": classed(
        "预案所需的外部数值", "figures from elsewhere that playbooks ask for",
        internal="id name unit reading source read_at incident_id province",
        staff="read_by",
    ),
    "planned_event": classed(
        "重大活动的日程", "a planned event's days",
        internal="id opens_on closes_on freeze_from freeze_until revision incident_id province",
    ),
    "event_venue": classed(
        "活动场所", "its venues",
        public="name_zh name_en",
        internal="id region lon_e7 lat_e7 radius_m grade source outside active incident_id province",
    ),
    "event_crowd": classed(
        "预计人数", "crowds expected",
        internal="id venue_id day source forecast_at incident_id province",
        business="people",
    ),
    "event_step": classed(
        "活动日程的步骤", "steps of its calendar",
        internal="id kind day due_at state reminded_at tasks revision incident_id province",
    ),
    "freeze_change": classed(
        "封网期变更的许可", "changes allowed in the freeze",
        internal="id allowed_at until used_at used_for incident_id province",
        staff="allowed_by used_by",
        text="reason_text",
    ),
    "playbook_use": classed(
        "启用时的预案", "the playbook as activated",
        internal="id slug version digest used_at incident_id province",
        staff="used_by",
        text="content_text",
    ),
    "task": classed(
        "派给省队伍的任务", "tasks of provincial teams",
        internal="incident_id id item_key task_group team region title_zh title_en checklist ticked "
                 "outcome_fields reasons critical state state_before revision dispatched_at "
                 "acknowledge_minutes work_minutes ack_due_at work_due_at acknowledged_at undo_until "
                 "started_at held_since resolved_at closed_at escalation ack_overdue work_overdue "
                 "province lon_e7 lat_e7 waits_for checkin_minutes checkin_due_at checkin_at "
                 "checkins_missed start_minutes start_due_at",
        staff="acknowledged_by proxy_for responsible_by",
        text="detail_text reason_text",
    ),
    "outcome": classed(
        "任务上报的数值", "figures that tasks report",
        internal="id task_id name at incident_id province implausible",
        business="value",
        staff="person_id",
        text="reason_text",
    ),
    "attachment": classed(
        "任务附件", "files on tasks", keep="files",
        internal="id task_id kind media_type size stripped at redacted_at incident_id province",
        staff="person_id",
        text="name_text content reason_text",
    ),
    "checkin": classed(
        "现场队伍报平安", "check-ins of teams",
        internal="id task_id kind at noted_at incident_id province",
        staff="person_id proxy_for",
        text="note_text",
    ),
    "measure": classed(
        "对用户的措施", "measures for customers",
        internal="id item_key kind delivery title_zh title_en state revision approval_class fields area "
                 "rules window_from window_to landing playbook_digest digest approved_revision "
                 "approved_digest approved_area running prompts reasons submitted_at approved_at "
                 "started_at in_effect_at ended_at incident_id province",
        business="customers cost_fen cap_fen approved_customers approved_cost_fen",
        staff="author_id last_editor_id",
        text="reason_text",
    ),
    "approval": classed(
        "谁批准了什么", "who approved what",
        internal="id subject_kind subject_id revision digest decision at incident_id province",
        staff="person_id",
        text="reason_text preflight",
    ),
    "measure_part": classed(
        "措施的分省执行", "a measure's part of a province",
        internal="id measure_id kind title_zh title_en state revision window_from window_to notice_number "
                 "notice_trouble notice_said incident_id province",
    ),
    "landing_stage": classed(
        "分批恢复", "stages in which a measure ends",
        internal="id measure_id number state revision instruct_at restart_at share_ppm incident_id "
                 "province",
        business="segments customers",
    ),
    "batch": classed(
        "措施批次（县 × 用户群）", "batches: county by segment",
        internal="id measure_id revision county segment extends stage state attempt instruction_digest "
                 "parked reference failures incident_id province",
        business="cap_fen intended_customers submitted_customers applied_customers failed_customers "
                 "reversed_customers intended_fen submitted_fen applied_fen failed_fen reversed_fen",
    ),
    "batch_exception": classed(
        "未办成的户，只有不透明引用", "accounts that failed, by opaque reference",
        internal="id batch_id reason resolved incident_id province",
        business="fen",
        reference="account_ref",
    ),
    "exception_case": classed(
        "未办成户的处理", "what people decide about them",
        internal="id batch_id reason state attempt at incident_id province",
        business="customers",
        staff="owner_id by_id",
        text="note_text",
    ),
    "broadcast": classed(
        "公共信息", "messages to the public",
        public="body_zh body_en correction_zh correction_en cancel_zh cancel_en more_texts cap",
        internal="id item_key title_zh title_en state revision channel rules languages parts "
                 "playbook_digest valid_until refers_to digest reasons submitted_at approved_at "
                 "started_at ended_at stopping stopped_at technical_failure incident_id province",
        business="audience customers survey",
        staff="author_id last_editor_id",
        text="reason_text",
    ),
    "broadcast_part": classed(
        "公共信息的分省发送", "a message's part of a province",
        internal="id broadcast_id title_zh title_en state attempt parked rules_not_known reference "
                 "incident_id province",
        business="customers queued submitted delivered failed expired unknown stopped answers",
    ),
    "aid_request": classed(
        "支援请求", "requests for mutual aid",
        internal="id kind quantity region needed_by until state commitments asked_at revision "
                 "answer_due_at incident_id province",
        staff="person_id",
        text="what_text reason_text",
    ),
    "aid_part": classed(
        "支援的分省答复", "a province's answer to one",
        internal="id request_id for_scope kind quantity region needed_by until state asked_at offered "
                 "available_at answered_at committed settled_at revision answer_due_at incident_id "
                 "province",
        staff="person_id",
        text="what_text answer_text",
    ),
    "outcome_figure": classed(
        "成效数值与依据", "figures of what came of it, with evidence", keep="files",
        internal="incident_id id kind city measure_id segment from_day to_day source implausible "
                 "import_id row entered_at replaces replaced_by withdrawn_at province",
        business="value base sent",
        staff="person_id withdrawn_by",
        text="evidence evidence_name_text note_text reason_text withdrawn_text",
    ),
    "outcome_target": classed(
        "成效目标", "targets",
        internal="id kind at incident_id province",
        business="value",
        staff="person_id",
        text="reason_text",
    ),
    "outcome_import": classed(
        "导入的成效表", "outcome tables that were imported", keep="files",
        internal="incident_id id file_digest landed corrected known bad at province",
        staff="person_id",
        text="evidence name_text faults",
    ),
    "assessment": classed(
        "考评得分", "scores of the assessment",
        internal="id rules_version total weight rank of parts because at revision incident_id province",
        staff="person_id",
    ),
    "objection": classed(
        "对得分的异议", "objections to scores",
        internal="incident_id id criterion at state answered_at ruling numerator denominator province",
        staff="person_id answered_by",
        text="objection_text answer_text",
    ),
    "nomination": classed(
        "优秀做法提名", "nominations of good practice",
        internal="id at prize awarded_at incident_id province",
        staff="person_id awarded_by",
        text="title_text practice_text prize_text",
    ),
    "report": classed(
        "导出登记：报告", "register of exports: reports",
        internal="id kind format language state only_province number asked_at position sha256 size "
                 "failure_zh failure_en incident_id province",
        business="numbers",
        staff="person_id",
        text="purpose_text",
    ),
    "report_schedule": classed(
        "定时报告", "reports on schedule",
        internal="id every_hours format language number next_at revision incident_id province",
        staff="people person_id",
    ),
}
# fmt: on
