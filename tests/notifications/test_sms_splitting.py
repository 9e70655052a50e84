"""How an SMS is counted and split: 160/153 septets, 70/67 units, nothing torn apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import sms
from notifications.notice import StaffNotice
from notifications.render import EXERCISE_PREFIX
from notifications.sms_text import SmsText

GSM = st.text(alphabet="abcXYZ 019@£$_^{}\\[~]|€ÄöñΔ\n", max_size=700)
ANY = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x1b"), max_size=400)
TEXTS = st.one_of(GSM, ANY, st.text(alphabet="中文短信😀🚑a", max_size=400))


@given(TEXTS)
def test_parts_are_the_text_and_each_fits_its_sms(text: str) -> None:
    split = sms.split(text)
    single, part = sms.LIMITS[split.coding]

    assert "".join(split.parts) == text
    limit = single if len(split.parts) == 1 else part
    for one in split.parts:
        assert sms.units(one, split.coding) <= limit
        assert len(sms.encode(one, split.coding)) <= (160 if split.coding == "gsm7" else 140)


@given(TEXTS)
def test_what_is_encoded_is_decoded_so_no_character_is_torn(text: str) -> None:
    split = sms.split(text)

    assert [sms.decode(sms.encode(part, split.coding), split.coding) for part in split.parts] == list(split.parts)


@given(TEXTS)
def test_no_text_gets_more_parts_than_it_needs_by_more_than_one(text: str) -> None:
    split = sms.split(text)
    single, part = sms.LIMITS[split.coding]
    length = sms.units(text, split.coding)
    fewest = 1 if length <= single else -(-length // part)

    # A character of two units that does not fit any more leaves one unit of a part empty.
    assert fewest <= len(split.parts) <= fewest + 1 + len(split.parts) // 60


@pytest.mark.parametrize(
    ("text", "coding", "parts"),
    [
        ("a" * 160, "gsm7", 1),
        ("a" * 161, "gsm7", 2),
        ("a" * 306, "gsm7", 2),
        ("a" * 307, "gsm7", 3),
        ("€" * 80, "gsm7", 1),
        ("€" * 81, "gsm7", 2),
        ("中" * 70, "ucs2", 1),
        ("中" * 71, "ucs2", 2),
        ("中" * 134, "ucs2", 2),
        ("中" * 135, "ucs2", 3),
        ("😀" * 35, "ucs2", 1),
        ("😀" * 36, "ucs2", 2),
        ("😀" * 67, "ucs2", 3),  # 33 emoji a part: the 67th unit stays empty
        ("", "gsm7", 1),
    ],
)
def test_the_known_limits(text: str, coding: str, parts: int) -> None:
    split = sms.split(text)

    assert (split.coding, len(split.parts)) == (coding, parts)


def test_more_parts_than_a_message_can_have_are_refused() -> None:
    with pytest.raises(sms.TooLong, match="255"):
        sms.split("中" * (67 * 255 + 1))


@given(line=TEXTS.filter(bool), most=st.integers(1, 4))
def test_a_line_is_cut_and_its_tail_never(line: str, most: int) -> None:
    tail = "。回复 1 确认（T-ABCD-1234）"

    fitted = sms.fitted(line, tail=tail, most_parts=most)

    assert fitted.endswith(tail)
    assert len(sms.split(fitted).parts) <= most
    assert fitted == line + tail or "…" in fitted


def test_a_tail_that_fits_nowhere_is_refused() -> None:
    with pytest.raises(sms.TooLong, match="more than 1"):
        sms.fitted("x", tail="中" * 71, most_parts=1)


def test_the_exercise_prefix_leads_every_text_and_is_counted_into_its_parts() -> None:
    notice = StaffNotice(to="+8613800138000", subject="主题", body="正文", short="灾" * 58, reply_code="")

    live = sms.split(SmsText(notice, world="live").whole(most_parts=4))
    drill = sms.split(SmsText(notice, world="exercise").whole(most_parts=4))

    assert len(live.parts) == 1
    assert len(drill.parts) == 2
    assert "".join(drill.parts) == EXERCISE_PREFIX + "灾" * 58


def test_a_notice_says_how_to_answer_and_where_to_look_in_both_languages() -> None:
    common = {"to": "+8613800138000", "subject": "x", "body": "y", "reply_code": "T-ABCD-1234"}
    zh = StaffNotice.model_validate({**common, "link": "https://hq.example/t/1"})
    en = StaffNotice.model_validate({**common, "language": "en"})

    assert SmsText(zh, world="live").tail() == "。回复 1 确认（T-ABCD-1234） https://hq.example/t/1"
    assert SmsText(en, world="live").tail() == ". Reply 1 to acknowledge (T-ABCD-1234)"


def test_parts_of_one_key_bear_one_reference_and_a_repeat_the_same() -> None:
    assert sms.reference_of("n:1") == sms.reference_of("n:1")
    assert len({sms.reference_of(f"n:{number}") for number in range(200)}) > 100
