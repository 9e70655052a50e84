"""Templates and values to the exact text that people will read, with its parts.

Templates know ``{name}`` and nothing else: no attributes, no indexes, no formats, so that text from a playbook can
never reach into objects. What stands in front of every message of an exercise is handed over by whoever plans: the
house that sends has the one definition, so that what is previewed here is, byte for byte, what leaves.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from playbooks.terms.words import Language, Words
from playbooks.texts.sms import Encoding, count_parts

_PLACE = re.compile(r"\{([a-z_]+)\}")
_BRACE = re.compile(r"[{}]")


class TemplateError(ValueError):
    """A template names a value that there is none of, or has a stray brace."""


@dataclass(frozen=True)
class Message:
    """One text as it leaves: encoding, length in units of that encoding, and parts."""

    lang: Language
    text: str
    encoding: Encoding
    units: int
    parts: int


@lru_cache(maxsize=4096)
def places_of(template: str) -> tuple[str, ...]:
    """Return the names of the values that ``template`` asks for, in order; TemplateError on a stray brace."""
    if _BRACE.search(_PLACE.sub("", template)):
        raise TemplateError(f"stray brace in {template!r}; write {{name}} with small letters and underscores")
    return tuple(_PLACE.findall(template))


@lru_cache(maxsize=4096)
def _literals_of(template: str) -> tuple[str, ...]:
    """The template in pieces, in turn what stays as it is and the name of a place."""
    return tuple(_PLACE.split(template))


def fill(template: str, *, values: Mapping[str, str]) -> str:
    """Put ``values`` into ``template``; TemplateError names a missing one."""
    names = places_of(template)
    if not names:
        return template
    for name in names:
        if name not in values:
            raise TemplateError(f"no value for {{{name}}}; known: {', '.join(sorted(values)) or 'none'}")
    pieces = [*_literals_of(template)]
    pieces[1::2] = [values[name] for name in names]
    return "".join(pieces)


def render(template: str, *, values: Mapping[str, str], lang: Language, prefix: str) -> Message:
    """Return the text of one language with its part count; ``prefix`` (may be empty) stands before it, once."""
    return _message_of(prefix + fill(template, values=values).strip().removeprefix(prefix).strip(), lang)


@lru_cache(maxsize=8192)  # a simulation says the same to the same provinces a thousand times
def _message_of(text: str, lang: Language) -> Message:
    counted = count_parts(text)
    return Message(lang=lang, text=text, encoding=counted.encoding, units=counted.units, parts=counted.parts)


def render_both(
    template: Words, *, values: Mapping[Language, Mapping[str, str]], prefix: str
) -> tuple[Message, Message]:
    """Return the Chinese and the English text of a template."""
    return (
        render(template.zh, values=values["zh"], lang="zh", prefix=prefix),
        render(template.en, values=values["en"], lang="en", prefix=prefix),
    )
