"""What can be said of a text that is still being written: the playbook if it is one, else all problems and its name."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playbooks.language.model import Playbook
from playbooks.source.playbook import load
from playbooks.source.shelf import LIBRARY, Shelf
from playbooks.source.yaml_source import Source, read_yaml
from playbooks.terms.problems import PlaybookError, Problem

FILENAME = "draft.yaml"


@dataclass(frozen=True)
class Look:
    """A text as it was read. ``slug``, titles and version are as given, also where other things are wrong."""

    text: str
    playbook: Playbook | None
    problems: tuple[Problem, ...]
    slug: str | None
    title_zh: str | None
    title_en: str | None

    @property
    def source_digest(self) -> str:
        """SHA-256 (hex) of the bytes: what an approval binds, comments and layout included."""
        return source_digest(self.text)


def source_digest(text: str) -> str:
    """Return the SHA-256 (hex) of a file's bytes."""
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()


def look_at(text: str, *, filename: str = FILENAME, shelf: Shelf = LIBRARY) -> Look:
    """Read ``text``; never raises, a draft may be as wrong as it likes. What it builds on comes from ``shelf``."""
    try:
        playbook = load(text, filename=filename, shelf=shelf)
    except PlaybookError as error:
        data = readable(text, filename=filename)
        given = data.data if data is not None and isinstance(data.data, dict) else {}
        title = given.get("title")
        return Look(
            text,
            None,
            error.problems,
            _said(given.get("slug")),
            _said(title.get("zh")) if isinstance(title, Mapping) else None,
            _said(title.get("en")) if isinstance(title, Mapping) else None,
        )
    return Look(text, playbook, (), playbook.slug, playbook.title.zh, playbook.title.en)


def readable(text: str, *, filename: str = FILENAME) -> Source | None:
    """Return the parsed text, whatever it says, or None where it is no YAML."""
    try:
        return read_yaml(text, filename=filename)
    except PlaybookError:
        return None


def _said(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
