"""The billing actions as TM Forum resources: pure translation, one function for each action.

What is standard and what is not is said on the wire itself: a resource whose ``@type`` differs from
its ``@baseType`` is an extension of that TM Forum resource.

* ``waive``: TMF678 appliedCustomerBillingRate; ``top_up`` and ``grant_allowance``: TMF654 topupBalance, in fen or
  in the allowance's own unit (a bucket of usage is not money).
* ``reopen``, ``open_free_service``: TMF622 productOrderItem (TMF637 has no resume operation).
* ``freeze_clocks``, ``move_due_date``: extension of TMF666 billingAccount, since no TM Forum resource
  covers dunning. ``suppress_notice``: extension of TMF681 communicationMessage.
* Of a landing: ``restart_clocks`` is that extension again, ``courtesy_notice`` extends TMF681 and ``offer_instalments``
  TMF666's payment plan; each names the share of the batch it reaches.
* ``reverse``: extension of TMF654 adjustBalance naming the action that is taken back.

No TM Forum API takes an audience by description, so the whole batch is one task resource of our own
(``BillingBatch``) with the resources as its items: one request, one key, one answer. Money is integer
fen (``units: fen``) instead of TM Forum's decimal number, which would be a float in most readers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from pydantic import JsonValue

from notifications.connectors._instruction import Action, ActionName, Instruction

_EXTENSION_SCHEMA = "urn:tongxin:tmf-extension:1"
#: Allowance -> TMF654's usage type, and the unit that its amount is in.
_ALLOWANCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"data_mb": ("data", "MB"), "voice_minutes": ("voice", "minute"), "sms_messages": ("SMS", "message")}
)


def batch_resource(instruction: Instruction, *, key: str, digest: str) -> dict[str, object]:
    """Return the BillingBatch resource of one instruction: what is POSTed."""
    return {
        "@type": "BillingBatch",
        "@baseType": "Entity",
        "@schemaLocation": _EXTENSION_SCHEMA,
        "externalId": key,
        "documentDigest": digest,
        "batch": instruction.batch,
        "measureType": instruction.kind,
        "place": {"@type": "GeographicLocation", "id": instruction.county, "role": "county"},
        "marketSegment": {"@type": "MarketSegmentRef", "id": instruction.segment},
        "eligibilityRule": list(instruction.rules),
        "customerCount": instruction.customers,
        "cap": _fen(instruction.cap_fen),
        "batchItem": [_item(action, number) for number, action in enumerate(instruction.actions, start=1)],
    }


def _item(action: Action, number: int) -> dict[str, object]:
    resource = _RESOURCES[action.action](action)
    return {
        "id": str(number),
        "externalId": action.key,
        "action": action.action,
        "resource": {
            **resource,
            "validFor": {"startDateTime": action.period.from_, "endDateTime": action.period.until},
            "characteristic": [{"name": name, "value": value} for name, value in sorted(action.details.items())],
        },
    }


def _names(action: Action, detail: str) -> list[JsonValue]:
    value = action.details.get(detail)
    return value if isinstance(value, list) else []


def _fen(amount: int) -> dict[str, object]:
    return {"amount": amount, "units": "fen"}


def _extension(name: str, *, of: str) -> dict[str, object]:
    return {"@type": name, "@baseType": of, "@schemaLocation": _EXTENSION_SCHEMA}


def _freeze_clocks(action: Action) -> dict[str, object]:
    # Telecom Regulations: late fee, suspension and termination run apart, so each is named.
    clocks = [{"name": name, "state": "frozen"} for name in _names(action, "clocks")]
    return {**_extension("BillingAccountDeferral", of="BillingAccount"), "collectionClock": clocks}


def _move_due_date(action: Action) -> dict[str, object]:
    later = {"amount": action.details.get("days"), "units": "day"}
    return {**_extension("BillingAccountDueDate", of="BillingAccount"), "paymentDueDateShift": later}


def _reopen(_: Action) -> dict[str, object]:
    return {"@type": "ProductOrderItem", "action": "modify", "product": {"status": "active"}}


def _open_free_service(action: Action) -> dict[str, object]:
    offering = {"@type": "ProductOfferingRef", "id": action.details.get("service")}
    return {
        "@type": "ProductOrderItem",
        "action": "add",
        "productOffering": offering,
        "itemPrice": [{"price": _fen(0)}],
    }


def _waive(_: Action) -> dict[str, object]:
    return {"@type": "AppliedCustomerBillingRate", "type": "waiver", "isBilled": False}


def _top_up(action: Action) -> dict[str, object]:
    amount = {"amount": action.details.get("fen_per_customer"), "units": "fen"}
    return {"@type": "TopupBalance", "isAutoTopup": False, "amount": amount, "channel": {"name": "tongxin"}}


def _grant_allowance(action: Action) -> dict[str, object]:
    usage, unit = _ALLOWANCES.get(str(action.details.get("allowance")), (None, None))
    amount = {"amount": action.details.get("amount"), "units": unit}
    return {
        "@type": "TopupBalance",
        "isAutoTopup": False,
        "usageType": usage,
        "amount": amount,
        "channel": {"name": "tongxin"},
    }


def _suppress_notice(action: Action) -> dict[str, object]:
    notices = [{"messageType": name} for name in _names(action, "notices")]
    return {**_extension("CommunicationSuppression", of="CommunicationMessage"), "suppressed": notices}


def _courtesy_notice(_: Action) -> dict[str, object]:
    return {**_extension("CourtesyMessage", of="CommunicationMessage"), "messageType": "courtesy_before_dunning"}


def _offer_instalments(action: Action) -> dict[str, object]:
    every = {"amount": action.details.get("every_days"), "units": "day"}
    return {
        **_extension("BillingAccountPaymentPlan", of="PaymentPlan"),
        "numberOfPayments": action.details.get("count"),
        "paymentFrequency": every,
    }


def _restart_clocks(action: Action) -> dict[str, object]:
    clocks = [{"name": name, "state": "running"} for name in _names(action, "clocks")]
    return {**_extension("BillingAccountDeferral", of="BillingAccount"), "collectionClock": clocks}


def _reverse(action: Action) -> dict[str, object]:
    return {**_extension("BillingActionReversal", of="AdjustBalance"), "reverses": action.details.get("of")}


_RESOURCES: Mapping[ActionName, Callable[[Action], dict[str, object]]] = MappingProxyType(
    {
        "freeze_clocks": _freeze_clocks,
        "move_due_date": _move_due_date,
        "reopen": _reopen,
        "open_free_service": _open_free_service,
        "grant_allowance": _grant_allowance,
        "waive": _waive,
        "top_up": _top_up,
        "suppress_notice": _suppress_notice,
        "courtesy_notice": _courtesy_notice,
        "offer_instalments": _offer_instalments,
        "restart_clocks": _restart_clocks,
        "reverse": _reverse,
    }
)
