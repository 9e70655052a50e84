"""Staff notices by mail: headers that cannot be injected, the exercise prefix, replies that acknowledge."""

from __future__ import annotations

import base64
from email import message_from_string
from email.message import EmailMessage
from email.policy import default as default_policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.channels.mail import LiveMail, LiveMailSettings, Mail, Notice, message_id
from notifications.delivery import Refused, Sent
from notifications.registry import build
from notifications.replies import MAX_REPLY_BYTES, Reply, parse_reply, read_bounce
from tests.notifications.processes import RunningSimulator, delivery, notice

CODE = "T-ABCD-1234"


@pytest.fixture
def mail(calm: dict[str, RunningSimulator]) -> Mail:
    channel = build("mail", calm["smtp"].settings(), world="exercise")
    assert isinstance(channel, Mail)
    return channel


def latest(calm: dict[str, RunningSimulator], key: str) -> dict[str, object]:
    wanted = message_id(key, sender="duty@tongxin.example")
    kept = [row for row in calm["smtp"].get("messages", limit=1000)["messages"] if row["message_id"] == wanted]
    assert len(kept) == 1
    only: dict[str, object] = kept[0]
    return only


def test_an_exercise_notice_says_so_in_subject_and_body(
    mail: Mail, calm: dict[str, RunningSimulator], key: str
) -> None:
    assert isinstance(mail.send(delivery("staff_notice", key, notice())), Sent)

    kept = latest(calm, key)

    assert kept["subject"] == "「演练 EXERCISE」新任务 [T-ABCD-1234]"
    assert str(kept["body"]).startswith("「演练 EXERCISE」\n请确认。")
    assert kept["recipients"] == "chengdu.duty@sichuan.example"


def test_a_live_notice_bears_no_prefix() -> None:
    settings = LiveMailSettings(host="mail.example", port=587, sender="duty@example.com")
    channel = LiveMail(settings, world="live")

    message = channel.compose(_checked(notice()), key="n:1")

    assert str(message["Subject"]) == "新任务 [T-ABCD-1234]"
    assert "EXERCISE" not in message.as_string()


def test_a_second_copy_has_the_same_message_id_and_the_receiver_keeps_one(
    mail: Mail, calm: dict[str, RunningSimulator], key: str
) -> None:
    calm["smtp"].set_faults(unknown_ppm=1_000_000, loss_kind=2)
    mail.send(delivery("staff_notice", key, notice()))
    calm["smtp"].set_faults(unknown_ppm=0)

    assert isinstance(mail.send(delivery("staff_notice", key, notice())), Sent)
    assert latest(calm, key)["copies"] == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", "x\r\nBcc: everybody@example.com"),
        ("subject", "x\nContent-Type: text/html"),
        ("subject", "x\u2028Bcc: everybody@example.com"),
        ("subject", "x\x85y"),
        ("subject", "x\x00y"),
        ("subject", ""),
        ("to", "a@example.com\r\nRCPT TO:<b@example.com>"),
        ("to", "a@example.com, b@example.com"),
        ("to", "<a@example.com>"),
        ("to", "a@example.com> SIZE=1"),
        ("to", "例@example.com"),
        ("to", "a@exa..mple.com"),
    ],
)
def test_a_header_cannot_be_injected(mail: Mail, field: str, value: str, key: str) -> None:
    outcome = mail.send(delivery("staff_notice", key, {**notice(), field: value}))

    assert isinstance(outcome, Refused)
    assert outcome.code == "bad_document"
    assert field in outcome.message


@given(subject=st.text(min_size=1, max_size=300), body=st.text(min_size=1, max_size=500))
def test_whatever_stands_in_a_notice_its_headers_are_ours(subject: str, body: str) -> None:
    settings = LiveMailSettings(host="mail.example", port=587, sender="duty@example.com")
    try:
        checked = _checked({"to": "a@example.com", "subject": subject, "body": body})
    except ValueError:
        return

    composed = LiveMail(settings, world="live").compose(checked, key="n:1").as_string()

    message = message_from_string(composed, policy=default_policy)
    assert set(message.keys()) == {
        "From", "To", "Subject", "Message-ID", "Auto-Submitted", "Content-Type", "Content-Transfer-Encoding",
        "MIME-Version",
    }  # fmt: skip
    assert message["To"] == "a@example.com"


def test_a_busy_server_may_be_tried_again(mail: Mail, calm: dict[str, RunningSimulator], key: str) -> None:
    calm["smtp"].set_faults(shedding=1)

    outcome = mail.send(delivery("staff_notice", key, notice()))

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.retryable) == ("smtp_451", True)


def reply(subject: str, *, body: str = "", sender: str = "Wang <Wang@Sichuan.example>", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = sender
    message["Subject"] = subject
    message["Message-ID"] = "<r1@sichuan.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message.as_bytes()


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        (f"Re: 新任务 [{CODE}] 1", ""),
        (f"答复: 新任务 [{CODE}]1", ""),
        (f"Re: 新任务 [{CODE}]", "1\n\n> earlier text"),
        (f"Re: 新任务 [{CODE}]", "\n １ \n签名"),
    ],
)
def test_one_digit_acknowledges(subject: str, body: str) -> None:
    assert parse_reply(reply(subject, body=body)) == Reply(
        code=CODE,
        answer="1",
        sender="wang@sichuan.example",
        message_id="<r1@sichuan.example>",
        exercise=False,
    )


def test_a_reply_in_the_encoding_of_chinese_mail_programs_is_read() -> None:
    subject = base64.b64encode(f"答复: 新任务 [{CODE}]".encode("gb18030")).decode()
    body = base64.b64encode("1\r\n谢谢".encode("gb18030")).decode()
    raw = (
        f"From: =?gb18030?B?zfU=?= <wang@sichuan.example>\r\nSubject: =?gb18030?B?{subject}?=\r\n"
        f'Content-Type: text/plain; charset="gb18030"\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n'
    )

    found = parse_reply(raw.encode())

    assert found is not None
    assert (found.code, found.answer, found.sender) == (CODE, "1", "wang@sichuan.example")


def test_a_reply_to_an_exercise_is_known_as_one() -> None:
    found = parse_reply(reply(f"Re: 「演练 EXERCISE」新任务 [{CODE}] 1"))

    assert found is not None
    assert found.exercise


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        reply("no code here", body="1"),
        reply(f"[{CODE}]", body="I saw it, 1 moment"),
        reply(f"[{CODE}] yes", body="thanks"),
        reply(f"[{CODE}] 12"),
        reply(f"[{CODE}] [T-WXYZ-9876] 1"),
        reply(f"[{CODE}] 1", Auto_Submitted="auto-replied"),
        reply(f"[{CODE}] 1", Precedence="bulk"),
        reply(f"[{CODE}] 1", X_Autoreply="yes"),
        reply(f"[{CODE}] 1", sender="a@example.com, b@example.com"),
        reply(f"[{CODE}] 1").replace(b"Subject:", b"Subject: [T-WXYZ-9876] 1\nSubject:", 1),
        reply(f"[{CODE}] 1").replace(b"text/plain", b"multipart/report", 1),
        reply(f"[{CODE}] 1", body="x" * MAX_REPLY_BYTES),
        reply("x" * 2000 + f" [{CODE}] 1"),
    ],
)  # fmt: skip
def test_what_is_not_clearly_a_reply_acknowledges_nothing(raw: bytes) -> None:
    assert parse_reply(raw) is None


@given(st.binary(max_size=400))
def test_hostile_bytes_never_raise(raw: bytes) -> None:
    assert parse_reply(raw) is None
    crafted = b"From: a@example.com\nSubject: [T-ABCD-1234] 1\n" + raw
    assert read_bounce(raw) is read_bounce(crafted) is None
    found = parse_reply(crafted)
    assert found is None or found.code == CODE


def _checked(document: dict[str, object]) -> Notice:
    return Notice.model_validate(document)
