"""A figure is stated, corrected or withdrawn. None is ever changed: what was said stays in sight beside what counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from incident import fold, log
from incident.commands.reading import incident_row
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events import outcomes as events
from incident.events.base import NATION
from incident.log import Actor, incident_stream
from incident.models import Attachment
from incident.queries.outcome_ground import counting_of, ground_of
from incident.rules import attachments as files
from incident.rules.outcomes.faults import Fault
from incident.rules.outcomes.figures import Candidate, Ground, beside, faults_of, is_implausible
from incident.rules.outcomes.kinds import KINDS


@dataclass(frozen=True)
class Evidence:
    """What proves a figure: a file, or a file that stands on a task already."""

    name: str = ""
    content: bytes = b""
    attachment_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Stated:
    """A figure as it comes from a form; `kind` is a name of the catalogue, `province` None the nation."""

    kind: str
    value: int
    base: int | None = None
    sent: int | None = None
    province: str | None = None
    city: str | None = None
    measure_id: str | None = None
    segment: str | None = None
    from_day: date
    to_day: date
    source: str
    note: str = ""


def state_figure(
    tx: Tx, actor: Actor, *, incident_id: str, figure_id: str, stated: Stated, evidence: Evidence | None = None
) -> dict[str, Any]:
    """State a figure; its row. Invalid names the field and the way out, Conflict the figure that counts already."""
    accepting(tx, incident_id)
    if fold.row_of(tx.session, "outcome_figure", figure_id):
        raise Conflict("outcome.exists", zh="这个数已经保存。", en="This figure has been saved already.")
    one = _candidate(stated)
    ground, _measures = ground_of(tx.session, incident_id=incident_id, now=tx.now)
    refuse(faults_of(one, ground))
    counting = counting_of(tx.session, incident_id=incident_id, kinds=[one.kind.name])
    same, fault = beside(one, counting.get((one.kind.name, one.province), []))
    if same is not None:
        raise Conflict(
            "outcome.stated",
            field="value",
            zh="这个期间的数已经填报过；要改请用「更正」，并写明理由。",
            en="The period has been stated already; correct that figure, saying why.",
        )
    refuse([fault] if fault else [])
    place = one.province or NATION
    row = _row(tx, actor, one, place, evidence)
    event = events.FigureEntered(place=place, figure_id=figure_id, by=actor.person, figure=row)
    return _recorded(tx, actor, incident_id, event)


def correct_figure(
    tx: Tx,
    actor: Actor,
    *,
    replaces: str,
    figure_id: str,
    value: int,
    base: int | None,
    sent: int | None,
    source: str | None,
    reason: str,
    note: str = "",
    evidence: Evidence | None = None,
) -> dict[str, Any]:
    """Put another figure of the same place and days in the place of one that counts; the new row."""
    old = counting_figure(tx, replaces)
    accepting(tx, old["incident_id"])
    if fold.row_of(tx.session, "outcome_figure", figure_id):
        raise Conflict("outcome.exists", zh="这个数已经保存。", en="This figure has been saved already.")
    one = replace(
        candidate_of(old), value=value, base=base, sent=sent, source=source or old["source"], note=note,
        correction=_said(reason),
    )  # fmt: skip
    ground, _measures = ground_of(tx.session, incident_id=old["incident_id"], now=tx.now)
    refuse(faults_of(one, _widened(ground, one)))
    same = (one.value, one.base, one.sent, one.source) == tuple(old[n] for n in ("value", "base", "sent", "source"))
    if same:
        raise Invalid(
            "outcome.nothing_changed",
            field="value",
            zh="与原来的数相同，没有要更正的。",
            en="It says the same as before; there is nothing to correct.",
        )
    place = one.province or NATION
    row = _row(tx, actor, one, place, evidence) | {
        "replaces": replaces,
        "reason_text": log.keep_text(tx, one.correction, audience=place),
    }
    event = events.FigureCorrected(place=place, figure_id=figure_id, by=actor.person, figure=row, was=old["value"])
    return _recorded(tx, actor, old["incident_id"], event)


def withdraw_figure(tx: Tx, actor: Actor, *, figure_id: str, reason: str) -> dict[str, Any]:
    """Let a figure count no more; it stays in sight with the reason."""
    old = counting_figure(tx, figure_id)
    accepting(tx, old["incident_id"])
    place = old["province"] or NATION
    event = events.FigureWithdrawn(
        place=place,
        figure_id=figure_id,
        outcome=old["kind"],
        value=old["value"],
        by=actor.person,
        at=tx.now,
        reason_text=log.keep_text(tx, _said(reason), audience=place),
    )
    log.record(tx, event, stream=incident_stream(old["incident_id"]), actor=actor)
    return fold.row_of(tx.session, "outcome_figure", figure_id)


def accepting(tx: Tx, incident_id: str) -> dict[str, Any]:
    """The incident, refused where it was called off: figures come for weeks after the end, but not of a false alarm."""
    row = incident_row(tx, incident_id)
    if row["state"] == "cancelled":
        raise Conflict(
            "outcome.cancelled",
            zh=f"事件「{row['title_zh']}」已取消，不再填报成效。",
            en=f"“{row['title_en']}” was called off; no figures are stated of it.",
        )
    return row


def counting_figure(tx: Tx, figure_id: str) -> dict[str, Any]:
    """The figure, refused where it counts no more."""
    row = fold.row_of(tx.session, "outcome_figure", figure_id)
    if not row:
        raise NotFound.of("成效数", "figure")
    if row["replaced_by"] is not None:
        raise Conflict(
            "outcome.replaced",
            zh="这个数已被更正，请在最新的数上操作。",
            en="This figure was corrected already; go on from the newest one.",
        )
    if row["withdrawn_at"] is not None:
        raise Conflict("outcome.withdrawn", zh="这个数已撤回。", en="This figure was withdrawn.")
    return row


def candidate_of(row: dict[str, Any]) -> Candidate:
    """A stored figure as one that is stated."""
    return Candidate(
        kind=KINDS[row["kind"]],
        value=row["value"],
        base=row["base"],
        sent=row["sent"],
        province=row["province"],
        city=row["city"],
        measure_id=row["measure_id"],
        segment=row["segment"],
        from_day=date.fromisoformat(row["from_day"]),
        to_day=date.fromisoformat(row["to_day"]),
        source=row["source"],
    )


def refuse(faults: Sequence[Fault]) -> None:
    """Invalid with the first field and all the words, when there is any fault."""
    if faults:
        raise Invalid(
            f"outcome.{faults[0].code}",
            field=faults[0].field,
            zh="".join(f"{fault.zh}：{fault.way_zh}。" for fault in faults),
            en=" ".join(f"{fault.en}: {fault.way_en}." for fault in faults),
        )


def row_of(one: Candidate, **more: Any) -> dict[str, Any]:
    """A whole row in log spelling; `more` are the columns that a candidate does not know."""
    return events.figure_row(
        kind=one.kind.name,
        value=one.value,
        base=one.base,
        sent=one.sent,
        city=one.city,
        measure_id=one.measure_id,
        segment=one.segment,
        from_day=one.from_day.isoformat(),
        to_day=one.to_day.isoformat(),
        source=one.source,
        implausible=is_implausible(one.kind, one.value),
        **more,
    )


def _candidate(stated: Stated) -> Candidate:
    kind = KINDS.get(stated.kind)
    if kind is None:
        known = ", ".join(KINDS)
        raise Invalid(
            "outcome.kind_unknown",
            field="kind",
            zh=f"没有「{stated.kind}」这个指标；可填：{known}。",
            en=f"There is no indicator “{stated.kind}”; there are {known}.",
        )
    given = {name: value for name, value in vars(stated).items() if name != "kind"}
    return Candidate(kind=kind, **given)


def _widened(ground: Ground, one: Candidate) -> Ground:
    """What was right when the figure was stated stays so when it is corrected: its place, its measure and its days."""
    measures = dict(ground.measures)
    if one.measure_id is not None and one.province is not None:
        measures[one.measure_id] = frozenset({*measures.get(one.measure_id, ()), one.province})
    told = ground.told | ({one.province} if one.province else set())
    return replace(ground, measures=measures, told=told)


def _row(tx: Tx, actor: Actor, one: Candidate, place: str, evidence: Evidence | None) -> dict[str, Any]:
    digest, name = _kept_evidence(tx, one, place, evidence) if evidence else (None, None)
    return row_of(
        one,
        evidence=digest,
        evidence_name_text=name,
        note_text=log.keep_text(tx, one.note, audience=place) if one.note else None,
        person_id=actor.person,
        entered_at=tx.now,
    )


def _kept_evidence(tx: Tx, one: Candidate, place: str, evidence: Evidence) -> tuple[str, str]:
    if evidence.attachment_id is not None:
        found = tx.session.get(Attachment, evidence.attachment_id)
        if found is None or found.province != one.province or found.redacted_at is not None:
            raise Invalid(
                "outcome.no_attachment",
                field="attachment",
                zh="没有找到这个附件，或它属于别的省。",
                en="There is no such attachment, or it is another province's.",
            )
        return found.content, found.name_text
    kind = files.kind_of(evidence.content)
    if kind is None or kind.sort == "voice" or len(evidence.content) > kind.most_bytes:
        raise Invalid(
            "outcome.evidence",
            field="file",
            zh="凭证须为照片（JPEG、PNG、WebP、HEIC）或文件（PDF、DOCX、XLSX、纯文本），大小不超过 20 MB。",
            en="Evidence is a photo (JPEG, PNG, WebP, HEIC) or a document (PDF, DOCX, XLSX, plain text) up to 20 MB.",
        )
    digest = log.keep_bytes(tx, evidence.content, audience=place, media_type=kind.media_type)
    return digest, log.keep_text(tx, files.clean_name(evidence.name), audience=place)


def _recorded(
    tx: Tx, actor: Actor, incident_id: str, event: events.FigureEntered | events.FigureCorrected
) -> dict[str, Any]:
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    return fold.row_of(tx.session, "outcome_figure", event.figure_id)


def _said(reason: str) -> str:
    told = reason.strip()
    if not told:
        raise Invalid("reason_missing", field="reason", zh="请写明理由。", en="Say why.")
    return told
