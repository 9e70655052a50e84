"""Counting what lies in a ring while it is drawn: exact, within one's provinces, refused in words if it is no ring."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin
from pathlib import Path

import pytest

from geo.footprint_reading import drawn_ring
from geo.impact_apart import assess_apart
from incident.db import open_engine
from incident.db.schema import create_schema
from incident.house import House
from tests.web.browser import Browser

RING = [[102.5, 30.1], [106.5, 30.4], [105.9, 33.6], [103.1, 33.2]]
SICHUAN, GANSU = "510000", "620000"
People = Callable[..., Browser]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind of database is enough: nothing here asks it for more than the session."""
    url = f"sqlite:///{tmp_path / 'tongxin.db'}"
    engine = open_engine(url)
    create_schema(engine)
    engine.dispose()
    return url


def test_the_count_is_what_the_full_assessment_finds(person: People, house: House) -> None:
    answer = person(("duty_officer", "nation")).post("/api/v1/count", {"ring": RING})
    impact = assess_apart(drawn_ring(RING), house.regions, house.exposure)

    assert answer.status_code == 200
    by_site = [row for row in impact.at("county") if row.basis == "site"]
    assert answer.json["sites"] == impact.totals.sites == sum(row.sites for row in by_site)
    assert answer.json["subscribers"] == sum(row.total for row in by_site)
    assert answer.json["halls"] == len(impact.halls)
    assert answer.json["key_customers"] == len(impact.key_customers)
    assert answer.json["subscribers"] == sum(answer.json["segments"].values())
    assert {row["adcode"] for row in answer.json["provinces"]} <= {row.adcode for row in impact.at("province")}
    assert sum(row["subscribers"] for row in answer.json["provinces"]) == answer.json["subscribers"]


def test_a_province_counts_its_own_alone_and_the_parts_make_the_whole(person: People) -> None:
    nation = person(("duty_officer", "nation")).post("/api/v1/count", {"ring": RING}).json
    parts = {row["adcode"]: row for row in nation["provinces"]}
    assert {SICHUAN, GANSU} < set(parts)
    for code in (SICHUAN, GANSU):
        own = person(("province_lead", code)).post("/api/v1/count", {"ring": RING}).json
        assert [row["adcode"] for row in own["provinces"]] == [code]
        assert own["subscribers"] == parts[code]["subscribers"] > 0
        assert own["counties"] == parts[code]["counties"]
        assert own["halls"] < nation["halls"]


def test_counting_needs_no_key_and_leaves_nothing_behind(person: People) -> None:
    browser = person(("duty_officer", "nation"))
    answers = [
        browser.plain("POST", "/api/v1/count", json={"ring": RING}, headers={"X-CSRF-Token": browser.csrf})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json == answers[1].json
    without = browser.plain("POST", "/api/v1/count", json={"ring": RING})
    assert without.status_code == 403


def test_a_hand_that_moves_may_ask_twenty_times_a_second(person: People) -> None:
    browser = person(("duty_officer", "nation"))
    statuses = {browser.post("/api/v1/count", {"ring": RING}).status_code for _ in range(300)}

    assert statuses == {200}


#: What is no ring, and a word of the refusal.
NO_RINGS: list[tuple[object, str]] = [
    ([[102, 30], [103, 31]], "ring"),
    ([[102, 30], [103, 31], [102, 30]], "three different"),
    ([[102, 30], [103, 31], [104, 95]], "outside the world"),
    ([[102, 30], [103, 31], ["104", 30]], "ring"),
    ([[102, 30], [103, 31], [104, True]], "ring"),
    ([[102, 30, 5], [103, 31, 5], [104, 30, 5]], "ring"),
    ([[102 + i / 1000, 30] for i in range(2002)], "ring"),
    ("everywhere", "ring"),
]


def test_what_is_no_ring_is_refused_in_words(person: People) -> None:
    browser = person(("duty_officer", "nation"))
    for ring, said in NO_RINGS:
        answer = browser.post("/api/v1/count", {"ring": ring})

        assert answer.status_code == 422, ring
        assert said in f"{answer.json['detail_en']} {answer.json.get('field', '')}"


def test_the_longest_ring_is_counted(person: People) -> None:
    ring = [[104 + 2 * cos(2 * pi * i / 2000), 31 + 2 * sin(2 * pi * i / 2000)] for i in range(2000)]
    answer = person(("duty_officer", "nation")).post("/api/v1/count", {"ring": ring})

    assert answer.status_code == 200
    assert answer.json["sites"] > 0


def test_a_ring_in_the_sea_holds_nobody(person: People) -> None:
    ring = [[150, 10], [152, 10], [152, 12], [150, 12]]
    answer = person(("duty_officer", "nation")).post("/api/v1/count", {"ring": ring})

    assert (answer.json["sites"], answer.json["subscribers"], answer.json["provinces"]) == (0, 0, [])
