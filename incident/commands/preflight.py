"""The pre-flight inside an approval: made again under the lock, so that only what stands now can be approved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from incident import log
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.queries.preflight import Figures, measure_preflight
from incident.rules import approvals
from incident.rules import preflight as rules


@dataclass(frozen=True)
class Seen:
    """The pre-flight that an approver looked at, and what it is made with again to see that it still holds."""

    digest: str
    figures: Figures


@dataclass(frozen=True)
class Stands:
    """The pre-flight as it stands now."""

    digest: str
    content: bytes


def made_again(tx: Tx, row: dict[str, Any], seen: Seen | None) -> Stands | None:
    """The pre-flight of the measure as it stands now; None where the approver named none."""
    if seen is None:
        return None
    content = rules.bytes_of(measure_preflight(tx.session, row, seen.figures))
    return Stands(rules.digest_of_bytes(content), content)


def refuse_unless_counted(row: dict[str, Any], typed_count: int | None) -> None:
    """For class A the number of customers is typed by whoever approves."""
    if row["approval_class"] == "A" and typed_count != row["customers"]:
        raise Invalid(
            "measure.count",
            field="typed_count",
            zh=f"甲类措施须亲手输入客户数（{row['customers']:,}），输入的不一致，请核对。",
            en=f"Class A asks you to type the number of customers ({row['customers']:,}); look again.",
        )


def keep_seen(tx: Tx, stands: Stands | None, seen: Seen | None) -> str | None:
    """Refuse a pre-flight other than the one that stands; else keep its bytes and give its digest."""
    if stands is None or seen is None:
        return None
    if stands.digest != seen.digest:
        objection = approvals.OTHER_PREFLIGHT
        raise Conflict(objection.code, zh=objection.zh, en=objection.en)
    return log.keep_bytes(tx, stands.content, audience="nation", media_type="application/json", salt=rules.SALT)
