"""Texts of staff notices: a template and values become a subject and a plain-text body.

Values come from people and from feeds. They are put into the text as text: no markup, no template
language, no line breaks smuggled into a subject, and characters that reorder or hide text (bidi
controls, zero-width spaces) are shown as ``⟨U+202E⟩`` instead of taking effect.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from notifications.delivery import World
from notifications.texts import TEMPLATES, Template

Language: TypeAlias = Literal["zh", "en"]

#: Stands before every text that leaves an exercise world, in both languages at once.
EXERCISE_PREFIX = "「演练 EXERCISE」"

#: Longest value in characters; the rest is cut with an ellipsis so that one field can't bury the others.
MAX_VALUE = 500

# Zero-width joiner and non-joiner belong to real words and emoji; they neither hide nor reorder.
_HARMLESS_FORMAT = {"\u200c", "\u200d"}
_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Text:
    """A notice ready for a channel: one line of subject, a body of plain text."""

    subject: str
    body: str


class RenderError(ValueError):
    """A notice cannot be written: unknown kind or language, or values that do not fit its template."""


def render(
    kind: str, values: Mapping[str, str | int], *, language: Language, world: World, more_tasks: int = 0
) -> Text:
    """Write a staff notice. ``more_tasks`` is how many further notices this one stands for (bundling).

    Raises RenderError naming the missing or unknown value.
    """
    template = _template(kind, language)
    given = set(values)
    if missing := template.fields - given:
        raise RenderError(f"notice {kind!r} lacks the value {sorted(missing)[0]!r}")
    if unknown := given - template.fields:
        raise RenderError(f"notice {kind!r} knows no value {sorted(unknown)[0]!r}; it has {sorted(template.fields)}")
    shown = {name: visible(str(value)) for name, value in values.items()}
    body = _fill(template.body, shown)
    if more_tasks > 0:
        body += "\n" + _more(more_tasks, language)
    subject = _fill(template.subject, shown)
    if world == "exercise":
        return Text(exercise_text(subject), f"{EXERCISE_PREFIX}\n{body}")
    return Text(subject, body)


def exercise_text(text: str) -> str:
    """Put the exercise prefix before a text, once: what already bears it stays byte for byte the same."""
    return text if text.startswith(EXERCISE_PREFIX) else f"{EXERCISE_PREFIX}{text}"


def visible(text: str) -> str:
    """Return text as one line in NFC whose controls are shown, cut to MAX_VALUE characters."""
    shown = "".join(map(_shown, unicodedata.normalize("NFC", text)))
    return shown if len(shown) <= MAX_VALUE else shown[: MAX_VALUE - 1] + "…"


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"} or (category == "Cf" and character not in _HARMLESS_FORMAT):
        return f"⟨U+{ord(character):04X}⟩"
    return character


def _template(kind: str, language: str) -> Template:
    try:
        return TEMPLATES[kind][language]
    except KeyError:
        raise RenderError(f"no notice {kind!r} in {language!r}; there are {sorted(TEMPLATES)} in zh and en") from None


def _fill(template: str, shown: Mapping[str, str]) -> str:
    # One pass: a value that contains "{code}" is text, not a place.
    return _PLACE.sub(lambda place: shown[place[1]], template)


def _more(count: int, language: Language) -> str:
    if language == "zh":
        return f"另有 {count} 项任务，请登录查看。"
    return f"{count} more task{'' if count == 1 else 's'}: sign in to see them."
