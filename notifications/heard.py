"""What comes back from a channel: a person's answer, or a gateway's report of what became of a notice.

Values only. A channel's ``parse_reply`` makes them of a callback's bytes and headers, its ``collect`` of what waited
on its own line. The application takes each ``id`` once, and decides what an answer does.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, TypeAlias

from notifications.delivery import NoticeState
from notifications.render import visible

Via: TypeAlias = Literal["sms", "voice", "mail"]

#: States after which nothing more is heard of a notice.
FINAL: frozenset[NoticeState] = frozenset({"delivered", "failed", "expired"})

# "1", "1 T-ABCD-1234", "T-ABCD-1234 1", "1 ABCD1234": what thumbs make of it, and nothing else.
_CODE = r"(?:T-?)?([A-Z0-9]{4})-?([A-Z0-9]{4})"
_DIGIT_FIRST = re.compile(rf"([0-9])(?:[\s,.:#]+{_CODE})?")
_CODE_FIRST = re.compile(rf"\[?{_CODE}\]?[\s,.:#]+([0-9])")
_MAX_TEXT = 500


@dataclass(frozen=True)
class Answered:
    """A person answered. ``digit`` is empty when the text is no clear answer: then it is only news.

    ``code`` is the reply code when it was written, ``key`` our delivery's key when the gateway knows it (voice);
    where both are empty the application looks for what is open for ``sender``. ``sender`` is as the line said, which
    for a telephone number can be forged: the application compares it with the person the notice was for.
    """

    id: str
    via: Via
    sender: str
    digit: str = ""
    code: str = ""
    key: str = ""
    text: str = ""
    #: Our own message that it answers, by the gateway's name for it (mail).
    reference: str = ""


@dataclass(frozen=True)
class Ignored:
    """Something came on the line that is no answer and no report: only counted, by ``why``."""

    id: str
    via: Via
    why: Literal["automatic", "not_understood"]


@dataclass(frozen=True)
class Report:
    """A gateway says what became of a notice: match it by ``key``, or where that is empty by ``reference``.

    ``code`` and ``note`` are the gateway's own words.
    """

    id: str
    state: NoticeState
    key: str = ""
    reference: str = ""
    code: str = ""
    note: str = ""


Heard: TypeAlias = Answered | Report | Ignored


class Forged(ValueError):
    """A callback is not from the gateway, too old, or not readable; nothing in it counts."""


def read_answer(text: str) -> tuple[str, str]:
    """Return (digit, reply code) of a text message, each empty when it is not clearly there. Never raises.

    Only a text that is nothing but a digit, with or without one reply code, is an answer: "1 moment" is not.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text[: _MAX_TEXT + 1]).upper().split())
    if found := _DIGIT_FIRST.fullmatch(plain):
        return found[1], f"T-{found[2]}-{found[3]}" if found[2] else ""
    if found := _CODE_FIRST.fullmatch(plain):
        return found[3], f"T-{found[1]}-{found[2]}"
    return "", ""


def answered(*, id_: str, via: Via, sender: str, text: str, key: str = "") -> Answered:
    """Make an Answered of a text that somebody wrote."""
    digit, code = read_answer(text)
    return Answered(id=id_, via=via, sender=sender, digit=digit, code=code, key=key, text=visible(text[:_MAX_TEXT]))
