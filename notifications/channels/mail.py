"""Staff notices by mail over SMTP, and the reading of replies that acknowledge: handed over, or from a mailbox.

Delivery is at-least-once: a notice whose fate is unknown may be sent again, because its Message-ID is
derived from the key and the receiver drops the second copy. SMTP cannot be asked what became of a
message, so ``query`` always answers ``unknown``. Not for the public: customers are reached only
through a province's own platforms.
"""

from __future__ import annotations

import contextlib
import hashlib
import smtplib
import ssl
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from typing import ClassVar, Literal

from pydantic import Field, SecretStr

from notifications.channel import Channel
from notifications.channels._inbox import Inbox, InboxError, InboxSettings, LiveInboxSettings
from notifications.channels._smtp import CheckedSession, transfer
from notifications.delivery import Delivery, NoticeReceipt, Outcome, Refused, Sent, World
from notifications.endpoint import Network, Settings
from notifications.heard import Answered, Forged, Heard, Ignored, Report
from notifications.notice import AddressKind, Mailbox, StaffNotice
from notifications.outbound import AddressRule
from notifications.render import EXERCISE_PREFIX, exercise_text
from notifications.replies import is_automatic, parse_reply, read_bounce

__all__ = ["ExerciseMail", "InboxError", "LiveMail", "LiveMailSettings", "Mail", "MailSettings", "Notice", "message_id"]

#: EHLO keyword by which the sink of an exercise names itself.
SINK_KEYWORD = "x-tongxin-simulator"
#: Below a notice that asks for an answer, where answers are read.
HOW_TO_ANSWER = (
    "回复本邮件，第一行只写数字 1，即为确认；请保留主题中的代码。",
    "Reply with only the digit 1 in the first line to acknowledge; keep the code in the subject.",
)


class Notice(StaffNotice):
    """The document of kind ``staff_notice`` as mail takes it: ``to`` is one plain mailbox."""

    to: Mailbox


class MailSettings(Settings):
    """What every mail channel needs."""

    host: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.:-]{0,252}$", description="Mail server")
    port: int = Field(ge=1, le=65535)
    sender: Mailbox = Field(description="Address that notices come from and replies go to")
    timeout_s: float = Field(default=10.0, gt=0, le=60)
    inbox: InboxSettings | None = Field(default=None, description="Mailbox of the sender, where replies are read")


class LiveMailSettings(MailSettings):
    """A real mail server. TLS is not optional."""

    tls: Literal["starttls", "implicit"] = "starttls"
    username: str = ""
    password: SecretStr = SecretStr("")
    networks: tuple[Network, ...] = Field(default=(), description="The operator's own networks, CIDR")
    inbox: LiveInboxSettings | None = Field(default=None, description="Mailbox of the sender, where replies are read")


class Mail(Channel):
    """What both worlds have in common; LiveMail and ExerciseMail differ in how the session begins."""

    name: ClassVar[str] = "mail"
    address_kind: ClassVar[AddressKind] = "mail"
    dedupes: ClassVar[bool] = True
    can_ask: ClassVar[bool] = False
    can_answer: ClassVar[bool] = True

    def __init__(self, settings: MailSettings, *, world: World) -> None:
        super().__init__(settings, world=world)
        self._mail = settings
        self._inbox = Inbox(settings.inbox) if settings.inbox is not None else None
        #: What was heard and is not settled yet: its id and the mailbox's.
        self._open_mails: dict[str, str] = {}
        self._read_again_at = 0.0

    @property
    def has_line(self) -> bool:
        """Whether there is a mailbox to be read."""
        return self._inbox is not None

    def send(self, delivery: Delivery) -> Outcome:
        """Send one notice. Sent means: the mail server took it, not: a person read it."""
        notice = self.notice(delivery)
        if isinstance(notice, Refused):
            return notice
        message = self.compose(notice, key=delivery.key)
        return self._deliver(message, recipient=notice.to)

    def query(self, key: str, *, fence: int | None = None) -> NoticeReceipt:
        """SMTP has no such question; a notice may simply be sent again under the same key."""
        return NoticeReceipt(key, "unknown", note="mail cannot be asked; send again, the Message-ID is the same")

    def parse_reply(self, raw: bytes, headers: Mapping[str, str], *, now: datetime) -> tuple[Heard, ...]:
        """Read one mail as its server handed it over; who wrote it is only what it says. Raises Forged."""
        heard = read_mail(raw)
        if not isinstance(heard, Answered):
            raise Forged("the mail is not clearly a reply of one digit to a code")
        return (heard,)

    def collect(self) -> tuple[Heard, ...]:
        """Return what is unseen in the mailbox, at most every so many seconds. Raises InboxError."""
        if self._inbox is None or self._mail.inbox is None or time.monotonic() < self._read_again_at:
            return ()
        self._read_again_at = time.monotonic() + self._mail.inbox.every_s
        found: list[Heard] = []
        for mail in self._inbox.unseen():
            one = read_mail(mail.raw) if mail.raw is not None else Ignored(f"uid-{mail.uid}", "mail", "not_understood")
            self._open_mails[one.id] = mail.uid
            found.append(one)
        return tuple(found)

    def settle(self, heard: Sequence[Heard]) -> None:
        """Mark as seen what is kept; the mails themselves stay where they are."""
        uids = [uid for one in heard if (uid := self._open_mails.pop(one.id, None)) is not None]
        if self._inbox is not None and uids:
            self._inbox.see(uids)

    def compose(self, notice: StaffNotice, *, key: str) -> EmailMessage:
        """Build the message. Headers are set one by one as values: none can begin another."""
        exercise = self.world == "exercise"
        subject = notice.subject
        if notice.reply_code and f"[{notice.reply_code}]" not in subject:
            subject = f"{subject} [{notice.reply_code}]"  # a reply is read by the code in its subject
        message = EmailMessage(policy=SMTP_POLICY)
        message["From"] = self._mail.sender
        message["To"] = notice.to
        message["Subject"] = exercise_text(subject) if exercise else subject
        message["Message-ID"] = message_id(key, sender=self._mail.sender)
        message["Auto-Submitted"] = "auto-generated"  # keeps holiday replies away (RFC 3834)
        body = notice.body
        if notice.link and notice.link not in body:
            body = f"{body.rstrip()}\n{notice.link}\n"
        if notice.reply_code and self._inbox is not None:
            body = f"{body.rstrip()}\n\n{HOW_TO_ANSWER[0]}\n{HOW_TO_ANSWER[1]}\n"
        if exercise and not body.startswith(EXERCISE_PREFIX):
            body = f"{EXERCISE_PREFIX}\n{body}"
        message.set_content(body, cte="base64")
        return message

    def _deliver(self, message: EmailMessage, *, recipient: str) -> Outcome:
        try:
            session = self._open()
        except smtplib.SMTPException as error:
            return Refused("no_session", f"mail server {self._mail.host}: {error}", retryable=True)
        except OSError as error:
            return Refused("unreachable", f"mail server {self._mail.host}: {error}", retryable=True)
        try:
            stranger = self._stranger(session)
            if stranger is not None:
                return stranger
            outcome = transfer(session, message, sender=self._mail.sender, recipient=recipient)
            if isinstance(outcome, Sent):
                with contextlib.suppress(smtplib.SMTPException, OSError):  # the notice is taken already
                    session.quit()
            return outcome
        finally:
            session.close()

    def _open(self) -> smtplib.SMTP:
        raise NotImplementedError

    def _stranger(self, session: smtplib.SMTP) -> Refused | None:
        raise NotImplementedError


class LiveMail(Mail):
    """Mail to real people, over TLS."""

    world: ClassVar[World] = "live"
    settings_model: ClassVar[type[Settings]] = LiveMailSettings

    def __init__(self, settings: LiveMailSettings, *, world: World) -> None:
        super().__init__(settings, world=world)
        self._live = settings

    def _open(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        rule = AddressRule("live", networks=self._live.networks)
        session = CheckedSession(
            self._live.host,
            self._live.port,
            timeout_s=self._live.timeout_s,
            rule=rule,
            implicit=context if self._live.tls == "implicit" else None,
        )
        try:
            if self._live.tls == "starttls":
                session.starttls(context=context)
            if self._live.username:
                session.login(self._live.username, self._live.password.get_secret_value())
        except (smtplib.SMTPException, OSError):
            session.close()
            raise
        return session

    def _stranger(self, session: smtplib.SMTP) -> Refused | None:
        session.ehlo_or_helo_if_needed()
        if session.has_extn(SINK_KEYWORD):
            return Refused("simulator_in_live", f"{self._live.host} is an exercise sink; set the real mail server")
        return None


class ExerciseMail(Mail):
    """Mail into the sink of an exercise: loopback only, and the sink must name itself."""

    world: ClassVar[World] = "exercise"
    settings_model: ClassVar[type[Settings]] = MailSettings

    def _open(self) -> smtplib.SMTP:
        mail = self._mail
        return CheckedSession(mail.host, mail.port, timeout_s=mail.timeout_s, rule=AddressRule("exercise"))

    def _stranger(self, session: smtplib.SMTP) -> Refused | None:
        try:
            session.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError) as error:
            return Refused("unreachable", f"identity probe: {error}", retryable=True)
        if session.has_extn(SINK_KEYWORD):
            return None
        where = f"{self._mail.host}:{self._mail.port}"
        return Refused("not_a_simulator", f"{where} is not the smtp simulator; an exercise sends to nothing else")


def message_id(key: str, *, sender: str) -> str:
    """Return the Message-ID of a key: always the same, so that a receiver drops a second copy."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:40]
    return f"<{digest}@{sender.rpartition('@')[2]}>"


def read_mail(raw: bytes) -> Answered | Report | Ignored:
    """Read one mail: an answer, a bounce of one of ours, or why it is neither. Never raises."""
    reply, bounce = parse_reply(raw), read_bounce(raw)
    if bounce is not None:
        id_ = hashlib.sha256(raw).hexdigest()
        return Report(id_, "failed", reference=bounce.message_id, code=bounce.status, note="the mail came back")
    if reply is None:
        return Ignored(hashlib.sha256(raw).hexdigest(), "mail", "automatic" if is_automatic(raw) else "not_understood")
    id_ = hashlib.sha256(reply.message_id.encode() or raw).hexdigest()
    return Answered(
        id=id_, via="mail", sender=reply.sender, digit=reply.answer, code=reply.code, reference=reply.in_reply_to
    )
