"""Where the parents and fragments that a playbook names are found: those that ship with the house, or others.

A shelf gives texts and nothing else; whoever keeps playbooks elsewhere (the log, a folder) brings a shelf of their own.
"""

from importlib.resources import files
from typing import Protocol


class Shelf(Protocol):
    """Playbooks and fragments by name."""

    def playbook(self, slug: str, *, version: int) -> str | None:
        """The YAML of a playbook's version; None where there is none."""

    def fragment(self, name: str) -> str | None:
        """The YAML of a fragment; None where there is none."""

    def playbooks(self) -> tuple[str, ...]:
        """The slugs there are, for proposing the nearest."""

    def fragments(self) -> tuple[str, ...]:
        """The names of fragments there are."""


class Library:
    """What ships with the house. Of each playbook it has the one version that is in the library now."""

    def playbook(self, slug: str, *, version: int) -> str | None:
        """The YAML of a library playbook, whatever its version; the loader compares that."""
        return _text(f"{slug}.yaml") if slug in self.playbooks() else None

    def fragment(self, name: str) -> str | None:
        """The YAML of a fragment of the library."""
        return _text("fragments", f"{name}.yaml") if name in self.fragments() else None

    def playbooks(self) -> tuple[str, ...]:
        """The slugs of the library."""
        return _names()

    def fragments(self) -> tuple[str, ...]:
        """The names of the library's fragments."""
        return _names("fragments")


LIBRARY = Library()


def _names(*folder: str) -> tuple[str, ...]:
    place = (files("playbooks") / "library").joinpath(*folder)
    if not place.is_dir():
        return ()
    return tuple(sorted(e.name.removesuffix(".yaml") for e in place.iterdir() if e.name.endswith(".yaml")))


def _text(*path: str) -> str:
    return (files("playbooks") / "library").joinpath(*path).read_text(encoding="utf-8")
