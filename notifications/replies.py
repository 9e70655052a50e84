"""Reading a reply that a person sent from a mail program: acknowledging when nothing else works.

Strict on purpose: only a reply code and one explicit digit count. An automatic answer (out of office,
bounce) carries the code in its subject too and must never acknowledge a task. The code is a secret of
the task; who wrote is only what the mail says, so the application compares ``sender``, or the message that
is answered, with what it sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default as default_policy
from email.utils import getaddresses

from notifications.render import EXERCISE_PREFIX

#: A larger mail is not a reply of one digit.
MAX_REPLY_BYTES = 64 * 1024
_MAX_HEADER = 1000
#: The standard library's header parser raises any of these on hostile headers.
_HOSTILE = (MessageError, LookupError, ValueError, TypeError, AttributeError, IndexError)
#: Message-IDs of notices; nobody who did not get one can name it.
_OURS = re.compile(r"<[0-9a-f]{40}@[^<>\s]{1,120}>")
_CODE = re.compile(r"\[(T-[A-Z0-9]{4}-[A-Z0-9]{4})\]")
_CODE_AND_DIGIT = re.compile(r"\[(T-[A-Z0-9]{4}-[A-Z0-9]{4})\]\s*([0-9０-９])?\s*")


@dataclass(frozen=True)
class Reply:
    """A person's answer: the code of the task, one digit (1 = acknowledge), who sent it, in which world."""

    code: str
    answer: str
    sender: str
    message_id: str
    exercise: bool
    #: Message-ID of what it answers, where its program says so.
    in_reply_to: str = ""


@dataclass(frozen=True)
class Bounce:
    """A mail server gave up: the Message-ID of what did not arrive, and why (RFC 3463, such as 5.1.1)."""

    message_id: str
    status: str


def parse_reply(raw: bytes) -> Reply | None:
    """Return the reply in a mail's bytes, or None when it is not clearly one. Never raises."""
    if len(raw) > MAX_REPLY_BYTES:
        return None
    try:
        message = message_from_bytes(raw, policy=default_policy)
        return _reply(message) if isinstance(message, EmailMessage) else None
    except _HOSTILE:
        return None


def is_automatic(raw: bytes) -> bool:
    """Whether a machine says that it wrote this mail: an out-of-office answer, a bounce, a list. Never raises."""
    try:
        message = message_from_bytes(raw[:MAX_REPLY_BYTES], policy=default_policy)
        return isinstance(message, EmailMessage) and _is_automatic(message)
    except _HOSTILE:
        return False


def read_bounce(raw: bytes) -> Bounce | None:
    """Return what a delivery status notification (RFC 3464) says has failed for good, or None. Never raises."""
    try:
        message = message_from_bytes(raw[:MAX_REPLY_BYTES], policy=default_policy)
        return _bounce(message) if isinstance(message, EmailMessage) else None
    except _HOSTILE:
        return None


def _bounce(message: EmailMessage) -> Bounce | None:
    if message.get_content_type() != "multipart/report":
        return None
    status, about = "", ""
    for part in message.walk():
        if part.get("Action", "").strip().lower() == "failed":
            status = str(part.get("Status", ""))[:20].strip()
        elif part.get_content_type() == "text/rfc822-headers":
            about = about or str(message_from_string(str(part.get_payload())).get("Message-ID", ""))
        elif part is not message:
            about = about or str(part.get("Message-ID", ""))
    return Bounce(about.strip(), status) if status and _OURS.fullmatch(about.strip()) else None


def _reply(message: EmailMessage) -> Reply | None:
    if _is_automatic(message):
        return None
    subjects, senders = message.get_all("Subject", []), message.get_all("From", [])
    if len(subjects) != 1 or len(senders) != 1:
        return None
    subject, addresses = str(subjects[0]), getaddresses([str(senders[0])])
    if len(subject) > _MAX_HEADER or len(addresses) != 1 or not addresses[0][1]:
        return None
    codes = set(_CODE.findall(subject))
    found = _CODE_AND_DIGIT.search(subject)
    if len(codes) != 1 or found is None:
        return None
    answer = found[2] if found[2] and found.end() == len(subject) else _first_line_digit(message)
    if answer is None:
        return None
    return Reply(
        code=found[1],
        answer=str(int(answer)),
        sender=addresses[0][1].lower(),
        message_id=str(message.get("Message-ID", ""))[:_MAX_HEADER].strip(),
        exercise=EXERCISE_PREFIX in subject,
        in_reply_to=str(message.get("In-Reply-To", ""))[:_MAX_HEADER].strip(),
    )


def _is_automatic(message: EmailMessage) -> bool:
    """Tell by the marks of RFC 3834 and common usage whether a machine wrote this."""
    if str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower() != "no":
        return True
    if str(message.get("Precedence", "")).strip().lower() in {"bulk", "junk", "list", "auto_reply"}:
        return True
    if any(name in message for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress")):
        return True
    return message.get_content_type() == "multipart/report" or str(message.get("Return-Path", "")).strip() == "<>"


def _first_line_digit(message: EmailMessage) -> str | None:
    body = message.get_body(preferencelist=("plain",))
    if body is None:
        return None
    content = body.get_content()
    lines = [line.strip() for line in str(content).splitlines() if line.strip()]
    return lines[0] if lines and re.fullmatch(r"[0-9０-９]", lines[0]) else None
