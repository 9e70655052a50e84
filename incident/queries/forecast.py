"""Reading what a moving storm reaches step by step, as one room may see it."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.forecast_apart import within
from incident.models import Blob, Footprint


def forecast_of(
    session: Session, *, incident_id: str, footprint_id: str, provinces: Collection[str] | None
) -> dict[str, Any] | None:
    """The forecast of a footprint version with the numbers of `provinces` (none: all); None where it has none.

    The session is the house's own, since the document is the nation's; what is not for `provinces` stays here.
    """
    blob = session.scalar(
        select(Blob)
        .join(Footprint, Footprint.steps_text == Blob.digest)
        .where(Footprint.id == footprint_id, Footprint.incident_id == incident_id)
    )
    return within(json.loads(blob.content), provinces) if blob else None
