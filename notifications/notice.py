"""The one document of a staff notice, whichever way it leaves: the application composes once, each channel renders.

Kind ``staff_notice``. ``to`` is an address of the channel's own kind (see :func:`check_address`); everything else is
the same for all. Not for the public: customers are reached only through a province's own platforms.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError

from notifications.delivery import Delivery, DocumentError, Refused, World
from notifications.endpoint import Settings
from notifications.render import EXERCISE_PREFIX, Language, exercise_text

KIND = "staff_notice"

#: ``mail`` a mailbox; ``phone`` E.164 such as +8613800138000; ``robot`` the name that a chat robot or a webhook has in
#: the channel's settings (its address holds a secret, so it never stands in a document); ``push`` a browser's
#: PushSubscription as JSON.
AddressKind: TypeAlias = Literal["mail", "phone", "robot", "push"]

# Strict on purpose: staff mailboxes, no quoting, no comments, no lists.
_MAILBOX = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_ROBOT = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
_LONGEST_SUBSCRIPTION = 2000


def mailbox(text: str) -> str:
    """Return a plain mail address unchanged. Raises ValueError."""
    if not _MAILBOX.fullmatch(text) or ".." in text:
        raise ValueError("must be one plain mail address such as duty@example.com")
    return text


def phone(text: str) -> str:
    """Return a telephone number in E.164 unchanged. Raises ValueError."""
    if not _PHONE.fullmatch(text):
        raise ValueError("must be a telephone number with country code such as +8613800138000")
    return text


def robot(text: str) -> str:
    """Return the name of a configured robot or webhook unchanged. Raises ValueError."""
    if not _ROBOT.fullmatch(text):
        raise ValueError("must be the name of a robot in the settings: small letters, digits, . _ -")
    return text


def _subscription(text: str) -> str:
    if not text.startswith("{") or len(text) > _LONGEST_SUBSCRIPTION:
        raise ValueError("must be a browser's PushSubscription as JSON: endpoint and keys.p256dh, keys.auth")
    return text


_CHECKS: Mapping[AddressKind, Callable[[str], str]] = {
    "mail": mailbox,
    "phone": phone,
    "robot": robot,
    "push": _subscription,
}


def check_address(kind: AddressKind, text: str) -> str:
    """Return an address of this kind unchanged. Raises ValueError with what it must be."""
    return _CHECKS[kind](text)


def one_line(text: str) -> str:
    """Return a text unchanged that is one line without control characters. Raises ValueError."""
    if any(character < " " or character in "\x7f\x85\u2028\u2029" for character in text):
        raise ValueError("must be one line without control characters")
    return text


def _link(text: str) -> str:
    if not text:
        return text
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not text.isascii() or re.search(r"\s", text):
        raise ValueError("must be an http or https address in plain ASCII, or empty")
    if parts.scheme == "http" and not _is_local(parts.hostname):
        raise ValueError("must be https unless it points to this machine")
    return one_line(text)


def _is_local(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_private or address.is_loopback


Mailbox = Annotated[str, AfterValidator(mailbox)]
Phone = Annotated[str, AfterValidator(phone)]
Digit = Annotated[str, Field(pattern=r"^[0-9]$", max_length=1)]


class StaffNotice(Settings):
    """What one person, or one group, is told. Only ``to``, ``subject`` and ``body`` must be given.

    A channel uses what it can carry: mail the subject and body; SMS, voice and push ``short`` (the subject where it is
    empty); robots the subject and body. ``reply_code`` is printed with the way of answering wherever a person can
    answer by it, ``link`` wherever it can be opened. The exercise prefix is put in front by the channel, never by the
    caller.
    """

    to: str = Field(min_length=1, max_length=_LONGEST_SUBSCRIPTION)
    subject: Annotated[str, AfterValidator(one_line), Field(min_length=1, max_length=400)]
    body: str = Field(min_length=1, max_length=20_000)
    #: One line that says it all; at most four SMS parts with everything that is added.
    short: Annotated[str, AfterValidator(one_line), Field(max_length=240)] = ""
    #: Such as T-ABCD-1234; empty where nothing can be answered.
    reply_code: str = Field(default="", pattern=r"^(?:T-[A-Z0-9]{4}-[A-Z0-9]{4})?$")
    link: Annotated[str, AfterValidator(_link), Field(max_length=500)] = ""
    language: Language = "zh"
    #: Digits that count as an answer on a telephone's keys; 1 acknowledges.
    digits: tuple[Digit, ...] = Field(default=("1",), max_length=10)
    #: Telephone numbers to be named in a group (WeCom, DingTalk).
    mention: tuple[Phone, ...] = Field(default=(), max_length=20)
    #: How long the receiver may still try to deliver it, in real seconds.
    lasts_s: int = Field(default=3600, ge=60, le=86_400)

    def line(self, *, world: World) -> str:
        """Return the one line that says it all, with the exercise prefix where it belongs."""
        text = self.short or self.subject
        return exercise_text(text) if world == "exercise" else text

    def text(self, *, world: World) -> str:
        """Return subject, body, way of answering and link as paragraphs, with the exercise prefix in front."""
        asked = [] if self.link == "" or self.link in self.body else [self.link]
        text = "\n".join([self.subject, self.body.rstrip(), *asked])
        return f"{EXERCISE_PREFIX}{text}" if world == "exercise" and not text.startswith(EXERCISE_PREFIX) else text


def read_notice(delivery: Delivery, *, address_kind: AddressKind) -> StaffNotice | Refused:
    """Return the notice of a delivery, or why it cannot be sent, by the name of its field."""
    try:
        notice = StaffNotice.model_validate(delivery.content())
    except ValidationError as error:
        return Refused("bad_document", "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}"
                       for item in error.errors(include_input=False)))  # fmt: skip
    except DocumentError as error:
        return Refused("bad_document", str(error))
    try:
        check_address(address_kind, notice.to)
    except ValueError as error:
        return Refused("bad_document", f"to: {error}")
    return notice
