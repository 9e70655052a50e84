"""Part counting as the air interface does it (DOMAIN §3.8)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.texts.sms import GSM7_BASIC, GSM7_EXTENSION, count_parts


@pytest.mark.parametrize(
    ("text", "encoding", "units", "parts"),
    [
        ("", "GSM-7", 0, 1),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("€" * 80, "GSM-7", 160, 1),
        ("€" * 81, "GSM-7", 162, 2),
        ("震" * 70, "UCS-2", 70, 1),
        ("震" * 71, "UCS-2", 71, 2),
        ("震" * 134, "UCS-2", 134, 2),
        ("震" * 135, "UCS-2", 135, 3),
        ("a" * 70 + "震", "UCS-2", 71, 2),
        ("🙏" * 35, "UCS-2", 70, 1),
        ("🙏" * 36, "UCS-2", 72, 2),
    ],
)
def test_a_text_takes_the_parts_that_the_standard_says(text: str, encoding: str, units: int, parts: int) -> None:
    counted = count_parts(text)

    assert (counted.encoding, counted.units, counted.parts) == (encoding, units, parts)


def test_an_extension_character_is_not_split_over_two_parts() -> None:
    # 152 septets and then a pair: the pair moves to the second part, which leaves one septet unused.
    text = "a" * 152 + "€" + "a" * 152

    assert count_parts(text).units == 306
    assert count_parts(text).parts == 3


def test_a_surrogate_pair_is_not_split_over_two_parts() -> None:
    text = "震" * 66 + "🙏" + "震" * 66

    assert count_parts(text).units == 134
    assert count_parts(text).parts == 3


@given(st.text(alphabet=sorted(GSM7_BASIC | GSM7_EXTENSION), max_size=700))
def test_parts_hold_all_units_and_waste_at_most_one_a_part(text: str) -> None:
    counted = count_parts(text)
    room = 160 if counted.parts == 1 else 153

    assert counted.units <= counted.parts * room
    assert counted.parts == 1 or counted.units > (counted.parts - 1) * (room - 1)
