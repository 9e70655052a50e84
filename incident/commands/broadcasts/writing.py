"""Texts as an author gives them, checked and as they would leave: with the word of an exercise in every language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incident.db import Tx
from incident.errors import Invalid
from incident.rules import broadcast_texts
from incident.rules.broadcast_texts import BLOCK_TEXTS, MORE_LANGUAGES, TEXT_COLUMNS, body_of
from notifications.cap import beyond_xml

LONGEST_TEXT = 1000
#: More blocks than anybody can have checked.
MOST_LANGUAGES = 12


def checked_texts(tx: Tx, given: Mapping[str, str]) -> dict[str, str]:
    """The texts of `given`, by column, as they would leave, each at most 1,000 characters."""
    exercise = tx.world.kind == "exercise"
    found = {name: given[name] for name in TEXT_COLUMNS if name in given}
    for name, text in found.items():
        _check(text, field=name)
    return {name: body_of(text, exercise=exercise) if text.strip() else "" for name, text in found.items()}


def checked_blocks(tx: Tx, given: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Further languages as they would leave, by tag; Invalid names the language that is not known or too long."""
    exercise = tx.world.kind == "exercise"
    if len(given) > MOST_LANGUAGES:
        raise Invalid(
            "broadcast.languages",
            field="more_texts",
            zh=f"最多再加 {MOST_LANGUAGES} 种语言。",
            en=f"At most {MOST_LANGUAGES} further languages.",
        )
    for tag, block in given.items():
        if tag not in MORE_LANGUAGES:
            known = ", ".join(MORE_LANGUAGES)
            raise Invalid(
                "broadcast.language",
                field=f"more_texts.{tag}",
                zh=f"没有语言标记 {tag}；可用：{known}。",
                en=f"No language is called {tag}; there are {known}.",
            )
        for name in ("title", *BLOCK_TEXTS):
            _check(str(block[name]), field=f"more_texts.{tag}.{name}")
    return {tag: broadcast_texts.texts_of_block(block, exercise=exercise) for tag, block in sorted(given.items())}


def with_cancel(content: dict[str, Any]) -> dict[str, Any]:
    """The content with a word that the message holds no more, drafted where its author wrote none."""
    drafts = broadcast_texts.cancel_drafts(content["title_zh"], content["title_en"])
    return {name: content.get(name) or draft for name, draft in drafts.items()}


def check_title(title: str, *, field: str) -> None:
    """Refuse a title that no alert could bear."""
    _check(title, field=field)


def _check(text: str, *, field: str) -> None:
    if sign := beyond_xml(text):
        raise Invalid(
            "broadcast.sign",
            field=field,
            zh=f"含有发不出去的字符 U+{ord(sign):04X}，请删除。",
            en=f"It holds U+{ord(sign):04X}, which cannot be sent; take it out.",
        )
    if len(text) > LONGEST_TEXT:
        raise Invalid(
            "broadcast.length", field=field, zh=f"不超过 {LONGEST_TEXT} 字。", en=f"At most {LONGEST_TEXT} characters."
        )
