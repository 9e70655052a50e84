"""The measure types, one class a kind. To add one: a file here, its class in the tuple below.

``measure_type(kind)`` finds one, ``KINDS`` lists them in the order in which forms and pages show them.
"""

from typing import Any

from playbooks.measures.base import (
    Cost,
    InstructionContext,
    LandingNote,
    MeasureType,
    NotCarriedByBilling,
    Success,
    share_fen,
)
from playbooks.measures.fee_waiver import FeeWaiver
from playbooks.measures.green_channel import GreenChannel
from playbooks.measures.landing_plan import LandingPlan, read_plan
from playbooks.measures.public_info_broadcast import PublicInfoBroadcast
from playbooks.measures.suspension_deferral import SuspensionDeferral

_TYPES: tuple[MeasureType[Any], ...] = (
    SuspensionDeferral(),
    FeeWaiver(),
    PublicInfoBroadcast(),
    GreenChannel(),
)
KINDS: dict[str, MeasureType[Any]] = {measure.kind: measure for measure in _TYPES}


def measure_type(kind: str) -> MeasureType[Any]:
    """Return the measure type of ``kind``; KeyError lists the known ones."""
    try:
        return KINDS[kind]
    except KeyError:
        raise KeyError(f"unknown measure type {kind!r}; known: {', '.join(KINDS)}") from None


__all__ = [
    "KINDS",
    "Cost",
    "InstructionContext",
    "LandingNote",
    "LandingPlan",
    "MeasureType",
    "NotCarriedByBilling",
    "Success",
    "measure_type",
    "read_plan",
    "share_fen",
]
