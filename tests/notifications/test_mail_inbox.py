"""Answers that come to a mailbox: read over IMAP, seen once they are kept; machines' mails are no answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.message import EmailMessage
from uuid import uuid4

import pytest

from notifications.channels.mail import InboxError, Mail, message_id, read_mail
from notifications.heard import Answered, Ignored, Report
from notifications.registry import SettingsError, build
from notifications.replies import MAX_REPLY_BYTES
from notifications.simulators.imap import ImapSide
from tests.notifications.processes import RunningSimulator, delivery, page
from tests.notifications.test_live_tls import LOOPBACK, certificate, trusted

__all__ = ["certificate", "trusted"]
CODE = "T-ABCD-1234"


def mail(smtp: RunningSimulator) -> Mail:
    inbox = {"host": "127.0.0.1", "port": smtp.ready["imap_port"]}
    channel = build("mail", {**smtp.settings(), "inbox": inbox}, world="exercise")
    assert isinstance(channel, Mail)
    return channel


def raw(subject: str, text: str = "1", **headers: str) -> str:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "lee@example.com", "duty@tongxin.example", subject
    message["Message-ID"] = f"<{uuid4()}@example.com>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_string()


def test_a_reply_of_one_digit_is_heard_until_it_is_settled_and_not_after(
    calm: dict[str, RunningSimulator], key: str
) -> None:
    smtp, channel = calm["smtp"], mail(calm["smtp"])
    channel.settle(channel.collect())
    mail(smtp).send(delivery("staff_notice", key, page(to="lee@example.com", reply_code=CODE)))
    [kept] = [row for row in smtp.get("messages", limit=1000)["messages"] if row["recipients"] == "lee@example.com"]
    assert "第一行只写数字 1" in kept["body"]
    smtp.post(f"messages/{kept['position']}/reply", text="1")

    assert channel.collect() == ()  # it was read a moment ago
    [first], [again] = mail(smtp).collect(), (reader := mail(smtp)).collect()
    assert isinstance(first, Answered)
    assert (first.via, first.digit, first.code, first.sender) == ("mail", "1", CODE, "lee@example.com")
    assert first.reference == message_id(key, sender="duty@tongxin.example")
    assert again == first
    reader.settle([again])
    assert mail(smtp).collect() == ()


def test_machines_and_what_is_no_answer_are_told_apart_and_only_counted(calm: dict[str, RunningSimulator]) -> None:
    smtp = calm["smtp"]
    (reader := mail(smtp)).settle(reader.collect())
    subject = f"Re: task [{CODE}]"
    bounce = raw(subject).replace("Content-Type: text/plain", "Content-Type: multipart/report")
    machines = [raw(subject, Auto_Submitted="auto-replied"), raw(subject, Precedence="bulk"), bounce]
    for text in (*machines, raw("Lunch?", "1"), raw(subject, "x" * MAX_REPLY_BYTES)):
        smtp.post("inbox", raw=text)

    heard = (reader := mail(smtp)).collect()

    assert [one.why for one in heard if isinstance(one, Ignored)] == ["automatic"] * 3 + ["not_understood"] * 2
    reader.settle(heard)
    books = smtp.get("books")
    assert books["inbox"] == books["inbox_seen"]


BOUNCE = """From: MAILER-DAEMON@mail.example
To: duty@tongxin.example
Subject: Undelivered: task [T-ABCD-1234]
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=B

--B
Content-Type: text/plain

Sorry.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; lee@example.com
Action: {action}
Status: 5.1.1

--B
Content-Type: {kind}

Message-ID: {about}
Subject: task [T-ABCD-1234]

--B--
"""


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_mail_that_came_back_is_told_of_the_very_notice_and_of_nothing_else(kind: str) -> None:
    ours = message_id("n:1", sender="duty@tongxin.example")

    def read(**told: str) -> object:
        return read_mail(BOUNCE.format(**{"action": "failed", "kind": kind, "about": ours} | told).encode())

    heard = read()
    assert isinstance(heard, Report)
    assert (heard.state, heard.reference, heard.code) == ("failed", ours, "5.1.1")
    for other in (read(action="delayed"), read(about="<a@b>"), read(about=""), read(about="ref")):
        assert isinstance(other, Ignored)
        assert other.why == "automatic"


class OneMail:
    """A mailbox with one answer in it."""

    def __init__(self) -> None:
        self.seen: list[int] = []

    def mails(self) -> list[tuple[int, bytes, bool]]:
        return [(7, raw(f"Re: [{CODE}]").encode(), 7 in self.seen)]

    def see(self, uids: Sequence[int]) -> None:
        self.seen += uids


@contextmanager
def real_mailbox(context: object, capabilities: str = "IMAP4rev1") -> Iterator[tuple[OneMail, dict[str, object]]]:
    box = OneMail()
    side = ImapSide(box, port=0, login=("duty", "right"), capabilities=capabilities, context=context)  # type: ignore[arg-type]
    inbox = {"host": "localhost", "port": side.port, "username": "duty", "password": "right", "networks": LOOPBACK}
    try:
        yield box, inbox
    finally:
        side.stop()


def live(inbox: dict[str, object]) -> Mail:
    settings = {"host": "localhost", "port": 25, "sender": "duty@example.com", "inbox": inbox}
    channel = build("mail", settings, world="live")
    assert isinstance(channel, Mail)
    return channel


def test_a_real_mailbox_is_read_over_tls_and_only_where_it_is_whom_it_should_be(trusted: object) -> None:
    with real_mailbox(trusted) as (box, inbox):
        wrongs: tuple[dict[str, object], ...] = ({"password": "not-the-one"}, {"host": "127.0.0.1"}, {"networks": []})
        for wrong in wrongs:
            with pytest.raises(InboxError) as refused:
                live(inbox | wrong).collect()
            assert "not-the-one" not in str(refused.value)
        [heard] = (reader := live(inbox)).collect()
        assert isinstance(heard, Answered)
        assert box.seen == []
        reader.settle([heard])
        assert box.seen == [7]
    with real_mailbox(trusted, "IMAP4rev1 X-TONGXIN-SIMULATOR") as (_box, inbox), pytest.raises(InboxError):
        live(inbox).collect()
    with real_mailbox(None) as (_box, inbox), pytest.raises(InboxError):
        build("mail", {"host": "127.0.0.1", "port": 25, "sender": "duty@example.com",
                       "inbox": {"host": "127.0.0.1", "port": inbox["port"]}}, world="exercise").collect()  # type: ignore[attr-defined]  # fmt: skip


def test_an_exercise_has_no_field_for_a_mailboxes_password() -> None:
    inbox = {"host": "127.0.0.1", "port": 993, "username": "duty", "password": "x"}
    with pytest.raises(SettingsError, match="inbox"):
        build("mail", {"host": "127.0.0.1", "port": 25, "sender": "duty@example.com", "inbox": inbox}, world="exercise")
