"""What a condition may name: each name with its kind, its words, and how it moves with a footprint."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from playbooks.terms.words import Words


@dataclass(frozen=True)
class Name:
    """One name. Either a number of a unit's ``kind``, or a word out of ``choices`` (then ``kind`` is its own name).

    ``grows`` is True for what can only become more when a footprint grows (customers, the highest intensity).
    """

    id: str
    title: Words
    kind: str
    choices: tuple[str, ...] = ()
    grows: bool = False


@dataclass(frozen=True)
class Scope:
    """Every name that may stand in one playbook's conditions."""

    names: tuple[Name, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Name]:
        """The names by id."""
        return {name.id: name for name in self.names}
