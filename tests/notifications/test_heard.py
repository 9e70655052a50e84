"""Answers by text: what thumbs make of "1" and a code counts, everything else acknowledges nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.channel import Channel
from notifications.heard import Answered, Forged, answered, read_answer
from notifications.notice import AddressKind, StaffNotice, check_address
from notifications.registry import build, endpoints
from tests.notifications.test_mail_channel import CODE, reply

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "digit", "code"),
    [
        ("1", "1", ""),
        (" 1\n", "1", ""),
        ("１", "1", ""),
        ("2", "2", ""),
        ("1 T-ABCD-1234", "1", "T-ABCD-1234"),
        ("1 t-abcd-1234", "1", "T-ABCD-1234"),
        ("1, ABCD1234", "1", "T-ABCD-1234"),
        ("T-ABCD-1234 1", "1", "T-ABCD-1234"),
        ("[T-ABCD-1234] 1", "1", "T-ABCD-1234"),
        ("abcd-1234　１", "1", "T-ABCD-1234"),
        ("", "", ""),
        ("12", "", ""),
        ("1 moment", "", ""),
        ("收到1", "", ""),
        ("1 1", "", ""),
        ("1 T-ABCD-1234 T-WXYZ-9876", "", ""),
        ("T-ABCD-1234", "", ""),
        ("TD", "", ""),
    ],
)
def test_an_answer_is_a_digit_with_or_without_one_code(text: str, digit: str, code: str) -> None:
    assert read_answer(text) == (digit, code)


@given(st.text(max_size=700))
def test_hostile_texts_never_raise_and_are_kept_visible_and_short(text: str) -> None:
    found = answered(id_="1", via="sms", sender="+8613800138000", text=text)

    assert len(found.text) <= 500
    assert "\n" not in found.text
    assert found.digit == "" or found.digit in "0123456789"


def test_a_mail_is_heard_as_an_answer_and_anything_else_is_forged() -> None:
    mail = build("mail", {"host": "127.0.0.1", "port": 25, "sender": "duty@tongxin.example"}, world="exercise")
    assert isinstance(mail, Channel)

    [found] = mail.parse_reply(reply(f"Re: [{CODE}] 1"), {}, now=NOW)

    assert isinstance(found, Answered)
    assert (found.via, found.sender, found.digit, found.code) == ("mail", "wang@sichuan.example", "1", CODE)
    with pytest.raises(Forged):
        mail.parse_reply(reply("out of office", Auto_Submitted="auto-replied"), {}, now=NOW)


@pytest.mark.parametrize("name", ["wecom", "dingtalk", "feishu", "webhook", "web_push"])
def test_a_channel_without_callbacks_takes_none_and_has_nothing_to_collect(name: str) -> None:
    channel = build(name, {"base_url": "http://127.0.0.1:1"}, world="exercise")
    assert isinstance(channel, Channel)

    with pytest.raises(Forged, match="no callbacks"):
        channel.parse_reply(b"{}", {}, now=NOW)
    assert channel.collect() == ()
    assert channel.query("n:1").state == "unknown"
    channel.close()


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("mail", "duty@example.com", "duty"),
        ("phone", "+8613800138000", "13800138000"),
        ("phone", "+85291234567", "+0852"),
        ("robot", "sichuan-duty", "Sichuan Duty"),
        ("push", '{"endpoint": "x"}', "https://x"),
    ],
)
def test_an_address_of_each_kind_is_checked(kind: AddressKind, good: str, bad: str) -> None:
    assert check_address(kind, good) == good
    with pytest.raises(ValueError, match="must be"):
        check_address(kind, bad)


def test_there_is_a_channel_for_every_kind_of_address() -> None:
    channels = [cls for cls in endpoints().values() if issubclass(cls, Channel)]

    assert {cls.address_kind for cls in channels} == set(get_args(AddressKind))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("short", "x" * 241),
        ("short", "two\nlines"),
        ("reply_code", "ABCD"),
        ("link", "javascript:alert(1)"),
        ("link", "http://example.com/x"),
        ("link", "https://例子.cn/"),
        ("link", "https://x.cn/a b"),
        ("digits", ["12"]),
        ("mention", ["13800138000"]),
        ("lasts_s", 10),
        ("language", "fr"),
    ],
)
def test_a_field_that_does_not_fit_is_refused_by_its_name(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=field):
        StaffNotice.model_validate({"to": "a@b.cn", "subject": "s", "body": "b", field: value})


@pytest.mark.parametrize("link", ["", "https://hq.example/t/1", "http://sichuan.localhost:8000/t", "http://10.1.2.3/t"])
def test_a_link_is_https_or_on_the_house_own_network(link: str) -> None:
    assert StaffNotice(to="a@b.cn", subject="s", body="b", link=link).link == link
