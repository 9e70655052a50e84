"""One truth about how a text travels, in two packages that know nothing of one another and in the browser.

message_parts.json holds texts at every edge of 3GPP TS 23.038, 23.040 and 23.041. Both counters of Python are held
against it here, the browser's by static/src/approval/parts.test.ts.
"""

from __future__ import annotations

from typing import Any

import pytest

from notifications import sms
from playbooks.texts.sms import MOST_PAGES, count_pages, count_parts
from tests.contracts.conftest import read

ROWS: list[dict[str, Any]] = read("message_parts.json")
NAMES = {"GSM-7": "gsm7", "UCS-2": "ucs2"}


@pytest.mark.parametrize("row", ROWS, ids=[row["what"] for row in ROWS])
def test_the_planner_counts_what_the_sender_sends(row: dict[str, Any]) -> None:
    split, counted, pages = sms.split(row["text"]), count_parts(row["text"]), count_pages(row["text"])

    assert (counted.encoding, counted.units, counted.parts) == (row["encoding"], row["units"], len(row["pieces"]))
    assert [len(piece.encode("utf-16-le")) // 2 for piece in split.parts] == row["pieces"]
    assert split.coding == NAMES[row["encoding"]]
    assert (pages.encoding, pages.pages) == (row["encoding"], row["pages"])
    assert pages.fits == (row["pages"] <= MOST_PAGES)


def test_the_file_holds_the_limits_of_the_standards() -> None:
    """Figures of DOMAIN.md §3.8, by hand: 160/153, 70/67, and 1,395 or 615 characters in 15 pages."""
    by = {row["what"]: (row["encoding"], row["units"], len(row["pieces"]), row["pages"]) for row in ROWS}

    assert by["the whole of one GSM-7 message"] == ("GSM-7", 160, 1, 2)
    assert by["two full parts"] == ("GSM-7", 306, 2, 4)
    assert by["one letter more than two parts"][2] == 3
    assert by["seventy Chinese characters"] == ("UCS-2", 70, 1, 2)
    assert by["two parts of Chinese"] == ("UCS-2", 134, 2, 4)
    assert by["fifteen pages of GSM-7"][1:] == (1395, 10, 15)
    assert by["fifteen pages"][1:] == (615, 10, 15)
    assert by["sixteen pages"][3] == 16
    assert by["a curly apostrophe makes it UCS-2"][2] == 3
    assert by["a straight apostrophe keeps GSM-7"][2] == 2
