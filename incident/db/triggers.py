"""Walls in the database itself: what no code path, and no hand at the SQL prompt, may do (RELIABILITY.md rule 17).

An approval by the author, the last editor or a second account of one human being; a measure or broadcast
that goes out without the approvals of exactly its revision and digest, given by people who saw one and the same
pre-flight; an event changed or removed; a world
that changes its kind. `install()` is called by the first migration and by everything that creates a schema.
The application refuses all of this earlier and with better words; these are the last wall.
"""

# ruff: noqa: S608  every part of these statements is a constant of this file

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from incident.db import archive_table
from incident.db.archive_table import IS_ARCHIVED

#: Minutes within which two approvals of class A must lie, by the times recorded with them (world time).
APPROVAL_WINDOW_MINUTES = 60
#: States of a measure in which something is, or may be, carried out.
CARRIED_OUT = "('approved', 'executing')"
#: What a correction or cancellation has of its original as it stands there: languages and to whom.
_CARRIED_OVER = ("channel", "more_texts", "cap", "languages", "audience", "rules", "customers", "survey")


@dataclass(frozen=True)
class Guard:
    """Refuse `when` (an SQL condition on NEW and OLD that both dialects read) with `message`.

    `sqlite` replaces the condition there, where the two spell time or null comparison differently.
    """

    table: str
    name: str
    operation: str
    message: str
    when: str
    sqlite: str | None = None


def _same_human(person: str, other: str) -> str:
    """SQL: the two person ids are one person or two accounts of one employee."""
    return (
        f"({person} = {other} OR EXISTS (SELECT 1 FROM person one JOIN person two ON one.employee = two.employee"
        f" WHERE one.id = {person} AND two.id = {other}))"
    )


def _wrote_it(table: str) -> str:
    """SQL: the approver of NEW wrote the subject, or edited it last."""
    return (
        f"EXISTS (SELECT 1 FROM {table} s WHERE s.id = NEW.subject_id AND"
        f" ({_same_human('NEW.person_id', 's.author_id')} OR {_same_human('NEW.person_id', 's.last_editor_id')}))"
    )


def _stale(table: str) -> str:
    """SQL: NEW decides on bytes that are not those which wait for approval."""
    return (
        f"NOT EXISTS (SELECT 1 FROM {table} s WHERE s.id = NEW.subject_id AND s.state = 'pending_approval'"
        " AND s.revision = NEW.revision AND s.digest = NEW.digest AND s.incident_id = NEW.incident_id)"
    )


def _within_window(at: str, latest: str, *, sqlite: bool) -> str:
    if sqlite:
        return f"(julianday({latest}) - julianday({at})) * 1440.0 <= {APPROVAL_WINDOW_MINUTES}.0001"
    return f"{latest} - {at} <= interval '{APPROVAL_WINDOW_MINUTES} minutes'"


def _approvers(subject: str, revision: str, digest: str, *, sqlite: bool) -> str:
    """SQL: number of different employees whose approvals of these bytes lie within the window of the newest.

    Only approvals that saw one pre-flight count together: the most that any pre-flight has. One that names none
    counts with those that name none, as broadcasts' do.
    """
    of_these = (
        f"a.subject_id = {subject} AND a.revision = {revision} AND a.digest = {digest} AND a.decision = 'approve'"
    )
    latest = f"(SELECT max(b.at) FROM approval b WHERE {of_these.replace('a.', 'b.')})"
    return (
        "(SELECT coalesce(max(g.people), 0) FROM (SELECT count(DISTINCT p.employee) AS people"
        " FROM approval a JOIN person p ON p.id = a.person_id"
        f" WHERE {of_these} AND {_within_window('a.at', latest, sqlite=sqlite)} GROUP BY coalesce(a.preflight, '')) g)"
    )


def _measure_unapproved(*, sqlite: bool) -> str:
    needed = "(CASE NEW.approval_class WHEN 'A' THEN 2 ELSE 1 END)"
    count = _approvers("NEW.id", "NEW.approved_revision", "NEW.approved_digest", sqlite=sqlite)
    moved = (
        f"NEW.state IN {CARRIED_OUT} AND (OLD.state <> NEW.state OR OLD.approval_class <> NEW.approval_class"
        " OR OLD.revision <> NEW.revision OR OLD.digest <> NEW.digest)"
    )
    other_bytes = (
        "(NEW.state = 'approved' AND (NEW.approved_revision <> NEW.revision OR NEW.approved_digest <> NEW.digest))"
    )
    unbound = "NEW.approved_revision IS NULL OR NEW.approved_digest IS NULL"
    return f"{moved} AND ({unbound} OR {other_bytes} OR {count} < {needed})"


def _broadcast_unapproved(*, sqlite: bool) -> str:
    own = _approvers("NEW.id", "NEW.revision", "NEW.digest", sqlite=sqlite)
    original = _approvers("o.id", "o.revision", "o.digest", sqlite=sqlite)
    texts = " OR ".join(
        f"(NEW.item_key = '{what}/' || o.id AND o.{text}_zh = NEW.body_zh AND o.{text}_en = NEW.body_en"
        f" AND o.{text}_zh <> '')"
        for what, text in (("correction", "correction"), ("cancellation", "cancel"))
    )
    same = " AND ".join(f"o.{name} IS NOT DISTINCT FROM NEW.{name}" for name in _CARRIED_OVER)
    prepared = (
        "EXISTS (SELECT 1 FROM broadcast o WHERE o.id = NEW.refers_to AND o.incident_id = NEW.incident_id"
        f" AND o.started_at IS NOT NULL AND ({texts}) AND {same} AND {original} >= 2)"
    )
    return (
        "NEW.state IN ('broadcasting', 'completed') AND OLD.state NOT IN ('broadcasting', 'completed')"
        f" AND {own} < 2 AND NOT {prepared}"
    )


def _edited_unseen(states: str) -> str:
    """SQL: the bytes changed under an approval without a new revision."""
    return f"NEW.digest <> OLD.digest AND NEW.revision <= OLD.revision AND OLD.state NOT IN {states}"


def _approval_guards(operation: str) -> list[Guard]:
    approving = "NEW.decision = 'approve' AND"
    second = (
        "EXISTS (SELECT 1 FROM approval a WHERE a.subject_id = NEW.subject_id AND a.revision = NEW.revision"
        f" AND a.decision = 'approve' AND a.id <> NEW.id AND {_same_human('NEW.person_id', 'a.person_id')})"
    )
    unknown = "NOT EXISTS (SELECT 1 FROM person p WHERE p.id = NEW.person_id)"
    conditions = [
        ("author", "the author or last editor cannot approve", (f"(NEW.subject_kind = 'measure' AND "
         f"{_wrote_it('measure')}) OR (NEW.subject_kind = 'broadcast' AND {_wrote_it('broadcast')})")),
        ("stale", "an approval must name the revision and digest that wait for it",
         (f"(NEW.subject_kind = 'measure' AND {_stale('measure')}) OR "
         f"(NEW.subject_kind = 'broadcast' AND {_stale('broadcast')})")),
        ("second", "one human being cannot approve twice", second),
        ("stranger", "an approver must be a known person", unknown),
    ]  # fmt: skip
    return [
        Guard("approval", f"approval_{name}_{operation.lower()}", operation, message, f"{approving} ({when})")
        for name, message, when in conditions
    ]


def _guards() -> list[Guard]:
    moved = "NEW.subject_id <> OLD.subject_id OR NEW.person_id <> OLD.person_id OR NEW.revision <> OLD.revision"
    return [
        *_approval_guards("INSERT"),
        *_approval_guards("UPDATE"),
        Guard("approval", "approval_moved", "UPDATE", "an approval cannot pass to another subject or person", moved),
        Guard("approval", "approval_removed", "DELETE", "an approval cannot be removed", "TRUE"),
        Guard("measure", "measure_born_draft", "INSERT", "a measure begins as a draft", "NEW.state <> 'draft' AND "
              "NOT EXISTS (SELECT 1 FROM measure m WHERE m.id = NEW.id)"),
        Guard("measure", "measure_unapproved", "UPDATE", "the measure lacks approvals of exactly these bytes",
              _measure_unapproved(sqlite=False), _measure_unapproved(sqlite=True)),
        Guard("measure", "measure_edited_unseen", "UPDATE", "bytes under approval change only with a new revision",
              _edited_unseen("('draft')")),
        Guard("broadcast", "broadcast_born_draft", "INSERT", "a broadcast begins as a draft",
              "NEW.state <> 'draft' AND NOT EXISTS (SELECT 1 FROM broadcast b WHERE b.id = NEW.id)"),
        Guard("broadcast", "broadcast_unapproved", "UPDATE", "the broadcast lacks two approvals of exactly these bytes",
              _broadcast_unapproved(sqlite=False), _broadcast_unapproved(sqlite=True)),
        Guard("broadcast", "broadcast_edited_unseen", "UPDATE", "bytes under approval change only with a new revision",
              _edited_unseen("('draft')")),
        Guard("event", "event_changed", "UPDATE", "the log is append-only", "TRUE"),
        Guard("event", "event_removed", "DELETE", "the log is append-only", f"NOT {IS_ARCHIVED}", "TRUE"),
        Guard("world", "world_kind", "UPDATE", "a world cannot change its kind", "NEW.kind <> OLD.kind"),
        Guard("world", "world_removed", "DELETE", "a world cannot be removed", "TRUE"),
    ]  # fmt: skip


def _archive_guards() -> list[Guard]:
    """What has gone into the archive stays as it is, for its owner too."""
    return [
        Guard(archive_table.TABLE, f"archive_{name}", operation, "the log is append-only", "TRUE")
        for name, operation in (("changed", "UPDATE"), ("removed", "DELETE"))
    ]


def statements(dialect: str) -> list[str]:
    """The DDL for `sqlite` or `postgresql`, in order; each may be run once on a schema without triggers."""
    maker = {"sqlite": _for_sqlite, "postgresql": _for_postgresql}[dialect]
    if dialect == "sqlite":
        return [statement for guard in _guards() for statement in maker(guard)]
    guards = [*_guards(), *_archive_guards()]
    return [*archive_table.statements(), *(one for guard in guards for one in maker(guard)), *_no_truncate()]


def install(connection: Connection) -> None:
    """Create all triggers in the caller's transaction, on tables that exist and have none."""
    for statement in statements(connection.dialect.name):
        # exec_driver_sql: a colon or percent sign in DDL is not a parameter.
        connection.execute(text(statement.replace(":", r"\:")))


def _for_sqlite(guard: Guard) -> list[str]:
    return [
        (
            f"CREATE TRIGGER {guard.name} BEFORE {guard.operation} ON {guard.table} FOR EACH ROW "
            f"WHEN {guard.sqlite or guard.when} BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
        )
    ]


def _for_postgresql(guard: Guard) -> list[str]:
    """A function that looks for itself: a trigger's WHEN clause may hold no subquery there."""
    answer = "OLD" if guard.operation == "DELETE" else "NEW"
    return [
        (
            f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {guard.when} THEN RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN {answer}; END $$"
        ),
        (
            f"CREATE TRIGGER {guard.name} BEFORE {guard.operation} ON {guard.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()"
        ),
    ]


def _no_truncate() -> list[str]:
    """TRUNCATE fires no row trigger, so it is refused by one of its own."""
    return [
        (
            "CREATE FUNCTION kept_tables() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'this table is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        ),
        *(
            f"CREATE TRIGGER {table}_truncated BEFORE TRUNCATE ON {table} EXECUTE FUNCTION kept_tables()"
            for table in ("event", archive_table.TABLE, "approval", "world")
        ),
    ]
