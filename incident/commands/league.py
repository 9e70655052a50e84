"""Assessment: scores are published, provinces object, a reviewer rules and all is reckoned again; practices win prizes.

A ruling changes what was published, never the facts: all provinces are reckoned again from the parts that were
published and the rulings on them, and whoever's score or rank moves is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.commands.outcomes.stating import accepting
from incident.db import Tx
from incident.errors import Conflict, Forbidden, Invalid, NotFound
from incident.events import league as events
from incident.log import Actor, incident_stream
from incident.models import Assessment, Objection, ProvinceIncident
from incident.queries.league_facts import ruled_parts_of
from incident.rules import league as rules
from incident.rules.league import Part, Ruling

MAX_TEXT = 2_000


def publish_league(tx: Tx, actor: Actor, *, incident_id: str) -> dict[str, Any]:
    """Publish every province's score from what is known now, with the rulings that stand."""
    accepting(tx, incident_id)
    parts = ruled_parts_of(tx.session, incident_id)
    told = _record(tx, actor, incident_id, parts, because="published", only_moved=False)
    if not told:
        raise Conflict(
            "league.nothing",
            zh="还没有可考评的任务、措施或成效。",
            en="There are no tasks, measures or outcomes to assess yet.",
        )
    return {"provinces": told}


def raise_objection(
    tx: Tx, actor: Actor, *, incident_id: str, objection_id: str, province: str, criterion: str, text: str
) -> dict[str, Any]:
    """Object to one criterion of the province's published score; one open objection a criterion."""
    accepting(tx, incident_id)
    assessment = fold.row_of(tx.session, "assessment", f"{incident_id}:{province}")
    if not assessment:
        raise Conflict(
            "league.not_published",
            zh="本省的考评还没有公布。",
            en="The province's score has not been published yet.",
        )
    if criterion not in rules.BY_NAME:
        known = ", ".join(rules.BY_NAME)
        raise Invalid(
            "not_one_of",
            field="criterion",
            zh=f"criterion 须为 {known} 之一。",
            en=f"criterion must be one of {known}.",
        )
    open_ones = tx.session.scalar(
        select(Objection.id).where(
            Objection.incident_id == incident_id,
            Objection.province == province,
            Objection.criterion == criterion,
            Objection.state == "open",
        )
    )
    if open_ones or fold.row_of(tx.session, "objection", objection_id):
        raise Conflict(
            "league.objected",
            zh="对这一项的异议已经提出，正等答复。",
            en="There is an objection to this already; it waits for its answer.",
        )
    event = events.ObjectionRaised(
        province=province,
        objection_id=objection_id,
        criterion=criterion,
        objection_text=_kept(tx, "text", text, province),
        by=actor.person,
        at=tx.now,
    )
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    return fold.row_of(tx.session, "objection", objection_id)


def answer_objection(
    tx: Tx,
    actor: Actor,
    *,
    objection_id: str,
    ruling: Ruling | None,
    text: str,
    numerator: int | None = None,
    denominator: int | None = None,
) -> dict[str, Any]:
    """Uphold the objection (`leave_out` the criterion, or another `value`) or dismiss it (None), and reckon again."""
    row = fold.row_of(tx.session, "objection", objection_id)
    if not row:
        raise NotFound.of("异议", "objection")
    if row["state"] != "open":
        raise Conflict("league.answered", zh="这条异议已经答复。", en="This objection has been answered.")
    if row["person_id"] == actor.person:
        raise Forbidden(
            "league.own_objection",
            zh="不能答复自己提出的异议。",
            en="Nobody answers an objection of their own.",
        )
    if ruling == "value" and not (numerator is not None and denominator and numerator >= 0):
        raise Invalid(
            "league.value_missing",
            field="denominator",
            zh="请写明改后的分子和分母，分母大于 0。",
            en="Give numerator and denominator of the new value, the latter above 0.",
        )
    event = events.ObjectionAnswered(
        province=row["province"],
        objection_id=objection_id,
        criterion=row["criterion"],
        state="dismissed" if ruling is None else "upheld",
        answer_text=_kept(tx, "text", text, row["province"]),
        by=actor.person,
        at=tx.now,
        ruling=ruling,
        numerator=numerator if ruling == "value" else None,
        denominator=denominator if ruling == "value" else None,
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)
    if ruling is not None:
        parts = _published(tx, row["incident_id"])
        told = {row["criterion"]: (ruling, numerator or 0, denominator or 0)}
        parts[row["province"]] = rules.ruled(parts[row["province"]], told)
        _record(tx, actor, row["incident_id"], parts, because="ruled", only_moved=True)
    return fold.row_of(tx.session, "objection", objection_id)


def nominate_practice(
    tx: Tx, actor: Actor, *, incident_id: str, nomination_id: str, province: str, title: str, text: str
) -> dict[str, Any]:
    """Nominate what a province did, for others to learn from."""
    accepting(tx, incident_id)
    if not fold.row_of(tx.session, "province_incident", f"{incident_id}:{province}"):
        raise Invalid(
            "outcome.no_such_place",
            field="province",
            zh="本次事件没有通知这个省。",
            en="The province was not told of this incident.",
        )
    if fold.row_of(tx.session, "nomination", nomination_id):
        raise Conflict("league.nominated", zh="这条推荐已经提交。", en="This nomination has been made already.")
    event = events.PracticeNominated(
        province=province,
        nomination_id=nomination_id,
        title_text=_kept(tx, "title", title, province),
        practice_text=_kept(tx, "text", text, province),
        by=actor.person,
        at=tx.now,
    )
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    return fold.row_of(tx.session, "nomination", nomination_id)


def award_prize(tx: Tx, actor: Actor, *, nomination_id: str, prize: str, text: str) -> dict[str, Any]:
    """Give a nominated practice a prize, saying what for; nobody awards what they nominated."""
    row = fold.row_of(tx.session, "nomination", nomination_id)
    if not row:
        raise NotFound.of("推荐", "nomination")
    if row["person_id"] == actor.person:
        raise Forbidden(
            "league.own_nomination",
            zh="不能给自己推荐的做法评奖。",
            en="Nobody awards a prize to what they nominated.",
        )
    if prize not in rules.PRIZES:
        known = ", ".join(rules.PRIZES)
        raise Invalid("not_one_of", field="prize", zh=f"prize 须为 {known} 之一。", en=f"prize must be one of {known}.")
    event = events.PrizeAwarded(
        province=row["province"],
        nomination_id=nomination_id,
        title_text=row["title_text"],
        prize=prize,
        prize_text=_kept(tx, "text", text, row["province"]),
        by=actor.person,
        at=tx.now,
    )
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)
    return fold.row_of(tx.session, "nomination", nomination_id)


def _record(
    tx: Tx,
    actor: Actor,
    incident_id: str,
    parts: Mapping[str, Sequence[Part]],
    *,
    because: str,
    only_moved: bool,
) -> int:
    """Record the scores; how many provinces were told. Provinces that were not told of the incident have none."""
    before = {
        row.province: row for row in tx.session.scalars(select(Assessment).where(Assessment.incident_id == incident_id))
    }
    known = set(
        tx.session.scalars(select(ProvinceIncident.province).where(ProvinceIncident.incident_id == incident_id))
    )
    found = []
    for province, score in sorted(rules.scores(parts).items()):
        old = before.get(province)
        spelled = [rules.spelled(part) for part in parts[province]]
        same = old is not None and (old.total, old.rank, old.of, old.parts) == (
            score.total, score.rank, score.of, spelled,
        )  # fmt: skip
        if province not in known or (only_moved and same):
            continue
        found.append(
            events.ProvinceAssessed(
                province=province,
                incident_id=incident_id,
                rules_version=rules.RULES_VERSION,
                total=score.total,
                weight=score.weight,
                rank=score.rank,
                of=score.of,
                parts=tuple(spelled),
                because=because,
                by=actor.person,
                at=tx.now,
                revision=old.revision + 1 if old is not None else 1,
            )
        )
    log.record_many(tx, found, stream=incident_stream(incident_id), actor=actor)
    return len(found)


def _published(tx: Tx, incident_id: str) -> dict[str, list[Part]]:
    rows = tx.session.scalars(select(Assessment).where(Assessment.incident_id == incident_id))
    return {str(row.province): [rules.read_part(part) for part in row.parts] for row in rows}


def _kept(tx: Tx, field: str, text: str, province: str) -> str:
    told = text.strip()
    if not told or len(told) > MAX_TEXT:
        raise Invalid(
            "text_length",
            field=field,
            zh=f"{field} 须有 1 至 {MAX_TEXT} 个字。",
            en=f"{field} must have 1 to {MAX_TEXT} characters.",
        )
    return log.keep_text(tx, told, audience=province)
