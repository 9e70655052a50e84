"""First schema.

There is no way back but the backup that `tongxin db upgrade` takes before it changes anything.
"""

# ruff: noqa: E501  conditions are spelled as the models spell them

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from incident.db.triggers import install

revision = "0001"
down_revision = None

#: A document; JSONB where there is one.
DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
#: SQLite only compares and assigns 64-bit integers under the name INTEGER.
BIG_INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "aid_part",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("for_scope", sa.String(length=6), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("needed_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what_text", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered", sa.Integer(), nullable=True),
        sa.Column("available_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_text", sa.String(length=64), nullable=True),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("committed", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked','accepted','declined','committed','released','cancelled')",
            name=op.f("ck_aid_part_state"),
        ),
        sa.CheckConstraint("province IS NOT NULL", name=op.f("ck_aid_part_one_province")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aid_part")),
    )
    with op.batch_alter_table("aid_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_aid_part_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_aid_part_province"), ["province"], unique=False)
        batch_op.create_index(batch_op.f("ix_aid_part_request_id"), ["request_id"], unique=False)

    op.create_table(
        "aid_request",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("needed_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what_text", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("commitments", DOCUMENT, nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint(
            "state IN ('requested','committed','released','cancelled')", name=op.f("ck_aid_request_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aid_request")),
    )
    with op.batch_alter_table("aid_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_aid_request_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_aid_request_province"), ["province"], unique=False)

    op.create_table(
        "approval",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("subject_kind", sa.String(length=10), nullable=False),
        sa.Column("subject_id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("decision", sa.String(length=8), nullable=False),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("preflight", sa.String(length=64), nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint("decision IN ('approve','reject','return')", name=op.f("ck_approval_decision")),
        sa.CheckConstraint("subject_kind IN ('measure','broadcast')", name=op.f("ck_approval_subject_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint(
            "subject_id", "revision", "person_id", name=op.f("uq_approval_subject_id_revision_person_id")
        ),
    )
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_province"), ["province"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "ask",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("ask_text", sa.String(length=64), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("needed_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=36), nullable=True),
        sa.Column("answer_text", sa.String(length=64), nullable=True),
        sa.Column("answer_kind", sa.String(length=10), nullable=True),
        sa.Column("answer_id", sa.String(length=36), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint("state IN ('open','accepted','declined','withdrawn')", name=op.f("ck_ask_state")),
        sa.CheckConstraint("province IS NOT NULL", name=op.f("ck_ask_one_province")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask")),
    )
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_province"), ["province"], unique=False)
        batch_op.create_index("ix_ask_state", ["incident_id", "state"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("id", sa.String(length=43), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("parts", DOCUMENT, nullable=False),
        sa.Column("because", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint("province IS NOT NULL", name=op.f("ck_assessment_one_province")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_province"), ["province"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("task_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name_text", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("stripped", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("redacted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint("kind IN ('photo','voice','document')", name=op.f("ck_attachment_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_province"), ["province"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_task_id"), ["task_id"], unique=False)

    op.create_table(
        "batch",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("measure_id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("county", sa.String(length=6), nullable=False),
        sa.Column("segment", sa.String(length=10), nullable=False),
        sa.Column("extends", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=True),
        sa.Column("cap_fen", BIG_INTEGER, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("instruction_digest", sa.String(length=64), nullable=False),
        sa.Column("parked", sa.Boolean(), nullable=False),
        sa.Column("intended_customers", BIG_INTEGER, nullable=False),
        sa.Column("submitted_customers", BIG_INTEGER, nullable=False),
        sa.Column("applied_customers", BIG_INTEGER, nullable=False),
        sa.Column("failed_customers", BIG_INTEGER, nullable=False),
        sa.Column("reversed_customers", BIG_INTEGER, nullable=False),
        sa.Column("intended_fen", BIG_INTEGER, nullable=False),
        sa.Column("submitted_fen", BIG_INTEGER, nullable=False),
        sa.Column("applied_fen", BIG_INTEGER, nullable=False),
        sa.Column("failed_fen", BIG_INTEGER, nullable=False),
        sa.Column("reversed_fen", BIG_INTEGER, nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=True),
        sa.Column("failures", DOCUMENT, nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint(
            "state IN ('planned', 'submitted', 'unknown', 'settled', 'abandoned', 'ended')", name=op.f("ck_batch_state")
        ),
        sa.CheckConstraint(
            "applied_customers + failed_customers <= submitted_customers AND submitted_customers <= intended_customers",
            name=op.f("ck_batch_customers_add_up"),
        ),
        sa.CheckConstraint(
            "applied_fen + failed_fen <= submitted_fen AND submitted_fen <= intended_fen",
            name=op.f("ck_batch_fen_add_up"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_batch_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index("ix_batch_measure", ["measure_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_batch_province"), ["province"], unique=False)

    op.create_table(
        "batch_exception",
        sa.Column("id", sa.String(length=160), nullable=False),
        sa.Column("batch_id", sa.String(length=80), nullable=False),
        sa.Column("account_ref", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("fen", BIG_INTEGER, nullable=False),
        sa.Column("resolved", sa.Boolean(), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_exception")),
    )
    with op.batch_alter_table("batch_exception", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_batch_exception_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_batch_exception_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_batch_exception_province"), ["province"], unique=False)

    op.create_table(
        "blob",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("audience", sa.String(length=6), nullable=False),
        sa.Column("redacted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_blob")),
    )
    op.create_table(
        "broadcast",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("item_key", sa.String(length=140), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("body_zh", sa.String(), nullable=False),
        sa.Column("body_en", sa.String(), nullable=False),
        sa.Column("correction_zh", sa.String(), nullable=False),
        sa.Column("correction_en", sa.String(), nullable=False),
        sa.Column("cancel_zh", sa.String(), nullable=True),
        sa.Column("cancel_en", sa.String(), nullable=True),
        sa.Column("more_texts", DOCUMENT, nullable=True),
        sa.Column("cap", DOCUMENT, nullable=True),
        sa.Column("audience", DOCUMENT, nullable=False),
        sa.Column("rules", DOCUMENT, nullable=False),
        sa.Column("customers", BIG_INTEGER, nullable=False),
        sa.Column("languages", DOCUMENT, nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("playbook_digest", sa.String(length=64), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refers_to", sa.String(length=36), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.String(length=36), nullable=False),
        sa.Column("last_editor_id", sa.String(length=36), nullable=False),
        sa.Column("reasons", DOCUMENT, nullable=False),
        sa.Column("survey", DOCUMENT, nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopping", sa.Boolean(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("technical_failure", sa.Boolean(), nullable=False),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft','pending_approval','rejected','broadcasting','completed','cancelled')",
            name=op.f("ck_broadcast_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast")),
        sa.UniqueConstraint("incident_id", "item_key", name=op.f("uq_broadcast_incident_id_item_key")),
    )
    with op.batch_alter_table("broadcast", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_broadcast_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_broadcast_province"), ["province"], unique=False)

    op.create_table(
        "broadcast_part",
        sa.Column("id", sa.String(length=43), nullable=False),
        sa.Column("broadcast_id", sa.String(length=36), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("parked", sa.Boolean(), nullable=False),
        sa.Column("customers", BIG_INTEGER, nullable=False),
        sa.Column("queued", BIG_INTEGER, nullable=False),
        sa.Column("submitted", BIG_INTEGER, nullable=False),
        sa.Column("delivered", BIG_INTEGER, nullable=False),
        sa.Column("failed", BIG_INTEGER, nullable=False),
        sa.Column("expired", BIG_INTEGER, nullable=False),
        sa.Column("unknown", BIG_INTEGER, nullable=False),
        sa.Column("stopped", BIG_INTEGER, nullable=False),
        sa.Column("rules_not_known", DOCUMENT, nullable=True),
        sa.Column("reference", sa.String(length=200), nullable=True),
        sa.Column("answers", DOCUMENT, nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint(
            "queued + submitted + delivered + failed + expired + unknown + stopped = customers",
            name=op.f("ck_broadcast_part_adds_up"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast_part")),
    )
    with op.batch_alter_table("broadcast_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_broadcast_part_broadcast_id"), ["broadcast_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_broadcast_part_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_broadcast_part_province"), ["province"], unique=False)

    op.create_table(
        "calendar_token",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("scope", sa.String(length=6), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('shifts','deadlines')", name=op.f("ck_calendar_token_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_token_token_hash")),
    )
    with op.batch_alter_table("calendar_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_token_person_id"), ["person_id"], unique=False)

    op.create_table(
        "checkin",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("task_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("proxy_for", sa.String(length=100), nullable=True),
        sa.Column("note_text", sa.String(length=64), nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint("kind IN ('report','nothing_changed')", name=op.f("ck_checkin_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkin")),
    )
    with op.batch_alter_table("checkin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checkin_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_checkin_province"), ["province"], unique=False)
        batch_op.create_index(batch_op.f("ix_checkin_task_id"), ["task_id"], unique=False)

    op.create_table(
        "credential",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("password_hash", sa.String(length=300), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_credential")),
    )
    op.create_table(
        "drill",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("scenario", sa.String(length=60), nullable=False),
        sa.Column("scenario_text", sa.String(length=64), nullable=False),
        sa.Column("scenario_digest", sa.String(length=64), nullable=False),
        sa.Column("playbook", sa.String(length=60), nullable=False),
        sa.Column("playbook_digest", sa.String(length=64), nullable=False),
        sa.Column("of_incident", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("prepared_by", sa.String(length=36), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('prepared','running','paused','ended','cancelled')", name=op.f("ck_drill_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill")),
        sa.UniqueConstraint("of_incident", name=op.f("uq_drill_of_incident")),
    )
    op.create_table(
        "drill_inject",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("drill_id", sa.String(length=36), nullable=False),
        sa.Column("inject", sa.String(length=40), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("system", sa.String(length=10), nullable=True),
        sa.Column("place", sa.String(length=6), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("after_s", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=36), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        sa.CheckConstraint("state IN ('planned','released','skipped','failed')", name=op.f("ck_drill_inject_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_inject")),
    )
    with op.batch_alter_table("drill_inject", schema=None) as batch_op:
        batch_op.create_index("ix_drill_inject_drill", ["drill_id", "ordinal"], unique=False)
        batch_op.create_index("ix_drill_inject_due", ["state", "due_at"], unique=False)

    op.create_table(
        "duty_member",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("team_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=6), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.CheckConstraint("role IN ('lead','member')", name=op.f("ck_duty_member_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_member")),
    )
    with op.batch_alter_table("duty_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_member_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duty_member_team_id"), ["team_id"], unique=False)

    op.create_table(
        "duty_shift",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("scope", sa.String(length=6), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("team_id", sa.String(length=36), nullable=True),
        sa.Column("deputy_id", sa.String(length=36), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("rotation_id", sa.String(length=36), nullable=True),
        sa.Column("stands_in_for", sa.String(length=36), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('planned','cancelled')", name=op.f("ck_duty_shift_state")),
        sa.CheckConstraint("(person_id IS NULL) <> (team_id IS NULL)", name=op.f("ck_duty_shift_person_or_team")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_duty_shift_forwards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_shift")),
    )
    with op.batch_alter_table("duty_shift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_shift_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_duty_shift_scope_ends_at", ["scope", "ends_at"], unique=False)

    op.create_table(
        "duty_swap",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("scope", sa.String(length=6), nullable=False),
        sa.Column("shift_id", sa.String(length=36), nullable=False),
        sa.Column("from_person", sa.String(length=36), nullable=False),
        sa.Column("to_person", sa.String(length=36), nullable=False),
        sa.Column("other_shift_id", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('asked','accepted','declined','withdrawn')", name=op.f("ck_duty_swap_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_swap")),
    )
    with op.batch_alter_table("duty_swap", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_swap_scope"), ["scope"], unique=False)
        batch_op.create_index(batch_op.f("ix_duty_swap_shift_id"), ["shift_id"], unique=False)

    op.create_table(
        "duty_team",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("scope", sa.String(length=6), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("name_zh", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("answers_for", DOCUMENT, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.CheckConstraint("state IN ('active','retired')", name=op.f("ck_duty_team_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_team")),
    )
    with op.batch_alter_table("duty_team", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_team_scope"), ["scope"], unique=False)

    op.create_table(
        "event",
        sa.Column("stream", sa.String(length=80), nullable=False),
        sa.Column("position", BIG_INTEGER, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", DOCUMENT, nullable=False),
        sa.Column("command_key", sa.String(length=200), nullable=True),
        sa.Column("audience", sa.String(length=6), nullable=False),
        sa.Column("changes", DOCUMENT, nullable=False),
        sa.Column("data", DOCUMENT, nullable=False),
        sa.Column("texts", DOCUMENT, nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_event_position")),
        sa.PrimaryKeyConstraint("stream", "position", name=op.f("pk_event")),
        sa.UniqueConstraint("id", name=op.f("uq_event_id")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_room", ["stream", "audience", "position"], unique=False)

    op.create_table(
        "event_crowd",
        sa.Column("id", sa.String(length=47), nullable=False),
        sa.Column("venue_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("people", BIG_INTEGER, nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("forecast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_crowd")),
    )
    with op.batch_alter_table("event_crowd", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_crowd_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_crowd_province"), ["province"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_crowd_venue_id"), ["venue_id"], unique=False)

    op.create_table(
        "event_step",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tasks", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint(
            "kind IN ('review','freeze','rehearsal','watch','stand_down')", name=op.f("ck_event_step_kind")
        ),
        sa.CheckConstraint("state IN ('planned','reminded','cancelled')", name=op.f("ck_event_step_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_step")),
    )
    with op.batch_alter_table("event_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_step_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_step_province"), ["province"], unique=False)

    op.create_table(
        "event_venue",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=True),
        sa.Column("lon_e7", sa.Integer(), nullable=False),
        sa.Column("lat_e7", sa.Integer(), nullable=False),
        sa.Column("radius_m", sa.Integer(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_venue")),
    )
    with op.batch_alter_table("event_venue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_venue_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_venue_province"), ["province"], unique=False)

    op.create_table(
        "exception_case",
        sa.Column("id", sa.String(length=125), nullable=False),
        sa.Column("batch_id", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("customers", BIG_INTEGER, nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=True),
        sa.Column("by_id", sa.String(length=36), nullable=False),
        sa.Column("note_text", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint("state IN ('handed_over','closed')", name=op.f("ck_exception_case_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exception_case")),
    )
    with op.batch_alter_table("exception_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exception_case_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exception_case_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exception_case_province"), ["province"], unique=False)

    op.create_table(
        "export",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("via", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("of_incident", sa.String(length=36), nullable=True),
        sa.Column("only", DOCUMENT, nullable=False),
        sa.Column("position", BIG_INTEGER, nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", BIG_INTEGER, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
    )
    with op.batch_alter_table("export", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_at"), ["at"], unique=False)

    op.create_table(
        "feed",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("interval_s", sa.Integer(), nullable=False),
        sa.Column("rule", DOCUMENT, nullable=False),
        sa.Column("drill", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("secret_number", sa.Integer(), nullable=False),
        sa.Column("secret_oldest", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('cap','usgs','gdacs','webhook')", name=op.f("ck_feed_kind")),
        sa.CheckConstraint("state IN ('active','disabled')", name=op.f("ck_feed_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("name", name=op.f("uq_feed_name")),
    )
    op.create_table(
        "feed_seen",
        sa.Column("feed_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("feed_id", "key", name=op.f("pk_feed_seen")),
    )
    with op.batch_alter_table("feed_seen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_seen_seen_at"), ["seen_at"], unique=False)

    op.create_table(
        "feed_state",
        sa.Column("feed_id", sa.String(length=36), nullable=False),
        sa.Column("etag", sa.String(length=300), nullable=True),
        sa.Column("last_modified", sa.String(length=100), nullable=True),
        sa.Column("document", sa.String(length=64), nullable=True),
        sa.Column("last_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_ok_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=500), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("feed_id", name=op.f("pk_feed_state")),
    )
    with op.batch_alter_table("feed_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_state_next_at"), ["next_at"], unique=False)

    op.create_table(
        "finding",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=6), nullable=False),
        sa.Column("of_incident", sa.String(length=36), nullable=True),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("rule", sa.String(length=30), nullable=True),
        sa.Column("args", DOCUMENT, nullable=False),
        sa.Column("said_text", sa.String(length=64), nullable=True),
        sa.Column("evidence", DOCUMENT, nullable=False),
        sa.Column("about_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("subject_kind", sa.String(length=10), nullable=True),
        sa.Column("subject_id", sa.String(length=40), nullable=True),
        sa.Column("walk_id", sa.String(length=36), nullable=True),
        sa.Column("question", sa.String(length=40), nullable=True),
        sa.Column("department", sa.String(length=12), nullable=False),
        sa.Column("helpers", DOCUMENT, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("found_by", sa.String(length=36), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assigned_by", sa.String(length=36), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_id", sa.String(length=36), nullable=True),
        sa.Column("mended_by", sa.String(length=36), nullable=True),
        sa.Column("mended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mended_text", sa.String(length=64), nullable=True),
        sa.Column("verified_by", sa.String(length=36), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        sa.Column("duplicate_of", sa.String(length=36), nullable=True),
        sa.Column("draft_id", sa.String(length=36), nullable=True),
        sa.Column("playbook_slug", sa.String(length=60), nullable=True),
        sa.Column("playbook_item", sa.String(length=60), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("(source = 'rule') = (rule IS NOT NULL)", name=op.f("ck_finding_rule_of_a_rule")),
        sa.CheckConstraint("source IN ('person', 'rule', 'walk_through')", name=op.f("ck_finding_source")),
        sa.CheckConstraint(
            "state <> 'assigned' OR (owner_id IS NOT NULL AND due_at IS NOT NULL)",
            name=op.f("ck_finding_owner_and_date"),
        ),
        sa.CheckConstraint(
            "state <> 'verified' OR (mended_by IS NOT NULL AND verified_by IS NOT NULL AND verified_by <> mended_by)",
            name=op.f("ck_finding_verified_by_another"),
        ),
        sa.CheckConstraint(
            "state IN ('found', 'assigned', 'mended', 'verified', 'rejected', 'duplicate')",
            name=op.f("ck_finding_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("number", name=op.f("uq_finding_number")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_of_incident"), ["of_incident"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_playbook_slug"), ["playbook_slug"], unique=False)
        batch_op.create_index("ix_finding_rule", ["rule", "scope"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_scope"), ["scope"], unique=False)
        batch_op.create_index("ix_finding_state", ["state", "found_at"], unique=False)

    op.create_table(
        "footprint",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("geometry_text", sa.String(length=64), nullable=False),
        sa.Column("bands", DOCUMENT, nullable=False),
        sa.Column("notes", DOCUMENT, nullable=False),
        sa.Column("supplied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exposure_label", sa.String(length=200), nullable=False),
        sa.Column("not_assessed", DOCUMENT, nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.Column("steps_text", sa.String(length=64), nullable=True),
        sa.Column("basis", sa.String(length=8), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_footprint")),
        sa.UniqueConstraint("incident_id", "version", name=op.f("uq_footprint_incident_id_version")),
    )
    with op.batch_alter_table("footprint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_footprint_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_footprint_province"), ["province"], unique=False)

    op.create_table(
        "freeze_change",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("reason_text", sa.String(length=64), nullable=False),
        sa.Column("allowed_by", sa.String(length=36), nullable=False),
        sa.Column("allowed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.String(length=36), nullable=True),
        sa.Column("used_for", sa.String(length=10), nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freeze_change")),
    )
    with op.batch_alter_table("freeze_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_freeze_change_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_freeze_change_province"), ["province"], unique=False)

    op.create_table(
        "handover",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("scope", sa.String(length=6), nullable=False),
        sa.Column("shift_id", sa.String(length=36), nullable=False),
        sa.Column("from_person", sa.String(length=36), nullable=False),
        sa.Column("to_person", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("note_text", sa.String(length=64), nullable=True),
        sa.Column("task_notes", DOCUMENT, nullable=False),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_to", sa.String(length=36), nullable=True),
        sa.CheckConstraint("state IN ('open','offered','accepted','passed','flagged')", name=op.f("ck_handover_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index("ix_handover_scope_state", ["scope", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_shift_id"), ["shift_id"], unique=False)

    op.create_table(
        "idempotency",
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("route", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("body_digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("actor", "route", "key", name=op.f("pk_idempotency")),
    )
    op.create_table(
        "impact_region",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("footprint_id", sa.String(length=36), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("city", sa.String(length=6), nullable=True),
        sa.Column("band", sa.String(length=20), nullable=False),
        sa.Column("value_milli", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("area_share_ppm", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=5), nullable=False),
        sa.Column("sites", sa.Integer(), nullable=False),
        sa.Column("halls", sa.Integer(), nullable=False),
        sa.Column("key_customers", sa.Integer(), nullable=False),
        sa.Column("key_customer_tiers", DOCUMENT, nullable=True),
        sa.Column("people", BIG_INTEGER, nullable=True),
        sa.Column("total", BIG_INTEGER, nullable=False),
        sa.Column("segments", DOCUMENT, nullable=False),
        sa.Column("of_which", DOCUMENT, nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_region")),
    )
    with op.batch_alter_table("impact_region", schema=None) as batch_op:
        batch_op.create_index("ix_impact_region_footprint", ["footprint_id", "level"], unique=False)
        batch_op.create_index(batch_op.f("ix_impact_region_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_impact_region_province"), ["province"], unique=False)

    op.create_table(
        "incident",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("hazard", sa.String(length=30), nullable=False),
        sa.Column("title_zh", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("response_level", sa.String(length=3), nullable=True),
        sa.Column("level_authority_text", sa.String(length=64), nullable=True),
        sa.Column("warning_colour", sa.String(length=6), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("footprint_id", sa.String(length=36), nullable=True),
        sa.Column("playbook_slug", sa.String(length=60), nullable=True),
        sa.Column("playbook_version", sa.Integer(), nullable=True),
        sa.Column("playbook_digest", sa.String(length=64), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.Column("raised_by", sa.String(length=6), nullable=True),
        sa.Column("merged_into", sa.String(length=36), nullable=True),
        sa.Column("merged_state", sa.String(length=20), nullable=True),
        sa.CheckConstraint("response_level IN ('I','II','III','IV')", name=op.f("ck_incident_response_level")),
        sa.CheckConstraint(
            "state IN ('monitoring','active','stabilised','recovering','closed','reviewed','cancelled')",
            name=op.f("ck_incident_state"),
        ),
        sa.CheckConstraint(
            "warning_colour IN ('red','orange','yellow','blue')", name=op.f("ck_incident_warning_colour")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_incident_province"), ["province"], unique=False)

    op.create_table(
        "incident_link",
        sa.Column("id", sa.String(length=90), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("direction", sa.String(length=4), nullable=False),
        sa.Column("other_id", sa.String(length=36), nullable=False),
        sa.Column("other_title_zh", sa.String(length=120), nullable=False),
        sa.Column("other_title_en", sa.String(length=120), nullable=False),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint("direction IN ('to','from')", name=op.f("ck_incident_link_direction")),
        sa.CheckConstraint("kind IN ('caused_by','part_of','duplicate_of')", name=op.f("ck_incident_link_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_link")),
    )
    with op.batch_alter_table("incident_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_link_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_incident_link_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_incident_link_province"), ["province"], unique=False)

    op.create_table(
        "kiosk_token",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_kiosk_token_token_hash")),
    )
    with op.batch_alter_table("kiosk_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kiosk_token_person_id"), ["person_id"], unique=False)

    op.create_table(
        "landing_stage",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("measure_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("instruct_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("restart_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("share_ppm", sa.Integer(), nullable=True),
        sa.Column("segments", DOCUMENT, nullable=False),
        sa.Column("customers", BIG_INTEGER, nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint(
            "state IN ('planned', 'instructed', 'done', 'called_off')", name=op.f("ck_landing_stage_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_landing_stage")),
    )
    with op.batch_alter_table("landing_stage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_landing_stage_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_landing_stage_measure_id"), ["measure_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_landing_stage_province"), ["province"], unique=False)

    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=100), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "login_session",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("session_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "look",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("subject", sa.String(length=50), nullable=False),
        sa.Column("position", BIG_INTEGER, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "subject", name=op.f("pk_look")),
    )
    with op.batch_alter_table("look", schema=None) as batch_op:
        batch_op.create_index("ix_look_subject", ["subject", "at"], unique=False)

    op.create_table(
        "looking_now",
        sa.Column("socket", sa.String(length=40), nullable=False),
        sa.Column("process", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("room", sa.String(length=6), nullable=False),
        sa.Column("subject", sa.String(length=50), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("socket", name=op.f("pk_looking_now")),
    )
    with op.batch_alter_table("looking_now", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_looking_now_process"), ["process"], unique=False)

    op.create_table(
        "measure",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("item_key", sa.String(length=140), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("delivery", sa.String(length=10), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("approval_class", sa.String(length=1), nullable=False),
        sa.Column("fields", DOCUMENT, nullable=False),
        sa.Column("area", DOCUMENT, nullable=False),
        sa.Column("rules", DOCUMENT, nullable=False),
        sa.Column("customers", BIG_INTEGER, nullable=False),
        sa.Column("window_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cost_fen", BIG_INTEGER, nullable=False),
        sa.Column("cap_fen", BIG_INTEGER, nullable=False),
        sa.Column("landing", DOCUMENT, nullable=True),
        sa.Column("playbook_digest", sa.String(length=64), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("approved_revision", sa.Integer(), nullable=True),
        sa.Column("approved_digest", sa.String(length=64), nullable=True),
        sa.Column("approved_area", DOCUMENT, nullable=True),
        sa.Column("approved_customers", BIG_INTEGER, nullable=True),
        sa.Column("approved_cost_fen", BIG_INTEGER, nullable=True),
        sa.Column("running", DOCUMENT, nullable=True),
        sa.Column("prompts", DOCUMENT, nullable=True),
        sa.Column("author_id", sa.String(length=36), nullable=False),
        sa.Column("last_editor_id", sa.String(length=36), nullable=False),
        sa.Column("reasons", DOCUMENT, nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_effect_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint("approval_class IN ('A','B')", name=op.f("ck_measure_approval_class")),
        sa.CheckConstraint(
            "state IN ('draft', 'pending_approval', 'approved', 'rejected', 'executing', 'held', 'partially_applied', 'in_effect', 'ending', 'completed', 'reversing', 'reversed', 'cancelled')",
            name=op.f("ck_measure_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("incident_id", "item_key", name=op.f("uq_measure_incident_id_item_key")),
    )
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measure_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measure_province"), ["province"], unique=False)

    op.create_table(
        "measure_part",
        sa.Column("id", sa.String(length=43), nullable=False),
        sa.Column("measure_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("window_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice_number", sa.Integer(), nullable=True),
        sa.Column("notice_trouble", sa.String(length=8), nullable=True),
        sa.Column("notice_said", sa.String(length=200), nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_part")),
    )
    with op.batch_alter_table("measure_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measure_part_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measure_part_measure_id"), ["measure_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measure_part_province"), ["province"], unique=False)

    op.create_table(
        "nomination",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("title_text", sa.String(length=64), nullable=False),
        sa.Column("practice_text", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prize", sa.String(length=10), nullable=True),
        sa.Column("prize_text", sa.String(length=64), nullable=True),
        sa.Column("awarded_by", sa.String(length=36), nullable=True),
        sa.Column("awarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint("prize IN ('first','second','third','special')", name=op.f("ck_nomination_prize")),
        sa.CheckConstraint("province IS NOT NULL", name=op.f("ck_nomination_one_province")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
    )
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nomination_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_nomination_province"), ["province"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("note_text", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_note_province"), ["province"], unique=False)

    op.create_table(
        "objection",
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("criterion", sa.String(length=20), nullable=False),
        sa.Column("objection_text", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answer_text", sa.String(length=64), nullable=True),
        sa.Column("answered_by", sa.String(length=36), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ruling", sa.String(length=10), nullable=True),
        sa.Column("numerator", BIG_INTEGER, nullable=True),
        sa.Column("denominator", BIG_INTEGER, nullable=True),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint("state IN ('open','upheld','dismissed')", name=op.f("ck_objection_state")),
        sa.CheckConstraint("province IS NOT NULL", name=op.f("ck_objection_one_province")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objection_province"), ["province"], unique=False)
        batch_op.create_index("ix_objection_state", ["incident_id", "state"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column(
            "key",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("stream", sa.String(length=80), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_by", sa.String(length=100), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('pending','leased','sent','confirmed','unknown','failed','cancelled')",
            name=op.f("ck_outbox_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_due", ["kind", "state", "not_before"], unique=False)

    op.create_table(
        "outcome",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("task_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", BIG_INTEGER, nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.Column("implausible", sa.Boolean(), nullable=True),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
    )
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outcome_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outcome_province"), ["province"], unique=False)
        batch_op.create_index(batch_op.f("ix_outcome_task_id"), ["task_id"], unique=False)

    op.create_table(
        "outcome_figure",
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("value", BIG_INTEGER, nullable=False),
        sa.Column("base", BIG_INTEGER, nullable=True),
        sa.Column("sent", BIG_INTEGER, nullable=True),
        sa.Column("city", sa.String(length=6), nullable=True),
        sa.Column("measure_id", sa.String(length=36), nullable=True),
        sa.Column("segment", sa.String(length=10), nullable=True),
        sa.Column("from_day", sa.String(length=10), nullable=False),
        sa.Column("to_day", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("evidence", sa.String(length=64), nullable=True),
        sa.Column("evidence_name_text", sa.String(length=64), nullable=True),
        sa.Column("note_text", sa.String(length=64), nullable=True),
        sa.Column("implausible", sa.Boolean(), nullable=False),
        sa.Column("import_id", sa.String(length=36), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaces", sa.String(length=36), nullable=True),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        sa.Column("replaced_by", sa.String(length=36), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=36), nullable=True),
        sa.Column("withdrawn_text", sa.String(length=64), nullable=True),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint(
            "source IN ('report','hotline','halls','survey','billing')", name=op.f("ck_outcome_figure_source")
        ),
        sa.CheckConstraint("from_day <= to_day", name=op.f("ck_outcome_figure_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_figure")),
    )
    with op.batch_alter_table("outcome_figure", schema=None) as batch_op:
        batch_op.create_index("ix_outcome_figure_kind", ["incident_id", "kind", "province"], unique=False)
        batch_op.create_index(batch_op.f("ix_outcome_figure_province"), ["province"], unique=False)

    op.create_table(
        "outcome_import",
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("evidence", sa.String(length=64), nullable=False),
        sa.Column("name_text", sa.String(length=64), nullable=False),
        sa.Column("landed", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("bad", sa.Integer(), nullable=False),
        sa.Column("faults", sa.String(length=64), nullable=True),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_import")),
    )
    with op.batch_alter_table("outcome_import", schema=None) as batch_op:
        batch_op.create_index("ix_outcome_import_file", ["incident_id", "file_digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_outcome_import_province"), ["province"], unique=False)

    op.create_table(
        "outcome_target",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("value", BIG_INTEGER, nullable=True),
        sa.Column("reason_text", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_target")),
    )
    with op.batch_alter_table("outcome_target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outcome_target_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outcome_target_province"), ["province"], unique=False)

    op.create_table(
        "page",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("stream", sa.String(length=80), nullable=False),
        sa.Column("task_id", sa.String(length=36), nullable=True),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.Column("notice", sa.String(length=200), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("carrier", sa.String(length=200), nullable=True),
        sa.Column("reference", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("permitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'submitted', 'delivered', 'failed', 'expired', 'unknown', 'cancelled', 'bundled')",
            name=op.f("ck_page_state"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_page")),
    )
    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_page_carrier"), ["carrier"], unique=False)
        batch_op.create_index(batch_op.f("ix_page_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_page_mark"), ["mark"], unique=False)
        batch_op.create_index(batch_op.f("ix_page_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_page_reference"), ["reference"], unique=False)
        batch_op.create_index(batch_op.f("ix_page_stream"), ["stream"], unique=False)
        batch_op.create_index(batch_op.f("ix_page_task_id"), ["task_id"], unique=False)

    op.create_table(
        "page_reply",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("task_id", sa.String(length=36), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_reply")),
    )
    with op.batch_alter_table("page_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_page_reply_mark"), ["mark"], unique=False)
        batch_op.create_index(batch_op.f("ix_page_reply_outcome"), ["outcome"], unique=False)

    op.create_table(
        "page_throttle",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("spent_ms", DOCUMENT, nullable=False),
        sa.Column("waiting", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_throttle")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("name_zh", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("employee", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("session_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('active','disabled')", name=op.f("ck_person_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_table(
        "phone_entry",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("scope", sa.String(length=6), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("name_zh", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("post_zh", sa.String(length=80), nullable=False),
        sa.Column("post_en", sa.String(length=80), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("office", sa.String(length=400), nullable=True),
        sa.Column("mobile", sa.String(length=400), nullable=True),
        sa.Column("satellite", sa.String(length=400), nullable=True),
        sa.Column("fax", sa.String(length=400), nullable=True),
        sa.Column("call_order", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_entry")),
    )
    with op.batch_alter_table("phone_entry", schema=None) as batch_op:
        batch_op.create_index("ix_phone_entry_scope_call_order", ["scope", "call_order"], unique=False)

    op.create_table(
        "planned_event",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("opens_on", sa.String(length=10), nullable=False),
        sa.Column("closes_on", sa.String(length=10), nullable=False),
        sa.Column("freeze_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("freeze_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_event")),
    )
    with op.batch_alter_table("planned_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planned_event_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_planned_event_province"), ["province"], unique=False)

    op.create_table(
        "planned_item",
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("item_key", sa.String(length=140), nullable=False),
        sa.Column("item_type", sa.String(length=10), nullable=False),
        sa.Column("snapshot_text", sa.String(length=64), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint("item_type IN ('measure','task','broadcast')", name=op.f("ck_planned_item_item_type")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_item")),
        sa.UniqueConstraint("incident_id", "item_key", name=op.f("uq_planned_item_incident_id_item_key")),
    )
    with op.batch_alter_table("planned_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planned_item_province"), ["province"], unique=False)

    op.create_table(
        "playbook_adoption",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("variant", sa.String(length=60), nullable=False),
        sa.Column("of_province", sa.String(length=6), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("adopter", sa.String(length=6), nullable=False),
        sa.Column("adopted_by", sa.String(length=36), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_adoption")),
    )
    with op.batch_alter_table("playbook_adoption", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_playbook_adoption_variant"), ["variant"], unique=False)

    op.create_table(
        "playbook_comment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("element", sa.String(length=200), nullable=False),
        sa.Column("comment_text", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=36), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_by", sa.String(length=36), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_comment")),
    )
    with op.batch_alter_table("playbook_comment", schema=None) as batch_op:
        batch_op.create_index("ix_playbook_comment_draft", ["draft_id", "made_at"], unique=False)

    op.create_table(
        "playbook_draft",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("base_slug", sa.String(length=60), nullable=True),
        sa.Column("base_number", sa.Integer(), nullable=True),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("source_text", sa.String(length=64), nullable=False),
        sa.Column("source_digest", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(length=36), nullable=False),
        sa.Column("last_editor_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note_text", sa.String(length=64), nullable=True),
        sa.Column("submitted_by", sa.String(length=36), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        sa.Column("approved_by", sa.String(length=36), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_digest", sa.String(length=64), nullable=True),
        sa.Column("published_number", sa.Integer(), nullable=True),
        sa.Column("origin_text", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft','submitted','returned','approved','published','discarded')",
            name=op.f("ck_playbook_draft_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved','published') OR (approved_by IS NOT NULL AND approved_by <> author_id AND approved_by <> last_editor_id AND COALESCE(approved_digest, '') = source_digest)",
            name=op.f("ck_playbook_draft_approved_by_another"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_draft")),
    )
    with op.batch_alter_table("playbook_draft", schema=None) as batch_op:
        batch_op.create_index("ix_playbook_draft_state", ["state", "changed_at"], unique=False)

    op.create_table(
        "playbook_shelf",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(length=36), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        sa.CheckConstraint("state IN ('active','retired')", name=op.f("ck_playbook_shelf_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_shelf")),
    )
    op.create_table(
        "playbook_text",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("base_revision", sa.Integer(), nullable=False),
        sa.Column("saved_by", sa.String(length=36), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_text", sa.String(length=64), nullable=False),
        sa.Column("source_digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_text")),
    )
    with op.batch_alter_table("playbook_text", schema=None) as batch_op:
        batch_op.create_index("ix_playbook_text_draft", ["draft_id", "saved_at"], unique=False)

    op.create_table(
        "playbook_use",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content_text", sa.String(length=64), nullable=False),
        sa.Column("used_by", sa.String(length=36), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_use")),
    )
    with op.batch_alter_table("playbook_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_playbook_use_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_playbook_use_province"), ["province"], unique=False)
        batch_op.create_index("ix_playbook_use_slug", ["slug", "used_at"], unique=False)

    op.create_table(
        "playbook_variant",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("of_province", sa.String(length=6), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("parent", sa.String(length=60), nullable=True),
        sa.Column("parent_digest", sa.String(length=64), nullable=True),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("note_text", sa.String(length=64), nullable=False),
        sa.Column("shared_by", sa.String(length=36), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("best_by", sa.String(length=36), nullable=True),
        sa.Column("best_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("best_text", sa.String(length=64), nullable=True),
        sa.CheckConstraint("state IN ('shared','withdrawn')", name=op.f("ck_playbook_variant_state")),
        sa.CheckConstraint("best_by IS NULL OR best_by <> shared_by", name=op.f("ck_playbook_variant_best_by_another")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_variant")),
    )
    with op.batch_alter_table("playbook_variant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_playbook_variant_of_province"), ["of_province"], unique=False)

    op.create_table(
        "playbook_version",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source_digest", sa.String(length=64), nullable=False),
        sa.Column("source_text", sa.String(length=64), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("hazards", DOCUMENT, nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column("author_id", sa.String(length=36), nullable=False),
        sa.Column("approved_by", sa.String(length=36), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=36), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note_text", sa.String(length=64), nullable=True),
        sa.CheckConstraint("approved_by <> author_id", name=op.f("ck_playbook_version_another_person")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_playbook_version_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_version")),
        sa.UniqueConstraint("slug", "number", name=op.f("uq_playbook_version_slug_number")),
    )
    with op.batch_alter_table("playbook_version", schema=None) as batch_op:
        batch_op.create_index("ix_playbook_version_digest", ["digest"], unique=False)

    op.create_table(
        "presence",
        sa.Column("province", sa.String(length=6), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("province", name=op.f("pk_presence")),
    )
    op.create_table(
        "province_incident",
        sa.Column("id", sa.String(length=43), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("title_zh", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("hazard", sa.String(length=30), nullable=False),
        sa.Column("response_level", sa.String(length=3), nullable=True),
        sa.Column("warning_colour", sa.String(length=6), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("footprint_id", sa.String(length=36), nullable=True),
        sa.Column("footprint_version", sa.Integer(), nullable=True),
        sa.Column("affected", sa.Boolean(), nullable=True),
        sa.Column("unreachable_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.Column("footprint_basis", sa.String(length=8), nullable=True),
        sa.Column("event_steps", DOCUMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_province_incident")),
    )
    with op.batch_alter_table("province_incident", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_province_incident_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_province_incident_province"), ["province"], unique=False)

    op.create_table(
        "reach_answer",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("test_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("place", sa.String(length=6), nullable=False),
        sa.Column("via", sa.String(length=8), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reach_answer")),
    )
    with op.batch_alter_table("reach_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reach_answer_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_reach_answer_test", ["test_id"], unique=False)

    op.create_table(
        "reach_test",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("scope", sa.String(length=6), nullable=False),
        sa.Column("whom", sa.String(length=9), nullable=False),
        sa.Column("wakes", sa.Boolean(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open','closed')", name=op.f("ck_reach_test_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reach_test")),
    )
    op.create_table(
        "reading",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("reading", BIG_INTEGER, nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by", sa.String(length=36), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reading_province"), ["province"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("purpose_text", sa.String(length=64), nullable=True),
        sa.Column("only_province", sa.String(length=6), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", BIG_INTEGER, nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", BIG_INTEGER, nullable=True),
        sa.Column("numbers", DOCUMENT, nullable=True),
        sa.Column("failure_zh", sa.String(length=500), nullable=True),
        sa.Column("failure_en", sa.String(length=500), nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.CheckConstraint("state IN ('asked','made','failed')", name=op.f("ck_report_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_province"), ["province"], unique=False)

    op.create_table(
        "report_schedule",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("every_hours", sa.Integer(), nullable=True),
        sa.Column("people", DOCUMENT, nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_schedule")),
    )
    with op.batch_alter_table("report_schedule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_schedule_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_schedule_province"), ["province"], unique=False)

    op.create_table(
        "report_work",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("done", BIG_INTEGER, nullable=False),
        sa.Column("whole", BIG_INTEGER, nullable=False),
        sa.Column("base_url", sa.String(length=300), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=100), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting','running','made','failed','dropped')", name=op.f("ck_report_work_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_work")),
    )
    with op.batch_alter_table("report_work", schema=None) as batch_op:
        batch_op.create_index("ix_report_work_state", ["state", "asked_at"], unique=False)

    op.create_table(
        "review_meeting",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("of_incident", sa.String(length=36), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chair_id", sa.String(length=36), nullable=False),
        sa.Column("called_by", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("agenda", DOCUMENT, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=36), nullable=True),
        sa.Column("minutes_text", sa.String(length=64), nullable=True),
        sa.CheckConstraint("state IN ('called','closed')", name=op.f("ck_review_meeting_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_meeting")),
    )
    with op.batch_alter_table("review_meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_meeting_of_incident"), ["of_incident"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("id", sa.String(length=90), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("scope", sa.String(length=6), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint("person_id", "role", "scope", name=op.f("uq_role_grant_person_id_role_scope")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sealed_log",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("position", BIG_INTEGER, nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("file", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", BIG_INTEGER, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_log")),
    )
    op.create_table(
        "signal",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("feed_id", sa.String(length=36), nullable=False),
        sa.Column("identifier", sa.String(length=200), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("sent", sa.String(length=60), nullable=False),
        sa.Column("lineage", sa.String(length=200), nullable=False),
        sa.Column("msg_type", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("why_values", DOCUMENT, nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("hazard", sa.String(length=30), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=True),
        sa.Column("urgency", sa.String(length=10), nullable=True),
        sa.Column("certainty", sa.String(length=12), nullable=True),
        sa.Column("magnitude_milli", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("worst_milli", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=12), nullable=True),
        sa.Column("lon_e7", BIG_INTEGER, nullable=True),
        sa.Column("lat_e7", BIG_INTEGER, nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("provinces", DOCUMENT, nullable=False),
        sa.Column("bands", DOCUMENT, nullable=False),
        sa.Column("notes", DOCUMENT, nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("raw_text", sa.String(length=64), nullable=False),
        sa.Column("area_text", sa.String(length=64), nullable=True),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("of_incident", sa.String(length=36), nullable=True),
        sa.Column("of_footprint", sa.String(length=36), nullable=True),
        sa.Column("followed_by", sa.String(length=36), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("signature", sa.String(length=12), nullable=True),
        sa.Column("signed_by", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed','information','quarantined','superseded','cancelled','lapsed','dismissed','accepted')",
            name=op.f("ck_signal_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
        sa.UniqueConstraint(
            "feed_id", "identifier", "sender", "sent", name=op.f("uq_signal_feed_id_identifier_sender_sent")
        ),
    )
    with op.batch_alter_table("signal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signal_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index("ix_signal_lineage", ["feed_id", "lineage"], unique=False)
        batch_op.create_index("ix_signal_state_received_at", ["state", "received_at"], unique=False)

    op.create_table(
        "signal_reference",
        sa.Column("id", sa.String(length=48), nullable=False),
        sa.Column("signal_id", sa.String(length=36), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("identifier", sa.String(length=200), nullable=False),
        sa.Column("sent", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_reference")),
    )
    with op.batch_alter_table("signal_reference", schema=None) as batch_op:
        batch_op.create_index("ix_signal_reference_identifier", ["identifier", "sender", "sent"], unique=False)
        batch_op.create_index(batch_op.f("ix_signal_reference_signal_id"), ["signal_id"], unique=False)

    op.create_table(
        "simulation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("asked", DOCUMENT, nullable=False),
        sa.Column("about", DOCUMENT, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("stopping", sa.Boolean(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("failure_zh", sa.String(length=500), nullable=True),
        sa.Column("failure_en", sa.String(length=500), nullable=True),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=100), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting','running','done','stopped','failed')", name=op.f("ck_simulation_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_simulation")),
    )
    with op.batch_alter_table("simulation", schema=None) as batch_op:
        batch_op.create_index("ix_simulation_state", ["state", "asked_at"], unique=False)

    op.create_table(
        "stream_head",
        sa.Column("stream", sa.String(length=80), nullable=False),
        sa.Column("position", BIG_INTEGER, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("stream", name=op.f("pk_stream_head")),
    )
    op.create_table(
        "task",
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("item_key", sa.String(length=140), nullable=False),
        sa.Column("task_group", sa.String(length=30), nullable=False),
        sa.Column("team", sa.String(length=60), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("detail_text", sa.String(length=64), nullable=True),
        sa.Column("checklist", DOCUMENT, nullable=False),
        sa.Column("ticked", DOCUMENT, nullable=False),
        sa.Column("outcome_fields", DOCUMENT, nullable=False),
        sa.Column("reasons", DOCUMENT, nullable=False),
        sa.Column("critical", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("state_before", sa.String(length=12), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledge_minutes", sa.Integer(), nullable=False),
        sa.Column("work_minutes", sa.Integer(), nullable=False),
        sa.Column("ack_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("work_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=36), nullable=True),
        sa.Column("undo_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proxy_for", sa.String(length=100), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalation", sa.Integer(), nullable=False),
        sa.Column("ack_overdue", sa.Boolean(), nullable=False),
        sa.Column("work_overdue", sa.Boolean(), nullable=False),
        sa.Column("reason_text", sa.String(length=64), nullable=True),
        sa.Column("province", sa.String(length=6), nullable=True),
        sa.Column("lon_e7", BIG_INTEGER, nullable=True),
        sa.Column("lat_e7", BIG_INTEGER, nullable=True),
        sa.Column("waits_for", DOCUMENT, nullable=True),
        sa.Column("checkin_minutes", sa.Integer(), nullable=True),
        sa.Column("checkin_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checkin_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checkins_missed", sa.Integer(), nullable=True),
        sa.Column("start_minutes", sa.Integer(), nullable=True),
        sa.Column("start_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("responsible_by", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "state IN ('dispatched', 'acknowledged', 'in_progress', 'pending', 'held', 'resolved', 'closed', 'rejected', 'cancelled')",
            name=op.f("ck_task_state"),
        ),
        sa.CheckConstraint("province IS NOT NULL", name=op.f("ck_task_one_province")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("incident_id", "item_key", name=op.f("uq_task_incident_id_item_key")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(
            "ix_task_place",
            ["incident_id", "lon_e7"],
            unique=False,
            postgresql_where=sa.text("lon_e7 IS NOT NULL"),
            sqlite_where=sa.text("lon_e7 IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_task_province"), ["province"], unique=False)
        batch_op.create_index("ix_task_state", ["incident_id", "province", "state"], unique=False)

    op.create_table(
        "timer",
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("step", sa.String(length=80), nullable=False),
        sa.Column("stream", sa.String(length=80), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "step", name=op.f("pk_timer")),
    )
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.create_index("ix_timer_due", ["fired_at", "due_at"], unique=False)

    op.create_table(
        "tmf_cursor",
        sa.Column("listener_id", sa.String(length=36), nullable=False),
        sa.Column("stream", sa.String(length=80), nullable=False),
        sa.Column("position", BIG_INTEGER, nullable=False),
        sa.PrimaryKeyConstraint("listener_id", "stream", name=op.f("pk_tmf_cursor")),
    )
    op.create_table(
        "tmf_listener",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("callback", sa.String(length=500), nullable=False),
        sa.Column("query", sa.String(length=500), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('active','removed')", name=op.f("ck_tmf_listener_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tmf_listener")),
    )
    op.create_table(
        "verification",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=100), nullable=True),
        sa.Column("done", BIG_INTEGER, nullable=False),
        sa.Column("whole", BIG_INTEGER, nullable=False),
        sa.Column("streams", sa.Integer(), nullable=False),
        sa.Column("anchors", sa.Integer(), nullable=False),
        sa.Column("fault_count", sa.Integer(), nullable=True),
        sa.Column("faults", DOCUMENT, nullable=True),
        sa.CheckConstraint("state IN ('waiting','running','done','failed')", name=op.f("ck_verification_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification")),
    )
    with op.batch_alter_table("verification", schema=None) as batch_op:
        batch_op.create_index("ix_verification_state", ["state", "asked_at"], unique=False)

    op.create_table(
        "walk_through",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("scope", sa.String(length=6), nullable=False),
        sa.Column("of_incident", sa.String(length=36), nullable=True),
        sa.Column("sheet", sa.String(length=40), nullable=False),
        sa.Column("sheet_digest", sa.String(length=64), nullable=False),
        sa.Column("walked_as", sa.String(length=10), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=True),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("walked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", DOCUMENT, nullable=False),
        sa.Column("yes", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk_through")),
    )
    with op.batch_alter_table("walk_through", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_walk_through_of_incident"), ["of_incident"], unique=False)
        batch_op.create_index(batch_op.f("ix_walk_through_scope"), ["scope"], unique=False)
        batch_op.create_index("ix_walk_through_sheet", ["sheet", "walked_at"], unique=False)

    op.create_table(
        "world",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("anchor_real", sa.DateTime(timezone=True), nullable=False),
        sa.Column("anchor_world", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind = 'exercise' OR rate = 1", name=op.f("ck_world_live_runs_in_real_time")),
        sa.CheckConstraint("kind IN ('live', 'exercise')", name=op.f("ck_world_kind")),
        sa.CheckConstraint("id = 1", name=op.f("ck_world_only_one")),
        sa.CheckConstraint("rate >= 1", name=op.f("ck_world_rate_forwards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_world")),
    )
    op.create_table(
        "contact_point",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("hint", sa.String(length=60), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('phone', 'chat', 'push', 'webhook')", name=op.f("ck_contact_point_kind")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_point_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_point")),
    )
    with op.batch_alter_table("contact_point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_point_mark"), ["mark"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_point_person_id"), ["person_id"], unique=False)

    op.create_table(
        "notice_preference",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("steps", DOCUMENT, nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_to", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_preference_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_preference")),
    )
    op.create_table(
        "person_contact",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("mail", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_contact_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_contact")),
    )

    # The walls that no code path passes: approvals, the log, the world's kind.
    install(op.get_bind())
