"""Data classes of what the other streams tell, from people to drills. A column that is in no class fails the tests."""

from __future__ import annotations

from collections.abc import Mapping

from incident.rules.data_classes.terms import TableClass, classed

# fmt: off
OF_STREAMS: Mapping[str, TableClass] = {
    "person": classed(
        "账户：姓名与工号，用于问责", "accounts: names and employee numbers, to hold people to what they did",
        internal="id state session_version created_at",
        staff="login name_zh name_en employee",
    ),
    "role_grant": classed(
        "角色", "roles",
        internal="id role scope held",
        staff="person_id",
    ),
    "feed": classed(
        "外部信息源", "sources of hazard news",
        internal="id name kind url interval_s rule drill state secret_number secret_oldest added_at",
    ),
    "signal": classed(
        "外部信号", "what outside sources say",
        public="title",
        internal="id feed_id identifier sender sent lineage msg_type status state why why_values hazard "
                 "severity urgency certainty magnitude_milli level worst_milli unit lon_e7 lat_e7 "
                 "occurred_at expires_at received_at provinces bands notes decided_at of_incident "
                 "of_footprint followed_by withdrawn signature signed_by",
        staff="decided_by",
        text="content raw_text area_text reason_text",
    ),
    "signal_reference": classed(
        "信号之间的引用", "references among signals",
        internal="id signal_id sender identifier sent",
    ),
    "tmf_listener": classed(
        "工单订阅方", "listeners of trouble tickets",
        internal="id callback query state registered_at",
    ),
    "duty_team": classed(
        "值班队伍", "teams",
        internal="id scope region name_zh name_en kind answers_for state",
    ),
    "duty_member": classed(
        "队伍成员", "members of teams",
        internal="id team_id role held",
        staff="person_id",
    ),
    "duty_shift": classed(
        "班次", "shifts",
        internal="id scope team_id starts_at ends_at state rotation_id stands_in_for revision",
        staff="person_id deputy_id",
    ),
    "duty_swap": classed(
        "换班", "swaps of shifts",
        internal="id scope shift_id other_shift_id state asked_at answered_at",
        staff="from_person to_person",
        text="reason_text",
    ),
    "handover": classed(
        "交接班", "handovers",
        internal="id scope shift_id state opened_at due_at settled_at",
        staff="from_person to_person settled_to",
        text="note_text task_notes reason_text",
    ),
    "playbook_shelf": classed(
        "预案的状态", "state of a playbook",
        internal="id state number changed_at",
        staff="changed_by",
        text="reason_text",
    ),
    "playbook_version": classed(
        "预案的版本", "versions of a playbook",
        internal="id slug number version digest source_digest title_zh title_en hazards based_on draft_id "
                 "approved_at published_at",
        staff="author_id approved_by published_by",
        text="source_text note_text",
    ),
    "playbook_draft": classed(
        "预案草稿", "drafts",
        internal="id slug base_slug base_number title_zh title_en state revision source_digest digest "
                 "version problems created_at changed_at submitted_at approved_at approved_digest "
                 "published_number",
        staff="author_id last_editor_id submitted_by approved_by",
        text="source_text note_text reason_text origin_text",
    ),
    "playbook_text": classed(
        "草稿的每次保存", "each save of a draft",
        internal="id draft_id revision base_revision saved_at source_digest",
        staff="saved_by",
        text="source_text",
    ),
    "playbook_comment": classed(
        "草稿批注", "comments on drafts",
        internal="id draft_id revision line element made_at resolved_at",
        staff="made_by resolved_by",
        text="comment_text",
    ),
    "playbook_variant": classed(
        "省内变体", "variants of provinces",
        internal="id of_province slug number digest parent parent_digest title_zh title_en shared_at "
                 "state best_at",
        staff="shared_by best_by",
        text="note_text best_text",
    ),
    "playbook_adoption": classed(
        "采用了谁的变体", "who adopted which",
        internal="id variant of_province slug digest adopter adopted_at",
        staff="adopted_by",
    ),
    "finding": classed(
        "发现与整改", "findings and what was mended",
        internal="id number scope of_incident source rule args evidence about_at subject_kind subject_id "
                 "walk_id question department helpers state found_at due_at assigned_at meeting_id "
                 "mended_at verified_at duplicate_of draft_id playbook_slug playbook_item revision",
        staff="found_by owner_id assigned_by mended_by verified_by",
        text="said_text mended_text reason_text",
    ),
    "walk_through": classed(
        "流程穿越表", "sheets of walk-throughs",
        internal="id scope of_incident sheet sheet_digest walked_as region walked_at received_at answers "
                 "yes no skipped",
        staff="person_id",
    ),
    "review_meeting": classed(
        "服务分析会", "service-analysis meetings",
        internal="id of_incident title held_at state agenda closed_at",
        staff="chair_id called_by closed_by",
        text="minutes_text",
    ),
    "drill": classed(
        "演练", "drills",
        internal="id title_zh title_en scenario scenario_digest playbook playbook_digest of_incident "
                 "state prepared_at started_at paused_at ended_at revision",
        staff="prepared_by",
        text="scenario_text",
    ),
    "drill_inject": classed(
        "演练注入", "injects of drills",
        internal="id drill_id inject ordinal kind title_zh title_en system place minutes after_s due_at "
                 "state done_at until",
        staff="done_by",
        text="reason_text",
    ),
    "reach_test": classed(
        "通联测试", "tests of who can be reached",
        internal="id scope whom wakes people state asked_at ends_at closed_at",
        staff="asked_by",
    ),
    "reach_answer": classed(
        "通联测试的应答", "answers to them",
        internal="id test_id place via answered_at seconds",
        staff="person_id",
    ),
    "sealed_log": classed(
        "已封存的事件日志", "logs that were sealed as files",
        internal="id position head file sha256 size at",
        staff="person_id",
    ),
    "export": classed(
        "导出登记：下载", "register of exports: downloads",
        internal="id kind format via at of_incident only position sha256 size",
        staff="person_id",
    ),
}
# fmt: on
