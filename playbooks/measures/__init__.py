"""The measure types, one class a kind. To add one: a file here, its class in the tuple below.

``measure_type(kind)`` finds one, ``KINDS`` lists them in the order in which forms and pages show them.
"""

from typing import Any

from playbooks.measures.base import (
    BY_TASKS,
    Cost,
    InstructionContext,
    LandingNote,
    MeasureType,
    NotCarriedByBilling,
    Note,
    Success,
    share_fen,
)
from playbooks.measures.call_forwarding import CallForwarding
from playbooks.measures.care_hotline import CareHotline
from playbooks.measures.counselling_line import CounsellingLine
from playbooks.measures.data_pack import DataPack
from playbooks.measures.emergency_top_up import EmergencyTopUp
from playbooks.measures.extended_pay_date import ExtendedPayDate
from playbooks.measures.fee_waiver import FeeWaiver
from playbooks.measures.fraud_watch import FraudWatch
from playbooks.measures.green_channel import GreenChannel
from playbooks.measures.hotline_priority import HotlinePriority
from playbooks.measures.key_customer_team import KeyCustomerTeam
from playbooks.measures.landing_plan import LandingPlan, read_plan
from playbooks.measures.loan_phones import LoanPhones
from playbooks.measures.love_cards import LoveCards
from playbooks.measures.notice_suppression import NoticeSuppression
from playbooks.measures.public_info_broadcast import PublicInfoBroadcast
from playbooks.measures.rescuer_waiver import RescuerWaiver
from playbooks.measures.service_points import ServicePoints
from playbooks.measures.sim_reissue import SimReissue
from playbooks.measures.suspension_deferral import SuspensionDeferral
from playbooks.measures.venue_services import VenueServices

_TYPES: tuple[MeasureType[Any], ...] = (
    SuspensionDeferral(),
    FeeWaiver(),
    RescuerWaiver(),
    EmergencyTopUp(),
    LoveCards(),
    ExtendedPayDate(),
    CallForwarding(),
    SimReissue(),
    DataPack(),
    NoticeSuppression(),
    PublicInfoBroadcast(),
    CareHotline(),
    CounsellingLine(),
    HotlinePriority(),
    GreenChannel(),
    ServicePoints(),
    LoanPhones(),
    KeyCustomerTeam(),
    VenueServices(),
    FraudWatch(),
)
KINDS: dict[str, MeasureType[Any]] = {measure.kind: measure for measure in _TYPES}


def measure_type(kind: str) -> MeasureType[Any]:
    """Return the measure type of ``kind``; KeyError lists the known ones."""
    try:
        return KINDS[kind]
    except KeyError:
        raise KeyError(f"unknown measure type {kind!r}; known: {', '.join(KINDS)}") from None


__all__ = [
    "BY_TASKS",
    "KINDS",
    "Cost",
    "InstructionContext",
    "LandingNote",
    "LandingPlan",
    "MeasureType",
    "NotCarriedByBilling",
    "Note",
    "Success",
    "measure_type",
    "read_plan",
    "share_fen",
]
