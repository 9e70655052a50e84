"""The landing plan of a draft: the type's own, or one by hand that is checked before anybody approves it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from incident.errors import Invalid
from playbooks.measures import measure_type, read_plan


def landing_of(kind: str) -> dict[str, Any] | None:
    """The plan by which a type's clocks run again after the end; None where it holds none."""
    plan = measure_type(kind).landing_plan()
    return plan.model_dump(mode="json") if plan is not None else None


def checked_landing(kind: str, given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A plan given by hand, or the type's own; Invalid names the first place that does not fit."""
    own = landing_of(kind)
    if given is None:
        return own
    if own is None:
        raise Invalid(
            "measure.no_landing",
            field="landing",
            zh="这种举措不停走时钟，没有收尾分批。",
            en="A measure of this kind holds no clocks, so it has no stages to land in.",
        )
    try:
        return read_plan(given).model_dump(mode="json")
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(["landing", *(str(step) for step in first["loc"])])
        raise Invalid(
            "measure.landing",
            field=place,
            zh=f"收尾安排 {place} 不合要求：{first['msg']}",
            en=f"{place}: {first['msg']}",
        ) from None
