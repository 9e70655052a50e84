"""Teams, shifts, swaps, handovers; phone book and calendar links; mutual aid; who is responsible for a task."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"

#: A document; JSONB where there is one.
DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("responsible_by", sa.String(length=36), nullable=True))
    _teams()
    _shifts()
    _handovers()
    _reached()
    _aid()


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _teams() -> None:
    op.create_table(
        "duty_team",
        _text("id", 36),
        _text("scope", 6),
        _text("region", 6),
        _text("name_zh", 60),
        _text("name_en", 60),
        _text("kind", 20),
        sa.Column("answers_for", DOCUMENT, nullable=False),
        _text("state", 8),
        sa.CheckConstraint("state IN ('active','retired')", name=op.f("ck_duty_team_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_team")),
    )
    op.create_index(op.f("ix_duty_team_scope"), "duty_team", ["scope"])
    op.create_table(
        "duty_member",
        _text("id", 80),
        _text("team_id", 36),
        _text("person_id", 36),
        _text("role", 6),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.CheckConstraint("role IN ('lead','member')", name=op.f("ck_duty_member_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_member")),
    )
    op.create_index(op.f("ix_duty_member_team_id"), "duty_member", ["team_id"])
    op.create_index(op.f("ix_duty_member_person_id"), "duty_member", ["person_id"])


def _shifts() -> None:
    op.create_table(
        "duty_shift",
        _text("id", 36),
        _text("scope", 6),
        _text("person_id", 36, nullable=True),
        _text("team_id", 36, nullable=True),
        _text("deputy_id", 36, nullable=True),
        _moment("starts_at"),
        _moment("ends_at"),
        _text("state", 10),
        _text("rotation_id", 36, nullable=True),
        _text("stands_in_for", 36, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('planned','cancelled')", name=op.f("ck_duty_shift_state")),
        sa.CheckConstraint("(person_id IS NULL) <> (team_id IS NULL)", name=op.f("ck_duty_shift_person_or_team")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_duty_shift_forwards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_shift")),
    )
    op.create_index("ix_duty_shift_scope_ends_at", "duty_shift", ["scope", "ends_at"])
    op.create_index(op.f("ix_duty_shift_person_id"), "duty_shift", ["person_id"])
    op.create_table(
        "duty_swap",
        _text("id", 36),
        _text("scope", 6),
        _text("shift_id", 36),
        _text("from_person", 36),
        _text("to_person", 36),
        _text("other_shift_id", 36, nullable=True),
        _text("state", 10),
        _text("reason_text", 64, nullable=True),
        _moment("asked_at"),
        _moment("answered_at", nullable=True),
        sa.CheckConstraint("state IN ('asked','accepted','declined','withdrawn')", name=op.f("ck_duty_swap_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_swap")),
    )
    op.create_index(op.f("ix_duty_swap_scope"), "duty_swap", ["scope"])
    op.create_index(op.f("ix_duty_swap_shift_id"), "duty_swap", ["shift_id"])


def _handovers() -> None:
    op.create_table(
        "handover",
        _text("id", 36),
        _text("scope", 6),
        _text("shift_id", 36),
        _text("from_person", 36),
        _text("to_person", 36, nullable=True),
        _text("state", 8),
        _text("note_text", 64, nullable=True),
        sa.Column("task_notes", DOCUMENT, nullable=False),
        _text("reason_text", 64, nullable=True),
        _moment("opened_at"),
        _moment("due_at"),
        _moment("settled_at", nullable=True),
        _text("settled_to", 36, nullable=True),
        sa.CheckConstraint("state IN ('open','offered','accepted','passed','flagged')", name=op.f("ck_handover_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index("ix_handover_scope_state", "handover", ["scope", "state"])
    op.create_index(op.f("ix_handover_shift_id"), "handover", ["shift_id"])


def _reached() -> None:
    op.create_table(
        "phone_entry",
        _text("id", 36),
        _text("scope", 6),
        _text("person_id", 36, nullable=True),
        _text("name_zh", 60),
        _text("name_en", 60),
        _text("post_zh", 80),
        _text("post_en", 80),
        _text("region", 6),
        _text("office", 400, nullable=True),
        _text("mobile", 400, nullable=True),
        _text("satellite", 400, nullable=True),
        _text("fax", 400, nullable=True),
        sa.Column("call_order", sa.Integer(), nullable=False),
        _moment("updated_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_entry")),
    )
    op.create_index("ix_phone_entry_scope_call_order", "phone_entry", ["scope", "call_order"])
    op.create_table(
        "calendar_token",
        _text("id", 36),
        _text("token_hash", 64),
        _text("person_id", 36),
        _text("kind", 10),
        _text("scope", 6),
        _moment("made_at"),
        _moment("revoked_at", nullable=True),
        sa.CheckConstraint("kind IN ('shifts','deadlines')", name=op.f("ck_calendar_token_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_token_token_hash")),
    )
    op.create_index(op.f("ix_calendar_token_person_id"), "calendar_token", ["person_id"])


def _aid() -> None:
    op.create_table(
        "aid_request",
        _text("id", 36),
        _text("kind", 30),
        sa.Column("quantity", sa.Integer(), nullable=False),
        _text("region", 6),
        _moment("needed_by"),
        _moment("until"),
        _text("what_text", 64, nullable=True),
        _text("state", 10),
        sa.Column("commitments", DOCUMENT, nullable=False),
        _text("person_id", 36),
        _moment("asked_at"),
        _text("reason_text", 64, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        _text("incident_id", 36),
        _text("province", 6, nullable=True),
        sa.CheckConstraint(
            "state IN ('requested','committed','released','cancelled')", name=op.f("ck_aid_request_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aid_request")),
    )
    op.create_table(
        "aid_part",
        _text("id", 36),
        _text("request_id", 36),
        _text("for_scope", 6),
        _text("kind", 30),
        sa.Column("quantity", sa.Integer(), nullable=False),
        _text("region", 6),
        _moment("needed_by"),
        _moment("until"),
        _text("what_text", 64, nullable=True),
        _text("state", 10),
        _moment("asked_at"),
        sa.Column("offered", sa.Integer(), nullable=True),
        _moment("available_at", nullable=True),
        _text("answer_text", 64, nullable=True),
        _text("person_id", 36, nullable=True),
        _moment("answered_at", nullable=True),
        sa.Column("committed", sa.Integer(), nullable=True),
        _moment("settled_at", nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        _text("incident_id", 36),
        _text("province", 6, nullable=True),
        sa.CheckConstraint(
            "state IN ('asked','accepted','declined','committed','released','cancelled')",
            name=op.f("ck_aid_part_state"),
        ),
        sa.CheckConstraint("province IS NOT NULL", name=op.f("ck_aid_part_one_province")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aid_part")),
    )
    op.create_index(op.f("ix_aid_part_request_id"), "aid_part", ["request_id"])
    for table in ("aid_request", "aid_part"):
        for column in ("incident_id", "province"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
