"""What readers say, in Chinese. Their errors and notes are plain English lines, some of them stored in the log.

A phrase book turns them into Chinese where a page shows them: pairs of sentences with named places, as in gettext, the
English one being the key. tests/geo/test_words.py reads the readers' source and holds that none of their sentences is
missing. The command line shows the English, as everything it prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from geo.words.alerts import ALERTS
from geo.words.areas import AREAS
from geo.words.documents import DOCUMENTS
from geo.words.feeds import FEEDS
from geo.words.places import place_in_chinese
from geo.words.storms import STORMS

_PART = re.compile(r"\{(\w+)\}")
#: What stands in a gap: as a rule nothing that could be the border of two sentences, except in quotation marks.
_PLAIN = r"(?:'[^']*'|(?!: |; ).)*?"
_ANYTHING = r".*?"
#: Parts that are sentences of a reader themselves.
_SENTENCES = frozenset({"fault", "hint"})
#: Parts that say where something is.
_PLACES = frozenset({"where"})


def in_chinese(text: str) -> str:
    """The same in Chinese; a sentence that no phrase fits is quoted as what a reader said."""
    found = _sentence(text)
    return found if found is not None else f"读取时的说明（原文）：{text}"


@lru_cache(maxsize=2_000)
def _sentence(text: str) -> str | None:
    """A phrase; or a place, a colon and a phrase; or several in a row; or a phrase with anything at all in its gaps."""
    if (said := _phrase(text, _book(_PLAIN))) is not None:
        return said
    head, colon, rest = text.partition(": ")
    if colon and (said := _sentence(rest)) is not None:
        return f"{place_in_chinese(head)}：{said}"
    several = [_sentence(one) for one in text.split("; ")] if "; " in text else [None]
    if all(several):
        return "；".join(one for one in several if one)
    return _phrase(text, _book(_ANYTHING))


def _phrase(text: str, book: list[tuple[re.Pattern[str], str]]) -> str | None:
    for pattern, chinese in book:
        if found := pattern.fullmatch(text):
            return _filled(chinese, {name: _part(name, part) for name, part in found.groupdict().items()})
    return None


def _filled(chinese: str, parts: Mapping[str, str]) -> str:
    return _PART.sub(lambda gap: parts[gap[1]], chinese)


def _part(name: str, text: str) -> str:
    if name in _SENTENCES:
        return in_chinese(text)
    return place_in_chinese(text) if name in _PLACES else text


@cache
def _book(gap: str) -> list[tuple[re.Pattern[str], str]]:
    """Every phrase as a pattern with such gaps, those with the most words of their own first."""
    phrases = [*DOCUMENTS.items(), *AREAS.items(), *ALERTS.items(), *STORMS.items(), *FEEDS.items()]
    phrases.sort(key=lambda phrase: -len(_PART.sub("", phrase[0])))
    return [(re.compile("".join(_pattern(english, gap)), re.DOTALL), chinese) for english, chinese in phrases]


def _pattern(english: str, gap: str) -> Iterator[str]:
    for index, piece in enumerate(_PART.split(english)):
        if index % 2 == 0:
            yield re.escape(piece)
        else:
            yield f"(?P<{piece}>{_ANYTHING if piece in _SENTENCES else gap})"
