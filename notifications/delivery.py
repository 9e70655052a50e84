"""The values that cross between the application and everything that leaves the house.

The application hands a :class:`Delivery` to a channel or connector and gets back what is *known*:
it was taken (:class:`Sent`), it was surely not taken (:class:`Refused`), or nobody can say
(:class:`Unknown`). The third answer exists because a lost reply is not a failure: a billing
instruction whose answer got lost may have been carried out, so it is asked about by its key and
never sent again blindly. Nothing here does I/O and nothing here retries.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, TypedDict

World: TypeAlias = Literal["live", "exercise"]
ReceiptState: TypeAlias = Literal["accepted", "in_progress", "settled", "refused", "not_found", "unknown"]
BroadcastState: TypeAlias = Literal["running", "stopped", "completed", "not_found", "unknown"]
NoticeState: TypeAlias = Literal["queued", "submitted", "delivered", "failed", "expired", "unknown", "not_found"]

#: The six states of a message to one recipient. Submitted is not delivered (DOMAIN: delivery states).
DELIVERY_STATES = ("queued", "submitted", "delivered", "failed", "expired", "unknown")
FIGURE_NAMES = ("intended", "submitted", "applied", "failed", "reversed")

#: A document larger than this is a mistake, not a delivery: 256 KiB.
MAX_DOCUMENT_BYTES = 256 * 1024
#: The longest number that may cross: 63 bits, as the database stores it.
MAX_INTEGER = 2**63 - 1


class Amount(TypedDict):
    """A count of customers and the money that belongs to it, in fen (1/100 yuan)."""

    customers: int
    fen: int


class Figures(TypedDict):
    """The account of one batch; applied + failed <= submitted <= intended, in customers and in fen."""

    intended: Amount
    submitted: Amount
    applied: Amount
    failed: Amount
    reversed: Amount


class DocumentError(ValueError):
    """A delivery's document cannot be sent as it stands; the message names the field and the way out."""


@dataclass(frozen=True)
class Delivery:
    """One thing to be delivered once.

    ``key`` is the natural key under which the receiver deduplicates; ``fence`` the lease number of
    the outbox row (a receiver refuses an older one); ``kind`` the name of the document's shape;
    ``document`` the approved bytes, or an equal dict.
    """

    key: str
    fence: int
    kind: str
    document: Mapping[str, object] | bytes
    world: World

    def content(self) -> dict[str, object]:
        """Return the document as a dict. Raises DocumentError unless it is one strict JSON object."""
        return read_document(self.raw())

    def raw(self) -> bytes:
        """Return the document's bytes: the given ones, or the canonical form of a given dict."""
        if isinstance(self.document, bytes):
            return self.document
        try:
            text = json.dumps(self.document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
            return text.encode()
        except (TypeError, ValueError) as error:
            raise DocumentError(f"document of {self.key!r} is not JSON: {error}") from error

    def digest(self) -> str:
        """Return the SHA-256 of the document's bytes in hex: what the approval was bound to."""
        return hashlib.sha256(self.raw()).hexdigest()


@dataclass(frozen=True)
class Sent:
    """The receiver has it and said so. ``reference`` is the receiver's own name for it."""

    reference: str
    state: str
    figures: Figures | None = None


@dataclass(frozen=True)
class Refused:
    """It surely did not take effect. ``retryable`` says whether the same delivery may be sent later."""

    code: str
    message: str
    retryable: bool = False


@dataclass(frozen=True)
class Unknown:
    """It may or may not have taken effect: ask by the key, or park it for a person."""

    reason: str


Outcome: TypeAlias = Sent | Refused | Unknown


@dataclass(frozen=True)
class ExceptionRow:
    """One account that a batch could not be applied to, by the billing system's opaque reference."""

    account_ref: str
    reason: str
    fen: int


@dataclass(frozen=True)
class Receipt:
    """What a system says about one batch.

    ``figures`` is None when the state is ``refused``, ``not_found`` or ``unknown``; of a system that says no only later
    (files in a folder), ``refused`` is certain and ``note`` begins with its code. ``exceptions`` may be fewer
    than ``figures["failed"]["customers"]`` when there are more than the connector was set to fetch.
    ``reference`` is empty when there is none, and then ``note`` says why nothing is known.
    """

    key: str
    state: ReceiptState
    figures: Figures | None = None
    exceptions: tuple[ExceptionRow, ...] = ()
    reference: str = ""
    note: str = ""


#: What of a survey's answers counts for nothing: after its time, from who had answered, unreadable.
SURVEY_NOTES = ("late", "repeated", "unclear")


@dataclass(frozen=True)
class SurveyAnswers:
    """Recipients of a survey by the number that each answered with first, and what else came; never who."""

    digits: Mapping[int, int]
    notes: Mapping[str, int]
    #: Whether its time is over, so that no answer can count any more.
    closed: bool


@dataclass(frozen=True)
class BroadcastReceipt:
    """What a gateway says about one broadcast, in recipients.

    ``counts`` holds the six delivery states; with ``stopped`` (never sent, because of a stop) they
    add up to ``audience``.
    """

    key: str
    state: BroadcastState
    audience: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    stopped: int = 0
    reference: str = ""
    note: str = ""
    #: Whether nothing of the counts can change any more, where the gateway says so.
    settled: bool | None = None
    #: Rules of the audience of which the gateway knows nothing: whoever counts by these alone gets no message.
    rules_not_known: tuple[str, ...] = ()
    #: Of a survey: what was answered.
    survey: SurveyAnswers | None = None


@dataclass(frozen=True)
class NoticeReceipt:
    """What a gateway says about one notice to one person.

    ``delivered`` is a delivery report, or an answered call; ``digit`` what was then pressed. ``code`` is the gateway's
    own word (``busy``, ``DELIVERED``, ``ESME_RTHROTTLED``), ``note`` its sentence. ``not_found``: it never took it.
    """

    key: str
    state: NoticeState
    reference: str = ""
    code: str = ""
    digit: str = ""
    note: str = ""


@dataclass(frozen=True)
class Stopped:
    """The gateway stopped a broadcast: ``stopped`` recipients get nothing, ``gone`` had already left.

    A stop that reaches the gateway before the broadcast itself stops all of it: ``audience`` is then
    0 and a late submission under the same key is refused.
    """

    key: str
    stopped: int
    gone: int
    audience: int
    counts: Mapping[str, int]
    reference: str = ""


def read_document(raw: bytes, *, limit: int = MAX_DOCUMENT_BYTES) -> dict[str, object]:
    """Parse one JSON object strictly: no duplicate names, no NaN, no floats, integers within 63 bits."""
    if len(raw) > limit:
        raise DocumentError(f"document has {len(raw)} bytes; at most {limit} are sent")
    try:
        value = json.loads(
            raw,
            object_pairs_hook=_object_without_duplicates,
            parse_constant=_refuse_number,
            parse_float=_refuse_number,
            parse_int=_bounded_integer,
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise DocumentError(f"document is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise DocumentError(f"document must be a JSON object, not {type(value).__name__}")
    return value


def _object_without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise DocumentError("document repeats a name within one object; each may stand once")
    return result


def _refuse_number(text: str) -> object:
    raise DocumentError(f"document holds the number {text}; use integers (money in fen, shares in ppm)")


def _bounded_integer(text: str) -> int:
    # The length is looked at first: int() of a million digits is itself an attack.
    if len(text) > 20 or abs(int(text)) > MAX_INTEGER:
        raise DocumentError(f"document holds an integer of {len(text)} digits; 63 bits are the limit")
    return int(text)
