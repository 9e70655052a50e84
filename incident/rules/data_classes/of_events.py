"""Data classes of what events say beside the rows that they change. A field that is in no class fails the tests.

One name means one thing in nearly all events; where it does not, `OTHERWISE` says so.
"""

from __future__ import annotations

from collections.abc import Mapping

from incident.rules.data_classes.terms import classed

# fmt: off
OF_FIELDS: Mapping[str, str] = classed(
    "事件的字段", "fields of events",
    public="document venues",
    internal="about_at ack_due_at ack_overdue acknowledge_minutes acknowledged added adopter affected "
             "agenda aid allowed_at also answer answer_due_at answer_id answer_kind answered answers "
             "answers_for approval_class approval_id args armed ask_id ask_kind asked_at at "
             "at_province attachment_id available_at bad bands base_number base_revision base_slug "
             "basis batches because before broadcast_id by_hand by_province calendar callback cases "
             "change_id changed channels checkin_at checkin_due_at checkin_id cleared closed closed_at "
             "closes_on code comment_id commitments connector corrected count counties counties_hit "
             "criterion day days decision declared declared_at denominator department digest digests "
             "direction dispatched_at draft_id drill drill_id due due_at duplicate_of element ends_at "
             "every_hours evidence excluded export_id export_kind exposure_label feed_id feed_kind "
             "feed_name figure figure_id file file_digest finding_id flagged follower_id follower_title "
             "footprint_id footprint_version for_scope format freeze_from freeze_until given gone "
             "handover_id hazard head held held_at helpers hours_left how implausible import_id incident_id "
             "incident_kind incident_position incident_title inject_id inject_title injects interval_s "
             "item_id item_key items kept keys known landed landed_at language last less_severe "
             "level_before line link_id link_kind listener_id measure_id measure_kind media_type "
             "meeting_id merged_into merged_state missing more_severe most moved name name_en name_zh "
             "needed needed_by newly_hit next_at next_digest next_due_at next_step nomination_id "
             "not_assessed note note_id note_kind notes notice_number number numerator objection_id "
             "occurred_at of of_incident of_number of_position only only_province opens_on other_id "
             "other_revision other_shift_id other_title_en other_title_zh outcome parent parent_digest "
             "part_id parts path place planned playbook playbook_digest playbook_item playbook_slug "
             "playbook_version position prize proposed province provinces provinces_hit quantity query "
             "question rank reached read read_at reading reason_en reason_zh recalled recipients "
             "references refers_to region reminded_at removed report_id report_kind request_id "
             "response_level restart_at restored revision role row rows rule rules_version ruling said "
             "said_at scenario scenario_digest scope seconds seen_by sha256 sheet sheet_digest "
             "shift_id shifts signal_id silent_minutes since size slug sort source source_digest "
             "stages start_due_at start_minutes starts_at state step step_id step_kind steps stopped "
             "stripped subject_id subject_kind supplied_at swap_id task_id tasks team team_en team_id "
             "team_kind team_zh template test_id text_id ticked timers title title_en title_zh "
             "token_id told_upto tried trouble undo_until unit unreached unsaid until updates url use "
             "used_at used_for variant_id version via wakes walk_id walked_as walked_at warning_colour "
             "was weight what whom why window_from window_to work_due_at work_minutes work_overdue "
             "wound_down written",
    business="applied_customers applied_fen cap_fen content counts crowds customers failed_customers "
             "digits figures more_customers numbers reversed_customers subscribers total value",
    reference="exceptions",
    staff="allowed_by asked_by author_id by chair_id deputy_id employee from_person login owner_id "
          "people person_id proxy_for raised_by read_by to_person used_by",
    text="answer_text ask_text comment_text faults geometry_text leaving level_authority_text "
         "name_text note_text objection_text origin_text override_text practice_text preflight prize_text "
         "purpose_text reason_text said_text scenario_text source_text steps_text task_notes "
         "title_text what_text words",
).columns
#: `Event.field` where a name means something else than in other events.
OTHERWISE: Mapping[str, str] = {
    "FileAttached.content": "text",
    "OutcomeTableRead.evidence": "text",
    "PeoplePaged.missing": "internal",
    "PeoplePaged.people": "internal",
    "PersonAdded.name_en": "staff",
    "PersonAdded.name_zh": "staff",
    "PlaybookPublished.content": "internal",
}
# fmt: on
