"""A staff notice put into words, in both languages.

One notice is composed once; each channel takes from it what it can carry. Mail has both languages below each other;
a short message, a call and a push have the one that the person reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from incident.draining.notice_texts import OTHER, SHORT, TEXTS

MOST_SUBJECT, MOST_SHORT = 300, 240


@dataclass(frozen=True)
class Words:
    """A notice in words: subject and body in both languages, and one line in the reader's."""

    subject: str
    body: str
    short: str


def text_of(
    payload: Mapping[str, Any],
    *,
    incident: Mapping[str, str],
    language: Literal["zh", "en"] = "zh",
    more: int = 0,
    place: tuple[str, str] | None = None,
) -> Words:
    """Compose a notice; `incident` has title_zh and title_en, `more` is how many further tasks it stands for.

    `place` is the Chinese and English name of whose matter it is, where the notice says a place.
    """
    values = _values(payload.get("values", {}), incident, place or ("", ""))
    if "subject_zh" in payload:
        (subject_zh, body_zh), (subject_en, body_en) = _given(payload)
    else:
        (subject_zh, body_zh), (subject_en, body_en) = (
            (subject.format_map(values), body.format_map(values))
            for subject, body in TEXTS.get(str(payload.get("template")), OTHER)
        )
    zh, en = SHORT.get(str(payload.get("template")), ("{subject_zh}", "{subject_en}"))
    told = values | {"subject_zh": subject_zh, "subject_en": subject_en}
    short = zh.format_map(told) if language == "zh" else en.format_map(told)
    more_zh, more_en = (f"还有 {more} 项任务，请登录查看。", more_tasks(more)) if more else ("", "")
    end = more_zh if language == "zh" else more_en
    where = values["incident_zh"] if language == "zh" else values["incident_en"]
    return Words(
        subject=f"{subject_zh} / {subject_en}"[:MOST_SUBJECT],
        body=f"{body_zh}{more_zh}\n\n{body_en}{' ' if more_en else ''}{more_en}\n",
        short=_joined([_line(short), end, where], stop="。" if language == "zh" else ". "),
    )


def more_tasks(count: int) -> str:
    """6 more tasks: sign in to see them."""
    return f"{count} more task{'' if count == 1 else 's'}: sign in to see {'it' if count == 1 else 'them'}."


def _given(payload: Mapping[str, Any]) -> tuple[tuple[str, str], tuple[str, str]]:
    """A notice that brings its own words."""
    chinese = (_line(str(payload["subject_zh"])), str(payload["body_zh"]))
    return chinese, (_line(str(payload["subject_en"])), str(payload["body_en"]))


def _values(given: Mapping[str, Any], incident: Mapping[str, str], place: tuple[str, str]) -> dict[str, str]:
    count = int(given.get("count", 1))
    values = {name: _line(str(value)) for name, value in given.items()}
    return {
        "title_zh": "",
        "title_en": "",
        **values,
        "incident_zh": _line(incident.get("title_zh", "")),
        "incident_en": _line(incident.get("title_en", "")),
        "place_zh": _line(place[0]),
        "place_en": _line(place[1]),
        "count_zh": f"等 {count} 项" if count > 1 else "",
        "count_en": f" and {count - 1} more" if count > 1 else "",
    }


def _joined(parts: list[str], *, stop: str) -> str:
    """Sentences behind one another, what matters first: a channel with less room cuts from the end."""
    text = stop.join(part.rstrip("。. ") for part in parts if part)
    return text if len(text) <= MOST_SHORT else text[: MOST_SHORT - 1] + "…"


def _line(text: str) -> str:
    """One line without control characters: a title may not begin a header."""
    return "".join(character if character.isprintable() else " " for character in text)
