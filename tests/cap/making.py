"""Whole CAP messages made up by hypothesis, as our writer may be given them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

from hypothesis import strategies as st

from incident.rules.broadcast_texts import MessageType
from notifications.cap import CapAlert, CapArea, CapInfo, CapReference

_XML = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
LINES = st.text(_XML, min_size=1, max_size=60).filter(lambda text: text.strip() != "")
TEXTS = st.text(st.one_of(_XML, st.just("\n")), min_size=1, max_size=300).filter(lambda text: text.strip() != "")
NAMES = st.text(st.sampled_from("abcXYZ019.:@/_-~é中"), min_size=1, max_size=40)
OFFSETS = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.builds(
    lambda seconds, zone: (datetime(2008, 5, 12, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(zone).isoformat(),
    st.integers(0, 10**9),
    OFFSETS,
)
POINTS = st.tuples(
    st.integers(-89_0000, 89_0000).map(lambda n: n / 10_000), st.integers(-179_0000, 179_0000).map(lambda n: n / 10_000)
)
LANGUAGES = st.sampled_from(["zh-CN", "en", "bo", "ug", "mn-Mong", "zh-Hant", "ko"])


@st.composite
def polygons(draw: st.DrawFn) -> str:
    """A closed ring in CAP's spelling; whether it encloses an area is not the writer's to say."""
    points = draw(st.lists(POINTS, min_size=3, max_size=99))
    spelled = [f"{lat:.4f},{lon:.4f}" for lat, lon in points]
    return " ".join([*spelled, spelled[0]])


AREAS = st.builds(
    CapArea,
    description=LINES,
    polygons=st.lists(polygons(), max_size=3),
    counties=st.lists(st.from_regex(r"[1-8][0-9]{5}", fullmatch=True), max_size=5),
)
REFERENCES = st.builds(
    CapReference, sender=NAMES, identifier=NAMES.map(lambda name: f"earlier-{name}"), sent=MOMENTS
)  # fmt: skip


def infos(language: str) -> st.SearchStrategy[CapInfo]:
    return st.builds(
        CapInfo, language=st.just(language), event=LINES, effective=MOMENTS, expires=MOMENTS, sender_name=LINES,
        headline=LINES, description=TEXTS, areas=st.lists(AREAS, min_size=1, max_size=3),
    )  # fmt: skip


@st.composite
def alerts(draw: st.DrawFn) -> CapAlert:
    """Any message that the writer takes."""
    kind: MessageType = draw(st.sampled_from(get_args(MessageType)))
    languages = draw(st.lists(LANGUAGES, min_size=1, max_size=4, unique=True))
    return CapAlert(
        identifier=draw(NAMES),
        sender=draw(NAMES),
        sent=draw(MOMENTS),
        status=draw(st.sampled_from(["Actual", "Exercise", "Test"])),
        message_type=kind,
        note=draw(st.none() | LINES),
        references=[] if kind == "Alert" else draw(st.lists(REFERENCES, min_size=1, max_size=3)),
        infos=[draw(infos(language)) for language in languages],
    )
