"""A place that is `nation` or a province: whether it is one, and whether the caller may act on it."""

from __future__ import annotations

from incident.errors import Invalid
from incident.events.base import NATION
from incident.web.caller import current
from incident.web.host import house


def known_scope(scope: str, *, field: str = "scope") -> str:
    """The scope, or Invalid when it is neither headquarters nor one of the operator's provinces."""
    if scope != NATION and scope not in house().provinces:
        raise Invalid(
            "scope",
            field=field,
            zh=f"{scope} 不是本公司的省级代码，也不是 nation（总部）。",
            en=f"{scope} is neither nation (headquarters) nor the adcode of one of the operator's provinces.",
        )
    return scope


def require_at(action: str, scope: str) -> str:
    """The scope, where the caller holds `action`; a foreign province reads as if it were not there."""
    caller = current()
    if not caller.sees(scope):
        caller.require_room(known_scope(scope))
    caller.require(action, None if scope == NATION else scope)
    return scope


def visible_scopes() -> list[str]:
    """Places that the caller sees: all for headquarters, else the own provinces."""
    caller = current()
    return [NATION, *house().provinces] if caller.sees(NATION) else [*caller.rooms]


def known_region(region: str, *, field: str = "region") -> str:
    """The region's adcode (or `nation`), or Invalid when nothing is known under it."""
    if region != NATION and region not in house().regions:
        raise Invalid("region", field=field, zh=f"没有 {region} 这个地区。", en=f"There is no region {region}.")
    return region
