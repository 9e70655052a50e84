"""The shelf of a file at the command line: what lies beside it, then what ships with the house.

A folder of playbooks (``SLUG.yaml``, ``fragments/NAME.yaml``) is therefore all that an operator's own repository needs.
"""

from __future__ import annotations

from pathlib import Path

from playbooks.source.shelf import LIBRARY, Shelf


class Folder:
    """Playbooks and fragments of one folder, and what lies behind them: the library, or what a world has published."""

    def __init__(self, folder: Path, *, behind: Shelf = LIBRARY) -> None:
        self._folder = folder
        self._behind = behind

    def playbook(self, slug: str, *, version: int) -> str | None:
        """The folder's file of a slug, else the one behind it."""
        return self._text(f"{slug}.yaml") or self._behind.playbook(slug, version=version)

    def fragment(self, name: str) -> str | None:
        """The folder's fragment of a name, else the one behind it."""
        return self._text(f"fragments/{name}.yaml") or self._behind.fragment(name)

    def playbooks(self) -> tuple[str, ...]:
        """Slugs of both."""
        return (*_stems(self._folder), *self._behind.playbooks())

    def fragments(self) -> tuple[str, ...]:
        """Names of both."""
        return (*_stems(self._folder / "fragments"), *self._behind.fragments())

    def _text(self, name: str) -> str | None:
        file = self._folder / name
        inside = file.resolve().is_relative_to(self._folder.resolve())
        return file.read_text("utf-8") if inside and file.is_file() else None


def _stems(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(file.stem for file in folder.glob("*.yaml")))
